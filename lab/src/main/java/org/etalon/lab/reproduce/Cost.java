package org.etalon.lab.reproduce;

import org.etalon.lab.store.Store;
import org.etalon.lab.study.TrialResult;

/**
 * What an experiment took.
 *
 * @param trials with a result of whatever outcome
 * @param diverged of these
 * @param abandoned of these, given up at their half as hopeless
 * @param seconds of one core
 */
public record Cost(long trials, long diverged, long abandoned, double seconds) {
  /** Nothing. */
  public static final Cost NONE = new Cost(0, 0, 0, 0);

  private static final double MINUTE = 60;

  /** The cost of a study so far. */
  public static Cost of(String study, Store store) {
    Cost sum = NONE;
    for (Store.ScoredTrial trial : store.scores(study)) {
      sum =
          sum.plus(
              new Cost(
                  1,
                  trial.outcome() == TrialResult.Outcome.DIVERGED ? 1 : 0,
                  trial.outcome() == TrialResult.Outcome.ABANDONED ? 1 : 0,
                  trial.seconds()));
    }
    return sum;
  }

  /** Both. */
  public Cost plus(Cost other) {
    return new Cost(
        trials + other.trials,
        diverged + other.diverged,
        abandoned + other.abandoned,
        seconds + other.seconds);
  }

  /** Minutes of one core. */
  public double coreMinutes() {
    return seconds / MINUTE;
  }
}
