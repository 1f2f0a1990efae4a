package org.etalon.lab.fit;

import org.etalon.graph.InputException;

/**
 * A measured size at one depth, width or other positive quantity.
 *
 * @param x the quantity, positive and finite
 * @param logY natural logarithm of the measured size, finite
 * @param standardError of {@code logY}; zero where none is known
 */
public record Point(double x, double logY, double standardError) {
  /**
   * Checks the ranges.
   *
   * @throws InputException naming the point, for numbers outside them
   */
  public Point {
    if (!(x > 0 && x < Double.POSITIVE_INFINITY)) {
      throw unusable(x, logY, "x must be positive and finite");
    }
    if (!Double.isFinite(logY)) {
      throw unusable(x, logY, "log y must be finite, so y neither zero nor infinite");
    }
    if (!(standardError >= 0 && standardError < Double.POSITIVE_INFINITY)) {
      throw unusable(
          x, logY, "its standard error " + standardError + " must be finite and not negative");
    }
  }

  /** A point whose standard error is not known. */
  public static Point of(double x, double logY) {
    return new Point(x, logY, 0);
  }

  /**
   * A point of a size itself, not of its logarithm.
   *
   * @throws InputException where the size is not positive and finite
   */
  public static Point ofSize(double x, double y) {
    if (!(y > 0 && y < Double.POSITIVE_INFINITY)) {
      throw unusable(x, y < 0 ? Double.NaN : Math.log(y), "y = " + y + " has no finite logarithm");
    }
    return of(x, Math.log(y));
  }

  private static InputException unusable(double x, double logY, String problem) {
    return new InputException(
        "point (x = " + x + ", log y = " + logY + ")", problem, "leave it out, and say so");
  }
}
