package org.etalon.torch.program;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Scalar;
import org.etalon.graph.Call;
import org.etalon.graph.Dim;
import org.etalon.graph.Layer;
import org.etalon.graph.Node;
import org.etalon.torch.program.CallKernels.Maker;

/** Calls that sum over windows of space with nothing learned: a fixed blur, a p-norm. */
final class WindowCalls {
  private WindowCalls() {}

  static void register(Map<String, Maker> to) {
    to.put("Conv", (call, node, at) -> convolution(call, node, at, false));
    to.put("ConvTranspose", (call, node, at) -> convolution(call, node, at, true));
    to.put("GlobalLpPool", (call, node, at) -> globalNorm(call));
  }

  private static Kernel convolution(Call call, Node node, Compilation at, boolean transposed) {
    if (call.text("auto_pad", "NOTSET").startsWith("SAME")) {
      throw CallKernels.unsupported(node, "a fixed convolution that pads by itself");
    }
    // The kernel may be computed in the body, so the data tell the number of axes.
    int axes = at.shape(node.operands().get(0)).length - 2;
    List<Integer> ones = Collections.nCopies(axes, 1);
    List<Integer> zeros = Collections.nCopies(axes, 0);
    List<Integer> pads = sizes(call, "pads", Collections.nCopies(2 * axes, 0));
    Layer.Convolution layer =
        new Layer.Convolution(
            sizes(call, "strides", ones),
            pads.subList(0, axes),
            pads.subList(axes, 2 * axes),
            sizes(call, "dilations", ones),
            Math.toIntExact(call.whole("group", 1)),
            Layer.Padding.ZEROS,
            transposed,
            sizes(call, "output_padding", zeros));
    Kernel plain = LayerKernels.convolution(layer, node, false, at);
    Kernel biased = LayerKernels.convolution(layer, node, true, at);
    return (in, run) -> (in.length > 2 ? biased : plain).apply(in, run);
  }

  private static List<Integer> sizes(Call call, String name, List<Integer> standard) {
    return call.has(name)
        ? call.whole(name).stream().map(Dim::value).map(Math::toIntExact).toList()
        : standard;
  }

  private static Kernel globalNorm(Call call) {
    double p = call.whole("p", 2);
    return (in, run) -> {
      long[] space = LongStream.range(2, in[0].dim()).toArray();
      return in[0]
          .abs()
          .pow(new Scalar(p))
          .sum(space, true, RearrangementKernels.none())
          .pow(new Scalar(1 / p));
    };
  }
}
