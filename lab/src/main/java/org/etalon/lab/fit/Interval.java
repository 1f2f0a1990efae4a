package org.etalon.lab.fit;

import org.etalon.graph.InputException;

/**
 * A two-sided interval.
 *
 * @param low lower end
 * @param high upper end, not below the lower
 * @param confidence how often intervals made this way hold the truth, between 0 and 1
 */
public record Interval(double low, double high, double confidence) {
  /** Checks the ends and the confidence. */
  public Interval {
    checkConfidence(confidence);
    if (!(low <= high)) {
      throw new IllegalArgumentException("an interval from " + low + " to " + high);
    }
  }

  /** Whether the value lies inside or at an end. */
  public boolean contains(double value) {
    return low <= value && value <= high;
  }

  /** The interval of exp(value), for a value that is a natural logarithm. */
  public Interval exp() {
    return new Interval(Math.exp(low), Math.exp(high), confidence);
  }

  /** Refuses a confidence that is not strictly between 0 and 1. */
  static double checkConfidence(double confidence) {
    if (!(confidence > 0 && confidence < 1)) {
      throw new InputException(
          "confidence", confidence + " is not between 0 and 1", "0.9 and 0.95 are usual");
    }
    return confidence;
  }
}
