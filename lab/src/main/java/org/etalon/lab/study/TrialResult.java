package org.etalon.lab.study;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.etalon.lab.fit.Observation;

/**
 * What came of a trial. A diverged run is a result like any other. Two results are equal when the
 * training was: time and machine do not count.
 */
public final class TrialResult {
  private final Outcome outcome;
  private final long steps;
  private final float[] losses;
  private final OptionalDouble validationLoss;
  private final OptionalDouble accuracy;
  private final double seconds;
  private final Provenance provenance;

  /** How a run ended. */
  public enum Outcome {
    /** All steps were done. */
    FINISHED,
    /** The loss or a gradient was no longer finite, or the loss far above its start. */
    DIVERGED,
    /** It was hopeless by its own rule and was not finished. */
    ABANDONED;

    /**
     * What a run that ended so says to a search or a fit. A finished one without a finite score
     * counts as diverged.
     *
     * @param score of a finished run
     * @param steps done
     */
    public Observation observation(
        double learningRate, long seed, OptionalDouble score, long steps) {
      return switch (this) {
        case DIVERGED -> Observation.diverged(learningRate, seed, steps);
        case ABANDONED -> Observation.abandoned(learningRate, seed, steps);
        case FINISHED ->
            score.isPresent() && Double.isFinite(score.getAsDouble())
                ? Observation.finished(learningRate, seed, score.getAsDouble(), steps)
                : Observation.diverged(learningRate, seed, steps);
      };
    }
  }

  /**
   * A result.
   *
   * @param losses training loss of every step done, in order
   */
  public TrialResult(
      Outcome outcome,
      float[] losses,
      OptionalDouble validationLoss,
      OptionalDouble accuracy,
      double seconds,
      Provenance provenance) {
    this.outcome = outcome;
    this.steps = losses.length;
    this.losses = losses.clone();
    this.validationLoss = validationLoss;
    this.accuracy = accuracy;
    this.seconds = seconds;
    this.provenance = provenance;
  }

  /** How it ended. */
  public Outcome outcome() {
    return outcome;
  }

  /** Steps done. */
  public long steps() {
    return steps;
  }

  /** Training loss of every step done, in order. */
  public float[] losses() {
    return losses.clone();
  }

  /** Loss on held-out examples at the end, where it was measured. */
  public OptionalDouble validationLoss() {
    return validationLoss;
  }

  /** Share of held-out examples told right, in [0, 1], where it was measured. */
  public OptionalDouble accuracy() {
    return accuracy;
  }

  /** Seconds it took. */
  public double seconds() {
    return seconds;
  }

  /** What it was made with. */
  public Provenance provenance() {
    return provenance;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TrialResult that
        && outcome == that.outcome
        && Arrays.equals(losses, that.losses)
        && validationLoss.equals(that.validationLoss)
        && accuracy.equals(that.accuracy);
  }

  @Override
  public int hashCode() {
    return 31 * outcome.hashCode() + Arrays.hashCode(losses);
  }

  @Override
  public String toString() {
    return outcome + " after " + steps + " steps";
  }
}
