package org.etalon.lab.forecast;

import java.util.OptionalDouble;

/**
 * What one size of a study will cost.
 *
 * @param size its label
 * @param trials that have no result yet, at most
 * @param secondsPerTrial of one core; empty if nothing is known
 * @param basis what that is told by
 */
public record SizeForecast(String size, long trials, OptionalDouble secondsPerTrial, Basis basis) {
  /** Seconds of one core for all of its trials; empty if nothing is known. */
  public OptionalDouble seconds() {
    return secondsPerTrial.isPresent()
        ? OptionalDouble.of(trials * secondsPerTrial.getAsDouble())
        : OptionalDouble.empty();
  }
}
