package org.etalon.lab.judge;

import java.util.Arrays;
import java.util.Optional;
import org.etalon.lab.fit.Estimate;
import org.etalon.lab.fit.Interval;

/**
 * Scores of two settings, seed by seed. Runs of one seed share their start and the order of their
 * data, so that their difference scatters less than either.
 */
final class PairedDifferences {
  /** Fewer seeds than this give no interval. */
  static final int FEWEST_SEEDS = 3;

  private PairedDifferences() {}

  /**
   * The mean difference with Student's interval on n − 1 degrees of freedom.
   *
   * @param differences one for each seed, at least one
   */
  static Judgement.Regret.Measured regret(
      double[] differences, double confidence, boolean trained) {
    double mean = Arrays.stream(differences).average().orElseThrow();
    int seeds = differences.length;
    double squares = Arrays.stream(differences).map(d -> (d - mean) * (d - mean)).sum();
    Optional<Interval> interval =
        seeds < FEWEST_SEEDS
            ? Optional.empty()
            : Optional.of(
                Estimate.of(mean, Math.sqrt(squares / (seeds - 1) / seeds), seeds - 1.0)
                    .interval(confidence));
    return new Judgement.Regret.Measured(mean, interval, seeds, trained);
  }
}
