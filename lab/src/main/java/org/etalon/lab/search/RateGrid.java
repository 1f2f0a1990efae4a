package org.etalon.lab.search;

import org.etalon.graph.InputException;

/**
 * Learning rates evenly spaced in log η. Only {@code count} of them lie in the range, but positions
 * outside it are rates of the same spacing: a search that must leave the range does not change its
 * rates, and two searches of one grid ask for the same runs.
 *
 * @param low the lowest rate, positive
 * @param high the highest, finite, above the lowest
 * @param count how many, ends included, at least 3
 */
public record RateGrid(double low, double high, int count) {
  /**
   * Checks the range.
   *
   * @throws InputException if it is none
   */
  public RateGrid {
    if (!(low > 0 && low < high && high < Double.POSITIVE_INFINITY)) {
      throw new InputException(
          "learning rates from " + low + " to " + high,
          "a range goes from a positive number to a larger one",
          "0.001 to 1 is usual for SGD");
    }
    if (count < 3) {
      throw new InputException(
          "learning rates from " + low + " to " + high,
          count + " rates have no inner one",
          "20 or 50 are usual");
    }
  }

  /** The rate at a position: 0 is the lowest of the range, {@code count − 1} the highest. */
  public double rate(int position) {
    if (position == count - 1) {
      return high;
    }
    return low * Math.pow(high / low, (double) position / (count - 1));
  }

  /** Distance of neighbouring rates in log η. */
  public double spacing() {
    return Math.log(high / low) / (count - 1);
  }

  /** The position inside the range that is nearest to a rate in log η. */
  public int nearest(double rate) {
    return (int) Math.max(0, Math.min(count - 1.0, Math.rint(Math.log(rate / low) / spacing())));
  }
}
