package org.etalon.lab.correlation;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.etalon.lab.fit.Estimate;

/**
 * The error of a statistic of a sample, from how it moves when one item is left out: with n items
 * and the statistic θ₋ᵢ without the i-th, Var = (n − 1)/n · Σ (θ₋ᵢ − mean)². Items must be
 * independent of one another.
 *
 * <p>Source: J. W. Tukey, Annals of Mathematical Statistics 29, 1958; for rank correlations it
 * agrees to first order with the variance of their U-statistics, ties included.
 */
public final class Jackknife {
  /** Fewer items than this give no error. */
  public static final int FEWEST = 5;

  private Jackknife() {}

  /**
   * A statistic with its error, on n − 1 degrees of freedom.
   *
   * @param items how many there are
   * @param statistic the value without an item, told by its position; −1 leaves none out
   * @return empty for fewer than {@value #FEWEST} items, or where a value is not finite
   */
  public static Optional<Estimate> of(int items, IntToDoubleFunction statistic) {
    if (items < FEWEST) {
      return Optional.empty();
    }
    double value = statistic.applyAsDouble(-1);
    double[] without = IntStream.range(0, items).mapToDouble(statistic).toArray();
    if (!Double.isFinite(value) || !Arrays.stream(without).allMatch(Double::isFinite)) {
      return Optional.empty();
    }
    double mean = Arrays.stream(without).average().orElseThrow();
    double squares = Arrays.stream(without).map(v -> (v - mean) * (v - mean)).sum();
    double error = Math.sqrt((items - 1.0) / items * squares);
    return Optional.of(Estimate.of(value, error, items - 1.0));
  }
}
