package org.etalon.torch.program;

import java.util.Arrays;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.etalon.graph.Call;
import org.etalon.graph.Node;
import org.etalon.graph.Rearrangement.Summary;
import org.etalon.torch.program.CallKernels.Maker;

/** Calls that change a tensor's shape, or make a tensor from one. */
final class ShapeCalls {
  private ShapeCalls() {}

  static void register(Map<String, Maker> to) {
    to.put(
        "Reshape",
        (call, node, at) -> {
          Operands.Wholes shape = new Operands(call, node, at, 1).wholes("shape");
          return (in, run) -> in[0].reshape(kept(shape.of(in), in[0]));
        });
    to.put(
        "Flatten",
        (call, node, at) -> {
          int axis = (int) call.whole("axis", 1);
          return (in, run) -> {
            long[] data = in[0].shape();
            long rows = RearrangementKernels.product(Arrays.copyOf(data, axis));
            return in[0].reshape(rows, -1);
          };
        });
    to.put("Unsqueeze", ShapeCalls::unsqueeze);
    to.put("Squeeze", ShapeCalls::squeeze);
    to.put("Transpose", ShapeCalls::transpose);
    to.put("Concat", ShapeCalls::concat);
    to.put(
        "Expand",
        (call, node, at) -> {
          Operands.Wholes shape = new Operands(call, node, at, 1).wholes("shape");
          return (in, run) -> in[0].expand(broadcast(in[0].shape(), shape.of(in)));
        });
    to.put(
        "Tile",
        (call, node, at) -> {
          Operands.Wholes repeats = new Operands(call, node, at, 1).wholes("repeats");
          return (in, run) -> in[0].repeat(repeats.of(in));
        });
    to.put("Pad", ShapeCalls::pad);
    to.put("DepthToSpace", (call, node, at) -> depthToSpace(call));
    to.put("SpaceToDepth", (call, node, at) -> spaceToDepth(call));
    to.put("Range", ShapeCalls::range);
    to.put("ConstantOfShape", ShapeCalls::constant);
    to.put(
        "EyeLike",
        (call, node, at) ->
            (in, run) -> torch.eye(in[0].size(0), in[0].size(1)).to(at.precision().type()));
    to.put(
        "Shape",
        (call, node, at) -> (in, run) -> org.bytedeco.pytorch.AbstractTensor.create(in[0].shape()));
    to.put(
        "Size",
        (call, node, at) ->
            (in, run) -> org.bytedeco.pytorch.AbstractTensor.create(in[0].numel()).reshape());
    for (Map.Entry<String, Summary> entry :
        Map.of(
                "ReduceMean", Summary.MEAN,
                "ReduceSum", Summary.SUM,
                "ReduceMax", Summary.MAX,
                "ReduceMin", Summary.MIN,
                "ReduceL1", Summary.L1,
                "ReduceL2", Summary.L2,
                "ReduceProd", Summary.PRODUCT,
                "ReduceSumSquare", Summary.SUM_OF_SQUARES,
                "ReduceLogSum", Summary.LOG_SUM,
                "ReduceLogSumExp", Summary.LOG_SUM_EXP)
            .entrySet()) {
      to.put(entry.getKey(), (call, node, at) -> reduce(call, node, at, entry.getValue()));
    }
  }

  /** A size of 0 keeps the operand's. */
  private static long[] kept(long[] shape, Tensor data) {
    long[] result = shape.clone();
    for (int i = 0; i < result.length; i++) {
      if (result[i] == 0 && i < data.dim()) {
        result[i] = data.size(i);
      }
    }
    return result;
  }

  private static long[] broadcast(long[] a, long[] b) {
    int rank = Math.max(a.length, b.length);
    long[] result = new long[rank];
    for (int i = 1; i <= rank; i++) {
      long x = i <= a.length ? a[a.length - i] : 1;
      long y = i <= b.length ? b[b.length - i] : 1;
      result[rank - i] = x == 1 ? y : x;
    }
    return result;
  }

  private static Kernel unsqueeze(Call call, Node node, Compilation at) {
    long[] axes = at.sizes(node, call.whole("axes"));
    return (in, run) -> {
      long rank = in[0].dim() + axes.length;
      long[] fronts = Arrays.stream(axes).map(a -> a < 0 ? a + rank : a).sorted().toArray();
      Tensor result = in[0];
      for (long axis : fronts) {
        result = result.unsqueeze(axis);
      }
      return result;
    };
  }

  private static Kernel squeeze(Call call, Node node, Compilation at) {
    if (!call.has("axes")) {
      return (in, run) -> in[0].squeeze();
    }
    long[] axes = at.sizes(node, call.whole("axes"));
    return (in, run) -> in[0].squeeze(axes);
  }

  private static Kernel transpose(Call call, Node node, Compilation at) {
    if (!call.has("perm")) {
      return (in, run) -> {
        long[] order = new long[(int) in[0].dim()];
        for (int i = 0; i < order.length; i++) {
          order[i] = order.length - 1L - i;
        }
        return in[0].permute(order);
      };
    }
    long[] order = at.sizes(node, call.whole("perm"));
    return (in, run) -> in[0].permute(order);
  }

  private static Kernel concat(Call call, Node node, Compilation at) {
    long axis = call.whole("axis", 0);
    return (in, run) -> {
      TensorVector parts = new TensorVector();
      for (Tensor part : in) {
        parts.push_back(part);
      }
      return torch.cat(parts, axis);
    };
  }

  private static Kernel reduce(Call call, Node node, Compilation at, Summary kind) {
    boolean keep = call.whole("keepdims", 1) != 0;
    long[] given = call.has("axes") ? at.sizes(node, call.whole("axes")) : new long[0];
    return (in, run) -> {
      long rank = in[0].dim();
      long[] axes = given;
      if (given.length == 0) {
        axes = java.util.stream.LongStream.range(0, rank).toArray();
      } else {
        axes = Arrays.stream(given).map(a -> a < 0 ? a + rank : a).toArray();
      }
      return RearrangementKernels.summary(kind, axes, keep).apply(in, run);
    };
  }

  // ---- edges ----

  private static Kernel pad(Call call, Node node, Compilation at) {
    Operands operands = new Operands(call, node, at, 1);
    Operands.Wholes pads = operands.wholes("pads");
    Operands.Wholes chosen = operands.wholes("axes");
    String mode = call.text("mode", "constant");
    double value = call.real("constant_value", 0);
    return (in, run) -> {
      long[] given = pads.of(in);
      long[] axes = chosen.of(in);
      int count = given.length / 2;
      int rank = (int) in[0].dim();
      long[] begin = new long[rank];
      long[] end = new long[rank];
      for (int i = 0; i < count; i++) {
        long axis = axes.length == 0 ? i : axes[i];
        int front = (int) (axis < 0 ? axis + rank : axis);
        begin[front] = given[i];
        end[front] = given[i + count];
      }
      return padded(in[0], begin, end, mode, value, node);
    };
  }

  private static Tensor padded(
      Tensor data, long[] begin, long[] end, String mode, double value, Node node) {
    if (mode.equals("constant")) {
      return torch.constant_pad_nd(data, Padding.innermostFirst(begin, end), new Scalar(value));
    }
    if (mode.equals("wrap")) {
      return Padding.circular(data, begin, end);
    }
    Tensor result = data;
    for (int axis = 0; axis < begin.length; axis++) {
      if (begin[axis] != 0 || end[axis] != 0) {
        long[] from = beyond(data.size(axis), begin[axis], end[axis], mode, node);
        result =
            result.index_select(
                axis,
                org.bytedeco.pytorch.AbstractTensor.create(from)
                    .to(data.device(), torch.ScalarType.Long));
      }
    }
    return result;
  }

  /** Which position stands at every place of an axis padded by its edge or mirrored in it. */
  private static long[] beyond(long size, long begin, long end, String mode, Node node) {
    boolean mirrored =
        switch (mode) {
          case "reflect" -> true;
          case "edge" -> false;
          default -> throw CallKernels.unsupported(node, "padding by " + mode);
        };
    long[] from = new long[Math.toIntExact(size + begin + end)];
    for (int i = 0; i < from.length; i++) {
      long place = i - begin;
      if (mirrored && size > 1) {
        // Back and forth between the edges, each of which counts once.
        long round = Math.floorMod(place, 2 * (size - 1));
        from[i] = Math.min(round, 2 * (size - 1) - round);
      } else {
        from[i] = Math.max(0, Math.min(size - 1, place));
      }
    }
    return from;
  }

  // ---- channels and space ----

  private static Kernel depthToSpace(Call call) {
    long block = call.whole("blocksize", 2);
    boolean columnsFirst = call.text("mode", "DCR").equals("CRD");
    return (in, run) -> {
      long batch = in[0].size(0);
      long channels = in[0].size(1) / (block * block);
      long height = in[0].size(2);
      long width = in[0].size(3);
      Tensor parted =
          columnsFirst
              ? in[0]
                  .reshape(batch, channels, block, block, height, width)
                  .permute(0, 1, 4, 2, 5, 3)
              : in[0]
                  .reshape(batch, block, block, channels, height, width)
                  .permute(0, 3, 4, 1, 5, 2);
      return parted.reshape(batch, channels, height * block, width * block);
    };
  }

  private static Kernel spaceToDepth(Call call) {
    long block = call.whole("blocksize", 2);
    return (in, run) -> {
      long batch = in[0].size(0);
      long channels = in[0].size(1);
      long height = in[0].size(2) / block;
      long width = in[0].size(3) / block;
      return in[0]
          .reshape(batch, channels, height, block, width, block)
          .permute(0, 3, 5, 1, 2, 4)
          .reshape(batch, channels * block * block, height, width);
    };
  }

  // ---- tensors from sizes ----

  private static Kernel range(Call call, Node node, Compilation at) {
    Operands operands = new Operands(call, node, at, 0);
    Operands.Wholes start = operands.wholes("start", 0);
    Operands.Wholes limit = operands.wholes("limit");
    Operands.Wholes delta = operands.wholes("delta", 1);
    return (in, run) -> {
      if (in.length == 3 && in[0].is_floating_point()) {
        return torch.arange(in[0].item(), in[1].item(), in[2].item(), in[0].options());
      }
      return torch.arange(
          new Scalar(start.of(in)[0]),
          new Scalar(limit.of(in)[0]),
          new Scalar(delta.of(in)[0]),
          at.wholes());
    };
  }

  private static Kernel constant(Call call, Node node, Compilation at) {
    if (call.has("value") && call.settings().get("value") instanceof Call.Whole) {
      long value = call.whole("value", 0);
      return filled(call, node, at, true, new Value(value, value));
    }
    double value = call.real("value", 0);
    return filled(call, node, at, false, new Value((long) value, value));
  }

  private record Value(long whole, double real) {}

  private static Kernel filled(Call call, Node node, Compilation at, boolean whole, Value value) {
    Operands.Wholes shape = new Operands(call, node, at, 0).wholes("shape");
    return (in, run) ->
        whole
            ? torch.full(shape.of(in), new Scalar(value.whole()), at.wholes())
            : torch.full(shape.of(in), new Scalar(value.real()), at.reals());
  }
}
