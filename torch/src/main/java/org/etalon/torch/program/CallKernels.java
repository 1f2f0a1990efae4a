package org.etalon.torch.program;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.etalon.graph.Body;
import org.etalon.graph.Call;
import org.etalon.graph.InputException;
import org.etalon.graph.Node;

/**
 * Calls of operators by name, in ONNX's semantics. Each is registered in the file of its kind:
 * {@code ArithmeticCalls}, {@code SelectionCalls}, {@code ShapeCalls}, {@code ResizeCall}, {@code
 * WindowCalls}, {@code RandomCalls}.
 */
final class CallKernels {
  private static final Set<String> RANDOM =
      Set.of("RandomNormal", "RandomNormalLike", "RandomUniform", "RandomUniformLike", "Bernoulli");

  private static final Map<String, Maker> BY_OPERATOR = new HashMap<>();

  static {
    ArithmeticCalls.register(BY_OPERATOR);
    SelectionCalls.register(BY_OPERATOR);
    ShapeCalls.register(BY_OPERATOR);
    ResizeCall.register(BY_OPERATOR);
    WindowCalls.register(BY_OPERATOR);
    RandomCalls.register(BY_OPERATOR);
  }

  private CallKernels() {}

  /** Makes the kernel of a call; sizes among its settings become numbers now. */
  @FunctionalInterface
  interface Maker {
    Kernel make(Call call, Node node, Compilation at);
  }

  /** Whether a body draws random numbers, so that it must be computed anew in every pass. */
  static boolean isRandom(Body body) {
    return body.steps().stream().anyMatch(step -> RANDOM.contains(step.call().operator()));
  }

  /** The kernel of a body: its calls in order. */
  static Kernel body(Body body, Node node, Compilation at) {
    List<Body.Step> steps = body.steps();
    Kernel[] kernels = new Kernel[steps.size()];
    for (int k = 0; k < kernels.length; k++) {
      kernels[k] = call(steps.get(k).call(), node, at);
    }
    return (in, run) -> {
      Tensor[] results = new Tensor[kernels.length];
      for (int k = 0; k < kernels.length; k++) {
        List<Integer> from = steps.get(k).operands();
        Tensor[] operands = new Tensor[from.size()];
        for (int i = 0; i < operands.length; i++) {
          int at1 = from.get(i);
          operands[i] = at1 >= 0 ? in[at1] : results[-1 - at1];
        }
        results[k] = kernels[k].apply(operands, run);
      }
      return results[results.length - 1];
    };
  }

  private static Kernel call(Call call, Node node, Compilation at) {
    return Optional.ofNullable(BY_OPERATOR.get(call.operator()))
        .orElseThrow(() -> unsupported(node, "operator " + call.operator()))
        .make(call, node, at);
  }

  static InputException unsupported(Node node, String what) {
    return new InputException(
        node.name(),
        "is " + what + ", which can be analysed but not run",
        "export the model with other operators");
  }
}
