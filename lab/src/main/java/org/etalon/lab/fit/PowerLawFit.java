package org.etalon.lab.fit;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.etalon.graph.InputException;

/**
 * The power law y = e^a·x^b through points, fitted as the line log y = a + b·log x.
 *
 * <p>Weights are 1/(s² + τ²): s is a point's stated standard error, which says how well that point
 * was measured, and τ the misfit, by which points lie off any power law however well they are
 * measured. A stated error says nothing of that, and only the scatter of the points does, so the
 * interval is scaled by the scatter seen and averaged over the τ that it allows ({@link
 * RandomEffects} has the method, its sources and what was ruled out). Intervals therefore hold
 * where the stated errors are all much too small, and without any: if one point's is missing or
 * zero, none is used, and the fit is ordinary least squares with Student's t on n − 2.
 *
 * <p>They do not hold where stated errors are noise themselves, as from two or three seeds each:
 * pool them first ({@link LogMean#pooled}).
 */
public final class PowerLawFit {
  private final List<Point> points;
  private final double centre;
  private final double[][] design;
  private final double[] logY;
  private final double[] errors;
  private final RandomEffects line;

  private PowerLawFit(List<Point> points) {
    this.points = points;
    // About their mean, log x and the intercept hardly depend on each other, which saves digits.
    this.centre = points.stream().mapToDouble(point -> Math.log(point.x())).average().orElse(0);
    this.design = design(1);
    this.logY = points.stream().mapToDouble(Point::logY).toArray();
    this.errors = points.stream().mapToDouble(Point::standardError).toArray();
    this.line = RandomEffects.fit(design, logY, errors);
  }

  /**
   * Fits.
   *
   * @param points in any order; two give a line without interval
   * @throws InputException for fewer than two points, or all at one x
   */
  public static PowerLawFit of(List<Point> points) {
    if (points.size() < 2) {
      throw new InputException(
          "power law", points.size() + " points have no slope", "measure two sizes, better five");
    }
    if (distinct(points) < 2) {
      throw new InputException(
          "power law",
          "all " + points.size() + " points lie at x = " + points.get(0).x(),
          "vary the depth or width");
    }
    return new PowerLawFit(List.copyOf(points));
  }

  /** The points, as given. */
  public List<Point> points() {
    return points;
  }

  /** The exponent b. */
  public double exponent() {
    return line.value(0, 1);
  }

  /** The exponent with its standard error on n − 2 degrees of freedom; empty for two points. */
  public Optional<Estimate> exponentEstimate() {
    return estimate(0, 0, 1);
  }

  /**
   * The two-sided interval of the exponent; empty for two points.
   *
   * @param confidence strictly between 0 and 1
   */
  public Optional<Interval> exponentInterval(double confidence) {
    Interval.checkConfidence(confidence);
    return exponentEstimate().map(estimate -> estimate.interval(confidence));
  }

  /** The intercept a: log y at x = 1, mostly far outside the measured range. */
  public double intercept() {
    return line.value(1, -centre);
  }

  /** The intercept with its standard error; empty for two points. */
  public Optional<Estimate> interceptEstimate() {
    return estimate(0, 1, -centre);
  }

  /**
   * Standard deviation of log y about the line, √(Σ r²/(n − 2)), every point counting the same;
   * empty for two points.
   */
  public OptionalDouble residualDeviation() {
    if (freedom() == 0) {
      return OptionalDouble.empty();
    }
    double sum = Arrays.stream(residuals()).map(r -> r * r).sum();
    return OptionalDouble.of(Math.sqrt(sum / freedom()));
  }

  /** Distances of the points' log y from the line, in their order. */
  public double[] residuals() {
    double[] residuals = new double[logY.length];
    Arrays.setAll(residuals, i -> logY[i] - line.value(design[i]));
    return residuals;
  }

  /**
   * The misfit: standard deviation of log y about the line beyond the stated errors, these taken as
   * right. Zero where they explain the scatter; all of the scatter where none is stated; empty for
   * two points.
   */
  public OptionalDouble misfit() {
    return freedom() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(Math.sqrt(RandomEffects.misfit(design, logY, errors)));
  }

  /** Whether the stated standard errors were used, that is, every point has one. */
  public boolean usesStatedErrors() {
    return Arrays.stream(errors).allMatch(error -> error > 0);
  }

  /**
   * Σ r²/s²/(n − 2) of the line weighted by the stated errors alone: about 1 where they and the
   * power law explain the points, above where either does not. Empty for two points, and where a
   * point states no error.
   */
  public OptionalDouble reducedChiSquared() {
    return freedom() == 0 || !usesStatedErrors()
        ? OptionalDouble.empty()
        : OptionalDouble.of(RandomEffects.reducedChiSquared(design, logY, errors));
  }

  /**
   * The line at a given x.
   *
   * @param x positive and finite
   * @throws InputException for another x
   */
  public Prediction predict(double x) {
    if (!(x > 0 && x < Double.POSITIVE_INFINITY)) {
      throw new InputException("prediction at x = " + x, "x must be positive and finite", "");
    }
    double away = Math.log(x) - centre;
    double misfit = misfit().orElse(0);
    return new Prediction(
        x,
        line.value(1, away),
        estimate(0, 1, away),
        estimate(misfit * misfit, 1, away),
        points.stream().noneMatch(point -> point.x() <= x)
            || points.stream().noneMatch(point -> point.x() >= x));
  }

  /**
   * The coefficient of (log x)² when it is added to the line: its p-value of zero tells whether the
   * points bend. Empty for fewer than four points or three different x.
   */
  public Optional<Estimate> curvature() {
    if (points.size() < 4 || distinct(points) < 3) {
      return Optional.empty();
    }
    return Optional.of(RandomEffects.fit(design(2), logY, errors).estimate(0, 0, 1));
  }

  private int freedom() {
    return points.size() - 2;
  }

  private Optional<Estimate> estimate(double extraVariance, double... row) {
    return freedom() == 0 ? Optional.empty() : Optional.of(line.estimate(extraVariance, row));
  }

  /** Powers of the centred log x, up to the given degree. */
  private double[][] design(int degree) {
    double[][] rows = new double[points.size()][degree + 1];
    for (int i = 0; i < rows.length; i++) {
      double away = Math.log(points.get(i).x()) - centre;
      for (int power = 0; power <= degree; power++) {
        rows[i][power] = Math.pow(away, power);
      }
    }
    return rows;
  }

  private static long distinct(List<Point> points) {
    return points.stream().mapToDouble(point -> Math.log(point.x())).distinct().count();
  }
}
