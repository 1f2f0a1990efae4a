package org.etalon.law;

/**
 * How uncertain a law's global factor is.
 *
 * @param low lower end, > 0
 * @param high upper end, not below the lower
 * @param confidence how often intervals made this way hold the truth, between 0 and 1
 */
public record FactorInterval(double low, double high, double confidence) {
  /** Checks the ends and the confidence. */
  public FactorInterval {
    if (!(low > 0) || !(low <= high) || !(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException(low + " … " + high + " at " + confidence);
    }
  }

  /** The interval of something that the factor is multiplied by. */
  public FactorInterval times(double value) {
    return new FactorInterval(low * value, high * value, confidence);
  }
}
