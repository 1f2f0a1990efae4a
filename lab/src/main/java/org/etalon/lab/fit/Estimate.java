package org.etalon.lab.fit;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.hipparchus.analysis.UnivariateFunction;
import org.hipparchus.analysis.solvers.BrentSolver;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * An estimated number with the distribution of its error: Student's, or an average of several
 * Student's where the weights of the points are themselves uncertain.
 */
public final class Estimate {
  private final double[] shares;
  private final double[] values;
  private final double[] errors;
  private final double freedom;

  private Estimate(double[] shares, double[] values, double[] errors, double freedom) {
    for (int k = 0; k < shares.length; k++) {
      if (!Double.isFinite(values[k]) || !(errors[k] >= 0) || Double.isInfinite(errors[k])) {
        throw new IllegalArgumentException(values[k] + " with standard error " + errors[k]);
      }
    }
    if (!(freedom > 0)) {
      throw new IllegalArgumentException(freedom + " degrees of freedom");
    }
    this.shares = shares;
    this.values = values;
    this.errors = errors;
    this.freedom = freedom;
  }

  /**
   * A number with one standard error.
   *
   * @param value finite
   * @param standardError finite, not negative; zero where the data show no scatter at all
   * @param degreesOfFreedom of the standard error, positive; not always whole
   */
  public static Estimate of(double value, double standardError, double degreesOfFreedom) {
    return new Estimate(
        new double[] {1}, new double[] {value}, new double[] {standardError}, degreesOfFreedom);
  }

  /**
   * The mean of independent numbers, its error from their scatter, on n − 1 degrees of freedom.
   *
   * @param values at least two, finite
   */
  public static Estimate ofMean(double... values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    double freedom = values.length - 1.0;
    return of(mean, Math.sqrt(squares / freedom / values.length), freedom);
  }

  /** Several of them, with shares that add up to one. */
  static Estimate mixture(double[] shares, double[] values, double[] errors, double freedom) {
    return new Estimate(shares.clone(), values, errors, freedom);
  }

  /** The number: the mean of its distribution. */
  public double value() {
    return IntStream.range(0, shares.length).mapToDouble(k -> shares[k] * values[k]).sum();
  }

  /** Its standard error. */
  public double standardError() {
    double value = value();
    double variance = 0;
    for (int k = 0; k < shares.length; k++) {
      double away = values[k] - value;
      variance += shares[k] * (errors[k] * errors[k] + away * away);
    }
    return Math.sqrt(variance);
  }

  /** Degrees of freedom of the standard error. */
  public double degreesOfFreedom() {
    return freedom;
  }

  /**
   * The two-sided interval, the same probability outside either end.
   *
   * @param confidence strictly between 0 and 1
   * @throws org.etalon.graph.InputException for another confidence
   */
  public Interval interval(double confidence) {
    Interval.checkConfidence(confidence);
    double tail = (1 - confidence) / 2;
    return new Interval(quantile(tail), quantile(1 - tail), confidence);
  }

  /**
   * The two-sided p-value of the claim that the truth is the given number: how often data as far
   * from it as these would come about if it were. Small means contradicted; large proves nothing.
   * The interval of confidence c holds the numbers whose p-value is at least 1 − c.
   */
  public double pValueOf(double claim) {
    TDistribution student = new TDistribution(freedom);
    return Math.min(1, 2 * Math.min(below(student, claim), above(student, claim)));
  }

  /**
   * This minus another, independent estimate, by Welch's approximation (B. L. Welch, Biometrika 34,
   * 1947): the variances add, and the degrees of freedom are Satterthwaite's.
   */
  public Estimate minus(Estimate other) {
    double mine = standardError() * standardError();
    double others = other.standardError() * other.standardError();
    double variance = mine + others;
    double joint =
        variance == 0
            ? Math.min(freedom, other.freedom)
            : 1 / (square(mine / variance) / freedom + square(others / variance) / other.freedom);
    return of(value() - other.value(), Math.sqrt(variance), joint);
  }

  private double quantile(double probability) {
    TDistribution student = new TDistribution(freedom);
    double t = student.inverseCumulativeProbability(probability);
    double[] single =
        IntStream.range(0, shares.length).mapToDouble(k -> values[k] + t * errors[k]).toArray();
    double low = IntStream.range(0, single.length).mapToDouble(k -> single[k]).min().orElseThrow();
    double high = IntStream.range(0, single.length).mapToDouble(k -> single[k]).max().orElseThrow();
    UnivariateFunction excess = at -> below(student, at) - probability;
    // The average's quantile lies between those of its parts.
    if (low == high || excess.value(low) >= 0) {
      return low;
    }
    if (excess.value(high) <= 0) {
      return high;
    }
    return new BrentSolver(1e-10, (high - low) * 1e-8).solve(200, excess, low, high);
  }

  /** Probability of a value below, half of an equal one counted. */
  private double below(TDistribution student, double at) {
    double sum = 0;
    for (int k = 0; k < shares.length; k++) {
      sum += shares[k] * student.cumulativeProbability(standardised(at - values[k], errors[k]));
    }
    return sum;
  }

  /** Probability of a value above, summed rather than subtracted from one to keep small digits. */
  private double above(TDistribution student, double at) {
    double sum = 0;
    for (int k = 0; k < shares.length; k++) {
      sum += shares[k] * student.cumulativeProbability(standardised(values[k] - at, errors[k]));
    }
    return sum;
  }

  private static double standardised(double distance, double error) {
    return distance == 0 ? 0 : distance / error;
  }

  private static double square(double x) {
    return x * x;
  }
}
