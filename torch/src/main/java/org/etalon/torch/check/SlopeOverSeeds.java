package org.etalon.torch.check;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.etalon.lab.fit.Estimate;
import org.etalon.lab.fit.Interval;

/**
 * The slope of log(size) on log(width or depth), measured by every seed on its own.
 *
 * <p>A seed's networks share data and seed, so its slope is one number with one error, and the
 * seeds' slopes are independent: their mean has Student's interval on seeds − 1 degrees of freedom.
 * It speaks of the slope over the sizes that were run. That a finite network's sizes lie off any
 * straight line is no chance, more seeds would not help it, and it is what the tolerance is for; a
 * fit through the widths' means that counts the misfit as scatter ({@link
 * org.etalon.lab.fit.Slope}) needs many widths to say anything.
 */
final class SlopeOverSeeds {
  private SlopeOverSeeds() {}

  /**
   * A slope and its interval.
   *
   * @param value mean over seeds
   * @param interval empty if it cannot be told
   */
  record Slope(double value, Optional<Interval> interval) {}

  /**
   * Measures.
   *
   * @param values widths or depths, at least two
   * @param sizes for each value, one size for every seed
   * @return empty where a size is zero or infinite
   */
  static Optional<Slope> of(List<Integer> values, double[][] sizes, double confidence) {
    if (Arrays.stream(sizes).flatMapToDouble(Arrays::stream).anyMatch(s -> !(s > 0 && s < 1e300))) {
      return Optional.empty();
    }
    int seeds = sizes[0].length;
    double[] slopes = new double[seeds];
    for (int seed = 0; seed < seeds; seed++) {
      int own = seed;
      slopes[seed] =
          slope(
              values.stream().mapToDouble(Math::log).toArray(),
              Arrays.stream(sizes).mapToDouble(bySeed -> Math.log(bySeed[own])).toArray());
    }
    double mean = mean(slopes);
    double squares = Arrays.stream(slopes).map(s -> (s - mean) * (s - mean)).sum();
    return Optional.of(
        new Slope(
            mean,
            seeds < 2
                ? Optional.empty()
                : Optional.of(
                    Estimate.of(mean, Math.sqrt(squares / (seeds - 1) / seeds), seeds - 1)
                        .interval(confidence))));
  }

  private static double slope(double[] x, double[] y) {
    double centreX = mean(x);
    double centreY = mean(y);
    double products = 0;
    double squares = 0;
    for (int i = 0; i < x.length; i++) {
      products += (x[i] - centreX) * (y[i] - centreY);
      squares += (x[i] - centreX) * (x[i] - centreX);
    }
    return products / squares;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(0);
  }
}
