package org.etalon.torch.optim;

/**
 * What one tensor is trained with.
 *
 * @param learningRate per step, ≥ 0
 * @param weightDecay λ ≥ 0, in the update rule's own meaning
 * @param epsilon Adam's ε, ≥ 0; unused by other rules
 */
public record TensorRates(double learningRate, double weightDecay, double epsilon) {
  /** PyTorch's default ε. */
  public static final double EPSILON = 1e-8;

  /** Checks the ranges. */
  public TensorRates {
    if (!(learningRate >= 0) || !(weightDecay >= 0) || !(epsilon >= 0)) {
      throw new IllegalArgumentException(
          "learning rate " + learningRate + ", decay " + weightDecay + ", ε " + epsilon);
    }
  }

  /** A rate without decay. */
  public static TensorRates of(double learningRate) {
    return new TensorRates(learningRate, 0, EPSILON);
  }
}
