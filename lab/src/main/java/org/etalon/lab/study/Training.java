package org.etalon.lab.study;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How every network of a study is trained, but for learning rate and seed.
 *
 * @param start how tensors start
 * @param transfer where networks are trained by a plan: its origin; learning rates are then the
 *     base's
 * @param optimizer update rule with its settings
 * @param weightDecay λ ≥ 0
 * @param schedule how the rate changes over the run
 * @param data reference of the data set, in canonical form
 * @param augmented whether images are cropped and flipped at random
 * @param batch examples per step, ≥ 1
 * @param steps number of steps, ≥ 1
 * @param loss what is minimised
 */
public record Training(
    Trial.Start start,
    Optional<Trial.Transfer> transfer,
    String optimizer,
    double weightDecay,
    String schedule,
    String data,
    boolean augmented,
    int batch,
    long steps,
    String loss) {

  /** The same by another plan. */
  public Training with(Trial.Transfer plan) {
    return by(Optional.of(plan));
  }

  /** The same with one learning rate for all tensors. */
  public Training withoutPlan() {
    return by(Optional.empty());
  }

  private Training by(Optional<Trial.Transfer> plan) {
    return new Training(
        start, plan, optimizer, weightDecay, schedule, data, augmented, batch, steps, loss);
  }

  /**
   * One run.
   *
   * @param size the network
   * @param learningRate to train with
   * @param seed of all chance
   * @param abandonAbove bound at which it is given up at its half; empty to finish it
   * @param score what it is run for
   */
  public Trial trial(
      Size size, double learningRate, long seed, OptionalDouble abandonAbove, Score score) {
    return new Trial(
        size.model(),
        size.modelDigest(),
        start,
        transfer,
        optimizer,
        learningRate,
        weightDecay,
        schedule,
        data,
        augmented,
        batch,
        steps,
        loss,
        abandonAbove,
        score.needsEvaluation(),
        seed);
  }
}
