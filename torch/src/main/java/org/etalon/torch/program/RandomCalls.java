package org.etalon.torch.program;

import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.etalon.graph.Call;
import org.etalon.graph.Node;
import org.etalon.torch.program.CallKernels.Maker;

/** Calls that draw random numbers, from the run's own generator. */
final class RandomCalls {
  private RandomCalls() {}

  static void register(Map<String, Maker> to) {
    to.put("RandomNormal", (call, node, at) -> drawn(call, shaped(call, node, at), true));
    to.put("RandomNormalLike", (call, node, at) -> drawn(call, alike(at), true));
    to.put("RandomUniform", (call, node, at) -> drawn(call, shaped(call, node, at), false));
    to.put("RandomUniformLike", (call, node, at) -> drawn(call, alike(at), false));
    to.put(
        "Bernoulli",
        (call, node, at) ->
            (in, run) -> {
              Tensor chances = in[0].is_floating_point() ? in[0] : in[0].to(at.precision().type());
              return torch.bernoulli(chances, run.generator());
            });
  }

  private static Kernel shaped(Call call, Node node, Compilation at) {
    long[] shape = at.sizes(node, call.whole("shape"));
    return (in, run) -> torch.empty(shape, at.reals(), null);
  }

  private static Kernel alike(Compilation at) {
    return (in, run) -> torch.empty(in[0].shape(), at.reals(), null);
  }

  private static Kernel drawn(Call call, Kernel empty, boolean normal) {
    double mean = call.real("mean", 0);
    double scale = call.real("scale", 1);
    double low = call.real("low", 0);
    double high = call.real("high", 1);
    return (in, run) -> {
      Tensor values = empty.apply(in, run);
      return normal
          ? values.normal_(mean, scale, run.generator())
          : values.uniform_(low, high, run.generator());
    };
  }
}
