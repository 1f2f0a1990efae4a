package org.etalon.law;

/**
 * The learning rates that a probe found for two networks, and their ratio.
 *
 * @param base η* of the base, > 0
 * @param target η* of the target, > 0
 * @param low lower end of the interval of target over base, > 0
 * @param high its upper end
 * @param confidence of the interval, between 0 and 1; 0 where there is none (one seed), the ends
 *     being the ratio itself
 * @param seeds how many initialisations each is the geometric mean of
 */
public record ProbedRatio(
    double base, double target, double low, double high, double confidence, int seeds) {
  /** Checks the ranges. */
  public ProbedRatio {
    if (!(base > 0) || !(target > 0) || !(low > 0) || !(low <= high)) {
      throw new IllegalArgumentException(base + ", " + target + ", " + low + " … " + high);
    }
  }

  /** η*(target)/η*(base). */
  public double value() {
    return target / base;
  }

  /** Whether the ends say how uncertain the ratio is. */
  public boolean hasInterval() {
    return confidence > 0;
  }
}
