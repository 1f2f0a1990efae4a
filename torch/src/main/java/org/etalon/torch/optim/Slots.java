package org.etalon.torch.optim;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.etalon.torch.Memory;

/** The native objects that an optimiser keeps from one step to the next. */
final class Slots implements AutoCloseable {
  private final List<Pointer> kept = new ArrayList<>();

  private <P extends Pointer> P hold(P pointer) {
    kept.add(Memory.keep(pointer));
    return pointer;
  }

  /** Tensors over the same numbers as the parameters, whose changes no gradient records. */
  List<Tensor> targets(List<Tensor> parameters) {
    return Memory.scoped(
        () -> parameters.stream().map(parameter -> hold(parameter.detach())).toList());
  }

  /** Zeros of each tensor's shape. */
  List<Tensor> zeros(List<Tensor> targets) {
    return Memory.scoped(
        () -> targets.stream().map(target -> hold(torch.zeros_like(target))).toList());
  }

  /**
   * Room for one intermediate value of each tensor's shape: all over the same memory, since tensors
   * are updated one after another.
   */
  List<Tensor> scratch(List<Tensor> targets) {
    Tensor largest = targets.get(0);
    for (Tensor target : targets) {
      largest = target.numel() > largest.numel() ? target : largest;
    }
    Tensor widest = largest;
    return Memory.scoped(
        () -> {
          Tensor memory = widest.new_empty(widest.numel());
          return targets.stream()
              .map(target -> hold(memory.as_strided(target.sizes(), target.strides())))
              .toList();
        });
  }

  /** A number that stays the same over the run. */
  Scalar constant(double value) {
    return Memory.scoped(() -> hold(new Scalar(value)));
  }

  @Override
  public void close() {
    kept.forEach(Memory::free);
    kept.clear();
  }
}
