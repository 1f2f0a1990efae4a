package org.etalon.lab.curve;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.etalon.lab.fit.Observation;

/**
 * A loss surface over log η whose optimum is known.
 *
 * @param name as the page on statistics calls it
 * @param loss by the distance from the optimum in log η, where it is least; a drop of 1 is that
 *     from a network that does not learn
 * @param cliff distance above which runs diverge
 */
public record Problem(String name, DoubleUnaryOperator loss, double cliff) {
  private static final long STEPS = 100;
  private static final double LOW = 1e-3;
  private static final double HIGH = 1;
  private static final double NEVER = Double.POSITIVE_INFINITY;

  /** Distance by which the minimum of {@link #learning} misses zero. */
  private static final double LEARNING_AT = 0.284655;

  /** Those whose intervals are promised to cover. */
  public static List<Problem> all() {
    return List.of(
        new Problem("quadratic", z -> 0.15 * z * z, NEVER),
        new Problem("gentle quadratic", z -> 0.05 * z * z, NEVER),
        new Problem("quartic", z -> 0.15 * z * z + 0.05 * z * z * z * z, NEVER),
        new Problem("cubic on one side", z -> 0.15 * z * z + (z > 0 ? 0.08 * z * z * z : 0), NEVER),
        new Problem("exponential", z -> 0.25 * (Math.exp(0.9 * z) - 0.9 * z - 1), NEVER),
        new Problem("exponential, cliff", z -> 0.2 * (Math.exp(0.9 * z) - 0.9 * z - 1), 1),
        new Problem("learning, cliff", z -> learning(z + LEARNING_AT), 1.6));
  }

  /** A network that does not learn at low rates and gets unstable at high ones. */
  private static double learning(double z) {
    return 1 / (1 + Math.exp(1.6 * (z + 1.5))) + 0.02 * Math.exp(2.2 * z);
  }

  /** Runs on a grid from 0.001 to 1. */
  public List<Observation> draw(
      double logOptimum, int rates, int seeds, RecordedNoise noise, Random random) {
    List<Observation> runs = new ArrayList<>();
    for (int seed = 0; seed < seeds; seed++) {
      RecordedNoise.Seed own = noise.draw(random);
      for (int i = 0; i < rates; i++) {
        double logRate = Math.log(LOW) + Math.log(HIGH / LOW) * i / (rates - 1);
        double away = logRate - logOptimum;
        runs.add(
            away > cliff
                ? Observation.diverged(Math.exp(logRate), seed, STEPS / 2)
                : Observation.finished(
                    Math.exp(logRate), seed, loss.applyAsDouble(away) + own.at(away), STEPS));
      }
    }
    return runs;
  }

  @Override
  public String toString() {
    return name;
  }
}
