package org.etalon.lab.fit;

import java.util.OptionalDouble;
import org.etalon.graph.InputException;

/**
 * What one training run at one learning rate came to.
 *
 * @param learningRate positive and finite
 * @param seed of the run: runs of one seed share their start and the order of their data, so that
 *     their errors are alike
 * @param ending how the run ended
 * @param score of a finished run, smaller is better, finite; empty for another
 * @param steps of training done, not negative
 */
public record Observation(
    double learningRate, long seed, Ending ending, OptionalDouble score, long steps) {
  /** How a run ended. */
  public enum Ending {
    /** It has a score. */
    FINISHED,
    /** It diverged: worse than any score. */
    DIVERGED,
    /** It was given up as hopeless: its score is not known, but for being bad. */
    ABANDONED
  }

  /**
   * Checks the ranges.
   *
   * @throws InputException naming the run, for numbers outside them
   */
  public Observation {
    if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
      throw problem(
          learningRate, seed, "a learning rate must be positive and finite", "leave it out");
    }
    if (score.isPresent() != (ending == Ending.FINISHED)) {
      throw problem(learningRate, seed, "a run has a score if it finished, and only then", "");
    }
    if (score.isPresent() && !Double.isFinite(score.getAsDouble())) {
      throw problem(
          learningRate, seed, "its score is " + score.getAsDouble(), "call such a run diverged");
    }
    if (steps < 0) {
      throw problem(learningRate, seed, steps + " steps", "");
    }
  }

  private static InputException problem(
      double learningRate, long seed, String problem, String wayOut) {
    return new InputException(
        "run at learning rate " + learningRate + ", seed " + seed, problem, wayOut);
  }

  /** A finished run. */
  public static Observation finished(double learningRate, long seed, double score, long steps) {
    return new Observation(learningRate, seed, Ending.FINISHED, OptionalDouble.of(score), steps);
  }

  /** A run that diverged after so many steps. */
  public static Observation diverged(double learningRate, long seed, long steps) {
    return new Observation(learningRate, seed, Ending.DIVERGED, OptionalDouble.empty(), steps);
  }

  /** A run that was given up after so many steps. */
  public static Observation abandoned(double learningRate, long seed, long steps) {
    return new Observation(learningRate, seed, Ending.ABANDONED, OptionalDouble.empty(), steps);
  }

  /** Whether it has a score. */
  public boolean isFinished() {
    return ending == Ending.FINISHED;
  }
}
