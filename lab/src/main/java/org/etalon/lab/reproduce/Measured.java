package org.etalon.lab.reproduce;

import java.util.Optional;
import java.util.OptionalDouble;
import org.etalon.lab.fit.Interval;

/**
 * A number that an experiment gives.
 *
 * @param quantity its name within the part, such as {@code exponent}
 * @param value empty where the runs give none
 * @param interval empty where there is no honest one
 * @param note why there is no value or interval; else what must be said with it; may be empty
 */
public record Measured(
    String quantity, OptionalDouble value, Optional<Interval> interval, String note) {
  /** A number with its interval. */
  public static Measured of(String quantity, double value, Optional<Interval> interval) {
    return new Measured(quantity, OptionalDouble.of(value), interval, "");
  }

  /** No number, and why. */
  public static Measured none(String quantity, String why) {
    return new Measured(quantity, OptionalDouble.empty(), Optional.empty(), why);
  }

  /** The same with a note. */
  public Measured with(String remark) {
    return new Measured(quantity, value, interval, remark);
  }
}
