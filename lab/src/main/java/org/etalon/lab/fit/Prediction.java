package org.etalon.lab.fit;

import java.util.Optional;

/** What a fitted power law says at one x. All values are natural logarithms of y. */
public final class Prediction {
  private final double x;
  private final double logY;
  private final Optional<Estimate> line;
  private final Optional<Estimate> point;
  private final boolean extrapolated;

  Prediction(
      double x,
      double logY,
      Optional<Estimate> line,
      Optional<Estimate> point,
      boolean extrapolated) {
    this.x = x;
    this.logY = logY;
    this.line = line;
    this.point = point;
    this.extrapolated = extrapolated;
  }

  /** Where. */
  public double x() {
    return x;
  }

  /** The line's log y there. */
  public double logY() {
    return logY;
  }

  /**
   * The line itself, as surely as the points determine it: what a band around it shows. Empty for a
   * line through two points.
   */
  public Optional<Estimate> line() {
    return line;
  }

  /**
   * A new size's log y, which is off the line by the misfit: what to expect there. Where no
   * standard errors are stated the misfit is all scatter, and this a new measurement; otherwise it
   * is the true value, without the error of measuring it. Empty for a line through two points.
   */
  public Optional<Estimate> point() {
    return point;
  }

  /**
   * Whether x lies outside the measured range. There the intervals hold only if the power law goes
   * on, which no fit can tell.
   */
  public boolean extrapolated() {
    return extrapolated;
  }
}
