package org.etalon.lab.judge;

import java.util.Optional;
import org.etalon.lab.fit.Interval;
import org.etalon.lab.fit.Optimum;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * A learning rate with its interval.
 *
 * @param rate positive
 * @param interval of it, not always symmetric in log η
 * @param freedom degrees of freedom of its error, ≥ 1
 */
record UncertainRate(double rate, Interval interval, double freedom) {
  /** As good as infinitely many degrees of freedom. */
  private static final double MANY = 1e6;

  /** An optimum; empty where it has no interval. */
  static Optional<UncertainRate> of(Optimum optimum) {
    int seeds = optimum.deviations().size();
    return optimum
        .interval()
        .map(
            interval ->
                new UncertainRate(
                    optimum.learningRate(), interval, seeds < 2 ? MANY : seeds - 1.0));
  }

  /** The rate times an exact factor. */
  UncertainRate times(double factor) {
    return new UncertainRate(
        rate * factor,
        new Interval(interval.low() * factor, interval.high() * factor, interval.confidence()),
        freedom);
  }

  /**
   * The interval of log(this/other), the two erring independently. Each end lies as far from the
   * ratio as the root of the sum of squares of the two distances that pull that way (MOVER: Zou and
   * Donner, Statistics in Medicine 27, 2008). Distances count in units of their Student's quantile,
   * and the sum has Satterthwaite's degrees of freedom: two errors from three seeds each are not
   * both at their worst.
   */
  Interval logRatio(UncertainRate other) {
    double ratio = Math.log(rate / other.rate);
    double below =
        joint(Math.log(rate / interval.low()), other, Math.log(other.interval.high() / other.rate));
    double above =
        joint(Math.log(interval.high() / rate), other, Math.log(other.rate / other.interval.low()));
    return new Interval(ratio - below, ratio + above, interval.confidence());
  }

  private double joint(double mine, UncertainRate other, double others) {
    double a = Math.pow(mine / quantile(freedom), 2);
    double b = Math.pow(others / quantile(other.freedom), 2);
    if (a + b == 0) {
      return 0;
    }
    double both = (a + b) * (a + b) / (a * a / freedom + b * b / other.freedom);
    return quantile(both) * Math.sqrt(a + b);
  }

  private double quantile(double degrees) {
    return new TDistribution(degrees).inverseCumulativeProbability((1 + interval.confidence()) / 2);
  }
}
