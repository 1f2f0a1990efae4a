package org.etalon.lab.fit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.etalon.graph.InputException;

/**
 * How the size of a representation's coordinates goes with width, as a coordinate check asks: the
 * slope of log(size) on log(width). A parametrisation that is right for width keeps it near zero.
 */
public sealed interface Slope {
  /** What a slope means for a network made wider. */
  enum Trend {
    /** The whole interval lies within the tolerance around zero. */
    FLAT,
    /** The whole interval lies above the tolerance. */
    GROWS,
    /** The whole interval lies below minus the tolerance. */
    SHRINKS,
    /** The interval crosses the tolerance, or there is none: more widths or seeds would tell. */
    UNDECIDED
  }

  /**
   * A slope.
   *
   * @param fit of log(size) on log(width), without standard errors
   */
  record Fitted(PowerLawFit fit) implements Slope {
    /** The slope: 0 does not change with width, 1/2 grows like the root of it. */
    public double value() {
      return fit.exponent();
    }

    /** Its interval; empty for two widths. */
    public Optional<Interval> interval(double confidence) {
      return fit.exponentInterval(confidence);
    }

    /**
     * The trend, judged by the interval.
     *
     * @param tolerance how far from zero still counts as flat; not negative
     * @param confidence strictly between 0 and 1
     */
    public Trend trend(double tolerance, double confidence) {
      return interval(confidence)
          .map(interval -> trend(interval, tolerance))
          .orElse(Trend.UNDECIDED);
    }

    private static Trend trend(Interval interval, double tolerance) {
      if (interval.low() > tolerance) {
        return Trend.GROWS;
      }
      if (interval.high() < -tolerance) {
        return Trend.SHRINKS;
      }
      return interval.low() >= -tolerance && interval.high() <= tolerance
          ? Trend.FLAT
          : Trend.UNDECIDED;
    }
  }

  /**
   * No slope: sizes without a logarithm. All zero is normal before the first step for a read-out
   * initialised with zeros; an infinite one is a run that exploded.
   *
   * @param zeros how many sizes are zero
   * @param infinities how many are infinite
   * @param sizes how many there are
   */
  record None(int zeros, int infinities, int sizes) implements Slope {}

  /**
   * Fits a slope, or says why there is none.
   *
   * @param widths positive and finite; at least two different ones
   * @param sizes one for each width; zero or positive. A width may come several times, once for
   *     each seed: the fit goes through the means of its logarithms, since seeds of one width share
   *     its misfit and so are no independent points
   * @throws InputException for a negative size, one that is not a number, or too few widths
   */
  static Slope of(List<Double> widths, List<Double> sizes) {
    if (widths.size() != sizes.size()) {
      throw new IllegalArgumentException(widths.size() + " widths for " + sizes.size() + " sizes");
    }
    LogMean all = LogMean.of(sizes.stream().mapToDouble(Double::doubleValue).toArray());
    if (!all.isComplete() && !sizes.isEmpty()) {
      return new None(all.zeros(), all.infinities(), sizes.size());
    }
    Map<Double, List<Double>> byWidth = new TreeMap<>();
    for (int i = 0; i < sizes.size(); i++) {
      byWidth.computeIfAbsent(widths.get(i), width -> new ArrayList<>()).add(sizes.get(i));
    }
    return new Fitted(
        PowerLawFit.of(
            byWidth.entrySet().stream()
                .map(group -> Point.of(group.getKey(), meanLog(group.getValue())))
                .toList()));
  }

  private static double meanLog(List<Double> sizes) {
    return LogMean.of(sizes.stream().mapToDouble(Double::doubleValue).toArray())
        .mean()
        .orElseThrow();
  }
}
