package org.etalon.lab.fit;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.hipparchus.distribution.continuous.FDistribution;
import org.hipparchus.distribution.continuous.TDistribution;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.QRDecomposition;

/**
 * One polynomial in log η for each seed, all fitted at the same rates.
 *
 * <p>The optimum is where the slope of the mean polynomial vanishes, and the interval holds every
 * place at which the seeds' own slopes, of which there are S independent ones, have a mean that
 * Student's t-test on S − 1 degrees of freedom does not tell from zero. This is Fieller's method
 * (E. C. Fieller, J. R. Stat. Soc. B 16, 1954) with the errors taken from whole runs: whatever the
 * errors of one seed at neighbouring rates have in common (start, order of the data, a curve that
 * is tilted as a whole), however unequal they are along the curve, the test keeps its level, as
 * long as seeds are independent, slopes nearly normal, and the polynomial follows the mean curve.
 * The last is tested by {@link #misfit}.
 *
 * <p>Ruled out: the residuals' pooled variance, as if runs of one seed were independent (they share
 * tilts, so that the interval is too short), and each seed's own optimum (a seed may have none in
 * the window).
 */
final class LocalFit {
  /** Places per rate at which the interval's ends are first looked for. */
  private static final int FINENESS = 8;

  private final double[] logRates;
  private final double[][] scores;
  private final double centre;
  private final double halfWidth;

  /** Coefficients by seed; powers of (log η − centre)/halfWidth ascending. */
  private final double[][] coefficients;

  private final double[] mean;

  private LocalFit(double[] logRates, double[][] scores, int degree) {
    this.logRates = logRates;
    this.scores = scores;
    int last = logRates.length - 1;
    this.centre = (logRates[0] + logRates[last]) / 2;
    this.halfWidth = (logRates[last] - logRates[0]) / 2;
    double[][] design = new double[logRates.length][degree + 1];
    for (int i = 0; i <= last; i++) {
      for (int power = 0; power <= degree; power++) {
        design[i][power] = Math.pow(scaled(logRates[i]), power);
      }
    }
    double[][] solve =
        new QRDecomposition(new Array2DRowRealMatrix(design, false))
            .getSolver()
            .getInverse()
            .getData();
    this.coefficients = new double[scores.length][];
    for (int s = 0; s < scores.length; s++) {
      double[] values = scores[s];
      coefficients[s] = Arrays.stream(solve).mapToDouble(row -> dot(row, values)).toArray();
    }
    this.mean = average(coefficients);
  }

  /**
   * Fits.
   *
   * @param logRates ascending, more of them than the degree
   * @param scores by seed and rate, all finite
   */
  static LocalFit of(double[] logRates, double[][] scores, int degree) {
    return new LocalFit(logRates, scores, degree);
  }

  /** Number of seeds. */
  int seeds() {
    return scores.length;
  }

  /**
   * The p-value of the claim that the polynomial follows the mean curve: an F-test of the mean
   * residuals against their scatter between seeds. Empty for one seed, or as many coefficients as
   * rates.
   */
  OptionalDouble misfit() {
    int seeds = scores.length;
    int freedom = logRates.length - mean.length;
    if (seeds < 2 || freedom == 0) {
      return OptionalDouble.empty();
    }
    double[][] residuals = new double[seeds][logRates.length];
    for (int s = 0; s < seeds; s++) {
      double[] row = coefficients[s];
      double[] values = scores[s];
      Arrays.setAll(residuals[s], i -> values[i] - value(row, logRates[i]));
    }
    double[] common = average(residuals);
    double between = seeds * squares(common) / freedom;
    double within = 0;
    for (double[] row : residuals) {
      within += IntStream.range(0, row.length).mapToDouble(i -> square(row[i] - common[i])).sum();
    }
    within /= (double) (seeds - 1) * freedom;
    if (within == 0) {
      return OptionalDouble.of(between == 0 ? 1 : 0);
    }
    return OptionalDouble.of(
        1
            - new FDistribution(freedom, (double) (seeds - 1) * freedom)
                .cumulativeProbability(between / within));
  }

  /** log η at the lowest minimum of the mean polynomial between the outermost rates, if any. */
  OptionalDouble optimum() {
    double best = Double.NaN;
    double lowest = Double.POSITIVE_INFINITY;
    double[] places = places();
    for (int i = 1; i < places.length; i++) {
      if (slope(mean, places[i - 1]) < 0 && slope(mean, places[i]) >= 0) {
        double at = root(places[i - 1], places[i]);
        if (value(mean, at) < lowest) {
          lowest = value(mean, at);
          best = at;
        }
      }
    }
    return Double.isNaN(best) ? OptionalDouble.empty() : OptionalDouble.of(best);
  }

  /**
   * How far each seed alone would move the optimum, to first order: −slope/curvature there. Their
   * mean is zero.
   */
  double[] deviations(double optimum) {
    double curvature = curvature(mean, optimum);
    return Arrays.stream(coefficients).mapToDouble(c -> -slope(c, optimum) / curvature).toArray();
  }

  /** The lowest log η fitted. */
  double first() {
    return logRates[0];
  }

  /** The highest log η fitted. */
  double last() {
    return logRates[logRates.length - 1];
  }

  /**
   * An end of the interval of log η: the first place from the optimum where the slope differs from
   * zero. Empty if that is not so up to the outermost rate.
   *
   * @param direction −1 for the lower end, 1 for the upper
   */
  OptionalDouble end(double optimum, int direction, double confidence) {
    double limit =
        new TDistribution(scores.length - 1.0)
            .inverseCumulativeProbability((1 + Interval.checkConfidence(confidence)) / 2);
    double bound = direction < 0 ? first() : last();
    int steps = FINENESS * logRates.length;
    double inside = optimum;
    for (int k = 1; k <= steps; k++) {
      double outside = optimum + (bound - optimum) * k / steps;
      if (Math.abs(studentised(outside)) > limit) {
        for (int halving = 0; halving < 40; halving++) {
          double middle = (inside + outside) / 2;
          if (Math.abs(studentised(middle)) > limit) {
            outside = middle;
          } else {
            inside = middle;
          }
        }
        return OptionalDouble.of(inside);
      }
      inside = outside;
    }
    return OptionalDouble.empty();
  }

  /** Mean slope over its standard error between seeds. */
  private double studentised(double x) {
    double average = slope(mean, x);
    double sum = 0;
    for (double[] row : coefficients) {
      sum += square(slope(row, x) - average);
    }
    double error = Math.sqrt(sum / (scores.length - 1) / scores.length);
    return error == 0 ? Math.signum(average) * Double.POSITIVE_INFINITY : average / error;
  }

  private double root(double from, double to) {
    double low = from;
    double high = to;
    for (int halving = 0; halving < 50; halving++) {
      double middle = (low + high) / 2;
      if (slope(mean, middle) < 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  private double[] places() {
    int count = FINENESS * (logRates.length - 1) + 1;
    double first = logRates[0];
    double last = logRates[logRates.length - 1];
    double[] places = new double[count];
    Arrays.setAll(places, k -> first + (last - first) * k / (count - 1));
    return places;
  }

  private double scaled(double logRate) {
    return (logRate - centre) / halfWidth;
  }

  private double value(double[] row, double logRate) {
    double u = scaled(logRate);
    double sum = 0;
    for (int power = row.length - 1; power >= 0; power--) {
      sum = sum * u + row[power];
    }
    return sum;
  }

  private double slope(double[] row, double logRate) {
    double u = scaled(logRate);
    double sum = 0;
    for (int power = row.length - 1; power >= 1; power--) {
      sum = sum * u + power * row[power];
    }
    return sum / halfWidth;
  }

  private double curvature(double[] row, double logRate) {
    double u = scaled(logRate);
    double sum = 0;
    for (int power = row.length - 1; power >= 2; power--) {
      sum = sum * u + power * (power - 1) * row[power];
    }
    return sum / (halfWidth * halfWidth);
  }

  private static double[] average(double[][] rows) {
    double[] mean = new double[rows[0].length];
    Arrays.setAll(mean, j -> Arrays.stream(rows).mapToDouble(row -> row[j]).average().orElse(0));
    return mean;
  }

  private static double dot(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
  }

  private static double squares(double[] values) {
    return Arrays.stream(values).map(LocalFit::square).sum();
  }

  private static double square(double x) {
    return x * x;
  }
}
