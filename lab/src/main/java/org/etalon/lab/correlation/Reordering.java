package org.etalon.lab.correlation;

import java.util.Optional;
import org.etalon.lab.fit.Estimate;

/**
 * Whether two ways of training order things differently by more than chance does: τ_b between
 * rankings of one way, by different seeds, less τ_b between rankings of the two. Rankings of one
 * way differ by their seeds alone; where the ways differ by no more than that, the difference is
 * about 0, else it is positive.
 *
 * <p>One way's rankings may be noisier than the other's. As noise lowers a correlation between the
 * two by the square root of what it lowers that within each, it is the geometric mean of both ways'
 * τ_b that stands for what chance alone would leave.
 */
public final class Reordering {
  private Reordering() {}

  /**
   * The difference, with its error over the things.
   *
   * @param first scores of every thing by one way, a row for each seed, at least two rows
   * @param second scores of the same things by the other, rows of the same seeds
   * @return empty where there is no error to give, among others where rankings of one way do not
   *     agree at all
   */
  public static Optional<Estimate> of(double[][] first, double[][] second) {
    return Jackknife.of(
        first[0].length,
        without ->
            Math.sqrt(within(first, without) * within(second, without))
                - mean(first, second, without));
  }

  /** Not a number where the rankings do not agree. */
  private static double within(double[][] rankings, int without) {
    double mean = mean(rankings, rankings, without);
    return mean > 0 ? mean : Double.NaN;
  }

  /** Over pairs of different seeds: equal seeds share their chance. */
  private static double mean(double[][] first, double[][] second, int without) {
    double sum = 0;
    int count = 0;
    for (int a = 0; a < first.length; a++) {
      for (int b = 0; b < second.length; b++) {
        if (a != b) {
          sum += Correlation.kendall(first[a], second[b], without);
          count++;
        }
      }
    }
    return sum / count;
  }
}
