package org.etalon.lab.fit;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * Comparisons between rates of a table, by Student's t-test on the differences within seeds: what
 * seeds have in common at all rates drops out.
 */
final class Valley {
  private static final double LEVEL = 0.05;

  /** Many rates are compared as barriers, so that one of them must stand out. */
  private static final double BARRIER_LEVEL = 0.01;

  private final ScoreTable table;
  private final double[] means;
  private final int best;

  Valley(ScoreTable table, double[] means, int best) {
    this.table = table;
    this.means = means;
    this.best = best;
  }

  /**
   * The first rate beyond a position, in a direction, at which and past which the scores are worse
   * than the best: the optimum is not there. −1 if there is none.
   */
  int firstWorse(int position, int direction) {
    int end = direction > 0 ? table.size() - 1 : 0;
    int first = -1;
    for (int i = end; direction * (i - position) > 0; i -= direction) {
      if (!worse(i, best, LEVEL)) {
        break;
      }
      first = i;
    }
    return first;
  }

  /** Whether another minimum is as good as the best and a barrier lies between. */
  boolean hasRival() {
    return IntStream.range(0, table.size())
        .filter(i -> Math.abs(i - best) > 1 && Double.isFinite(means[i]) && !worse(i, best, LEVEL))
        .anyMatch(
            rival ->
                IntStream.range(Math.min(rival, best) + 1, Math.max(rival, best))
                    .anyMatch(
                        i -> worse(i, rival, BARRIER_LEVEL) && worse(i, best, BARRIER_LEVEL)));
  }

  /** Whether one rate's mean score is above another's, one-sided. */
  private boolean worse(int one, int other, double level) {
    if (!Double.isFinite(means[one])) {
      return true;
    }
    double[] differences =
        IntStream.range(0, table.seeds())
            .filter(
                s -> Double.isFinite(table.score(s, one)) && Double.isFinite(table.score(s, other)))
            .mapToDouble(s -> table.score(s, one) - table.score(s, other))
            .toArray();
    if (differences.length < 2) {
      return false;
    }
    double mean = Arrays.stream(differences).average().orElse(0);
    double squares = Arrays.stream(differences).map(d -> (d - mean) * (d - mean)).sum();
    double error = Math.sqrt(squares / (differences.length - 1) / differences.length);
    double limit =
        new TDistribution(differences.length - 1.0).inverseCumulativeProbability(1 - level);
    return mean > limit * error;
  }
}
