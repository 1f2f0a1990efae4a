package org.etalon.lab.fit;

import java.util.Optional;

/** What points say about exponents that a theory claims, or that other points gave. */
public final class TestOfExponent {
  private TestOfExponent() {}

  /** What the data say about two claimed exponents. */
  public enum Verdict {
    /** The first is contradicted, the second not: the data prefer the second. */
    SECOND,
    /** The second is contradicted, the first not: the data prefer the first. */
    FIRST,
    /** Neither is contradicted: the data cannot tell them apart. */
    UNDECIDED,
    /** Both are contradicted. */
    NEITHER
  }

  /**
   * The two-sided p-value of a claimed exponent by Student's t on n − 2 degrees of freedom: how
   * often points as far from it as these would come about if it were true; empty for two points.
   */
  public static Optional<Double> pValue(PowerLawFit fit, double claimed) {
    return fit.exponentEstimate().map(estimate -> estimate.pValueOf(claimed));
  }

  /**
   * Whether the points can tell two claimed exponents apart. An exponent counts as contradicted if
   * its p-value is below the level, that is, if it lies outside the interval of confidence 1 −
   * level. Two points, having no interval, contradict nothing.
   *
   * @param level strictly between 0 and 1, usually 0.05 or 0.1
   */
  public static Verdict between(PowerLawFit fit, double first, double second, double level) {
    Interval.checkConfidence(1 - level);
    boolean noFirst = pValue(fit, first).filter(p -> p < level).isPresent();
    boolean noSecond = pValue(fit, second).filter(p -> p < level).isPresent();
    if (noFirst) {
      return noSecond ? Verdict.NEITHER : Verdict.SECOND;
    }
    return noSecond ? Verdict.FIRST : Verdict.UNDECIDED;
  }

  /**
   * The difference of two fitted exponents, first minus second, from independent points (Welch's
   * t-test): {@code pValueOf(0)} tells whether they can be told apart. Empty if either fit has only
   * two points.
   */
  public static Optional<Estimate> difference(PowerLawFit first, PowerLawFit second) {
    return first
        .exponentEstimate()
        .flatMap(one -> second.exponentEstimate().map(other -> one.minus(other)));
  }
}
