package org.etalon.lab.correlation;

import java.util.ArrayList;
import java.util.List;
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
    List<Concordance> inFirst = pairs(first, first);
    List<Concordance> inSecond = pairs(second, second);
    List<Concordance> between = pairs(first, second);
    return Jackknife.of(
        first[0].length,
        without ->
            Math.sqrt(positive(mean(inFirst, without)) * positive(mean(inSecond, without)))
                - mean(between, without));
  }

  /** Of different seeds: equal seeds share their chance. */
  private static List<Concordance> pairs(double[][] first, double[][] second) {
    List<Concordance> pairs = new ArrayList<>();
    for (int a = 0; a < first.length; a++) {
      for (int b = 0; b < second.length; b++) {
        if (a != b) {
          pairs.add(new Concordance(first[a], second[b]));
        }
      }
    }
    return pairs;
  }

  private static double mean(List<Concordance> pairs, int without) {
    return pairs.stream().mapToDouble(pair -> pair.tau(without)).average().orElse(Double.NaN);
  }

  /** Not a number where rankings of one way do not agree. */
  private static double positive(double tau) {
    return tau > 0 ? tau : Double.NaN;
  }
}
