package org.etalon.lab.reproduce;

import java.util.List;

/**
 * A published statement about a number, and what would count against it.
 *
 * @param quantity which number of the experiment it is about, such as {@code exponent}
 * @param says what is claimed, in a few words
 * @param source where
 * @param low least value that agrees with it; −∞ for no bound
 * @param high greatest value that agrees with it, not below {@code low}; ∞ for no bound
 * @param rivals values of other theories: an interval that holds one of them, too, decides nothing
 */
public record Claim(
    String quantity, String says, String source, double low, double high, List<Double> rivals) {
  /** Copies the rivals and checks the ends. */
  public Claim {
    if (!(low <= high)) {
      throw new IllegalArgumentException("a claim from " + low + " to " + high);
    }
    rivals = List.copyOf(rivals);
  }

  /** The claimed values, in words. */
  public String value() {
    if (low == high) {
      return Numbers.value(low);
    }
    if (Double.isInfinite(low)) {
      return "below " + Numbers.value(high);
    }
    return Double.isInfinite(high)
        ? "above " + Numbers.value(low)
        : Numbers.value(low) + " … " + Numbers.value(high);
  }
}
