package org.etalon.plan;

import java.util.List;
import java.util.OptionalDouble;
import org.etalon.init.Initial;
import org.etalon.tensor.Tensor;

/**
 * What one tensor of the target is trained with.
 *
 * @param tensor the tensor
 * @param learningRate its rate per step, every factor included
 * @param multiplier its rate over the base's rate
 * @param weightDecay its decay λ, in the optimiser's own meaning
 * @param epsilon Adam's ε for it; empty for SGD
 * @param initial what it starts from
 * @param evidence why, in the order of the computation: role, law, width, decay, ε, start
 */
public record TensorPlan(
    Tensor tensor,
    double learningRate,
    double multiplier,
    double weightDecay,
    OptionalDouble epsilon,
    Initial initial,
    List<String> evidence) {
  /** Copies the evidence. */
  public TensorPlan {
    evidence = List.copyOf(evidence);
  }

  /** Name of the tensor. */
  public String name() {
    return tensor.name();
  }
}
