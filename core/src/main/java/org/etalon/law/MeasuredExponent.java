package org.etalon.law;

import java.util.List;
import java.util.Optional;
import org.etalon.depth.DepthMeasure;

/**
 * An exponent that was fitted to the optimal learning rates of several networks.
 *
 * @param value p in η ∝ D^(−p), finite
 * @param interval of p; empty where two sizes give none
 * @param measure the depth D that it was fitted against
 * @param shallowest smallest D it was fitted on, > 0
 * @param deepest largest D it was fitted on
 * @param origin where it comes from, for people: a study or file, and its number of sizes
 * @param warnings what makes it doubtful
 */
public record MeasuredExponent(
    double value,
    Optional<Range> interval,
    DepthMeasure measure,
    double shallowest,
    double deepest,
    String origin,
    List<String> warnings) {
  /**
   * How uncertain it is.
   *
   * @param low lower end of p
   * @param high upper end of p, not below the lower
   * @param confidence how often intervals made this way hold the truth, between 0 and 1
   */
  public record Range(double low, double high, double confidence) {
    /** Checks the ends and the confidence. */
    public Range {
      if (!(low <= high) || !(confidence > 0 && confidence < 1)) {
        throw new IllegalArgumentException(low + " … " + high + " at " + confidence);
      }
    }
  }

  /** Checks the numbers. */
  public MeasuredExponent {
    warnings = List.copyOf(warnings);
    if (!Double.isFinite(value) || !(shallowest > 0 && shallowest <= deepest)) {
      throw new IllegalArgumentException(value + " from " + shallowest + " to " + deepest);
    }
  }
}
