package org.etalon.torch.program;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.etalon.graph.InputException;
import org.etalon.graph.Layer;
import org.etalon.graph.Node;
import org.etalon.torch.Device;
import org.etalon.torch.Precision;

/** Parameterised layers: operand 0 the data, 1 the weight, 2 the bias where there is one. */
final class LayerKernels {
  private LayerKernels() {}

  static Kernel of(Layer layer, Node node, Compilation at) {
    if (layer instanceof Layer.Linear linear) {
      return linear(linear, node, at);
    }
    if (layer instanceof Layer.Convolution convolution) {
      return convolution(convolution, node, node.operands().size() > 2, at);
    }
    if (layer instanceof Layer.Embedding) {
      return embedding(node, at);
    }
    if (layer instanceof Layer.Contraction contraction) {
      return withBias(
          node, einsum(List.of(contraction.data(), contraction.weight()), contraction.result()));
    }
    throw new IllegalArgumentException("no kernel for " + layer);
  }

  // ---- dense ----

  private static Kernel linear(Layer.Linear linear, Node node, Compilation at) {
    long[] weight = at.shape(node.operands().get(1));
    boolean outIn = linear.layout() == Layer.Layout.OUT_IN;
    boolean plainBias = node.operands().size() < 3 || at.shape(node.operands().get(2)).length == 1;
    if (linear.contracted() == -1 && weight.length == 2 && outIn && plainBias) {
      return node.operands().size() < 3
          ? (in, run) -> torch.linear(in[0], in[1])
          : (in, run) -> torch.linear(in[0], in[1], new TensorOptional(in[2]));
    }
    if (linear.contracted() == -1
        && weight.length == 2
        && plainBias
        && node.operands().size() == 3) {
      return (in, run) -> torch.linear(in[0], in[1].t(), new TensorOptional(in[2]));
    }
    Kernel product;
    if (linear.contracted() == -1) {
      product =
          outIn && weight.length > 1
              ? (in, run) -> torch.matmul(in[0], in[1].transpose(-1, -2))
              : (in, run) -> torch.matmul(in[0], in[1]);
    } else if (linear.contracted() == -2) {
      product =
          outIn || weight.length == 1
              ? (in, run) -> torch.matmul(in[1], in[0])
              : (in, run) -> torch.matmul(in[1].transpose(-1, -2), in[0]);
    } else {
      long axis = linear.contracted();
      product =
          outIn
              ? (in, run) -> torch.linear(in[0].movedim(axis, -1), in[1]).movedim(-1, axis)
              : (in, run) -> torch.matmul(in[0].movedim(axis, -1), in[1]).movedim(-1, axis);
    }
    return withBias(node, product);
  }

  private static Kernel withBias(Node node, Kernel product) {
    return node.operands().size() < 3 ? product : (in, run) -> product.apply(in, run).add(in[2]);
  }

  /** A sum over products in Einstein's notation. */
  static Kernel einsum(List<String> operands, String result) {
    String equation = String.join(",", operands) + "->" + result;
    return (in, run) -> {
      TensorVector vector = new TensorVector();
      for (int i = 0; i < operands.size(); i++) {
        vector.push_back(in[i]);
      }
      return torch.einsum(equation, vector);
    };
  }

  private static Kernel embedding(Node node, Compilation at) {
    long[] table = at.shape(node.operands().get(1));
    if (table.length == 2) {
      return (in, run) -> torch.embedding(in[1], in[0]);
    }
    long[] ids = at.shape(node.operands().get(0));
    long[] result = Arrays.copyOf(ids, ids.length + table.length - 1);
    System.arraycopy(table, 1, result, ids.length, table.length - 1);
    return (in, run) -> torch.index_select(in[1], 0, in[0].reshape(-1)).reshape(result);
  }

  // ---- convolutions ----

  static Kernel convolution(Layer.Convolution layer, Node node, boolean bias, Compilation at) {
    int axes = layer.strides().size();
    if (axes < 1 || axes > 3) {
      throw new InputException(
          node.name(), "convolves over " + axes + " spatial axes", "1, 2 or 3 can be run");
    }
    long[] strides = longs(layer.strides());
    long[] dilations = longs(layer.dilations());
    long[] begin = longs(layer.padsBegin());
    long[] end = longs(layer.padsEnd());
    if (layer.transposed()) {
      return transposed(layer, strides, dilations, begin, end, bias);
    }
    boolean circular = layer.padding() == Layer.Padding.CIRCULAR;
    boolean symmetric = Arrays.equals(begin, end) && Arrays.stream(begin).allMatch(p -> p >= 0);
    boolean none =
        Arrays.stream(begin).allMatch(p -> p == 0) && Arrays.stream(end).allMatch(p -> p == 0);
    boolean inside = none || (symmetric && !circular);
    long[] pads = inside ? begin : new long[axes];
    long groups = layer.groups();
    Kernel convolve =
        switch (axes) {
          case 1 ->
              (in, run) ->
                  torch.conv1d(in[0], in[1], optional(in, bias), strides, pads, dilations, groups);
          case 2 -> {
            MemoryFormat format = imageLayout(node, at);
            yield (in, run) ->
                torch.conv2d(
                    in[0].contiguous(format),
                    in[1],
                    optional(in, bias),
                    strides,
                    pads,
                    dilations,
                    groups);
          }
          default ->
              (in, run) ->
                  torch.conv3d(in[0], in[1], optional(in, bias), strides, pads, dilations, groups);
        };
    if (inside) {
      return convolve;
    }
    long[] outer = Padding.innermostFirst(begin, end);
    return (in, run) -> {
      Tensor padded =
          circular ? Padding.circular(in[0], begin, end) : torch.constant_pad_nd(in[0], outer);
      Tensor[] operands = in.clone();
      operands[0] = padded;
      return convolve.apply(operands, run);
    };
  }

  /**
   * How a convolution wants its images: with the channels of a pixel side by side, which is a third
   * faster in oneDNN's kernels, or in planes where the weights, whose gradients take the same
   * layout, are larger than the data. Double precision has no such kernels. What follows keeps the
   * layout, so few convolutions copy anything.
   */
  private static MemoryFormat imageLayout(Node node, Compilation at) {
    long data = RearrangementKernels.product(at.shape(node.operands().get(0)));
    long weights = RearrangementKernels.product(at.shape(node.operands().get(1)));
    boolean oneDnn = at.precision() == Precision.FLOAT32 && at.device() == Device.CPU;
    return oneDnn && data >= weights ? MemoryFormat.ChannelsLast : MemoryFormat.Contiguous;
  }

  private static Kernel transposed(
      Layer.Convolution layer,
      long[] strides,
      long[] dilations,
      long[] begin,
      long[] end,
      boolean bias) {
    int axes = strides.length;
    long groups = layer.groups();
    long[] extra = longs(layer.outputPadding());
    boolean symmetric = Arrays.equals(begin, end);
    long[] pads = symmetric ? begin : new long[axes];
    Kernel whole =
        switch (axes) {
          case 1 ->
              (in, run) ->
                  torch.conv_transpose1d(
                      in[0], in[1], optional(in, bias), strides, pads, extra, groups, dilations);
          case 2 ->
              (in, run) ->
                  torch.conv_transpose2d(
                      in[0], in[1], optional(in, bias), strides, pads, extra, groups, dilations);
          default ->
              (in, run) ->
                  torch.conv_transpose3d(
                      in[0], in[1], optional(in, bias), strides, pads, extra, groups, dilations);
        };
    if (symmetric) {
      return whole;
    }
    // Uneven pads of a transposed convolution are cut off its result.
    return (in, run) -> {
      Tensor result = whole.apply(in, run);
      for (int i = 0; i < axes; i++) {
        result = result.narrow(i + 2, begin[i], result.size(i + 2) - begin[i] - end[i]);
      }
      return result;
    };
  }

  private static TensorOptional optional(Tensor[] in, boolean there) {
    return there ? new TensorOptional(in[2]) : new TensorOptional();
  }

  static long[] longs(List<Integer> values) {
    return values.stream().mapToLong(Integer::longValue).toArray();
  }
}
