package org.etalon.lab.reproduce;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.etalon.lab.fit.Interval;

/** Numbers on pages: three significant digits, a true minus sign; the documents have all digits. */
public final class Numbers {
  private static final MathContext DIGITS = new MathContext(3);

  private Numbers() {}

  /** A number. */
  public static String value(double value) {
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? "–" : value > 0 ? "∞" : "−∞";
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e6) {
      return signed(String.format(Locale.ROOT, "%d", (long) value));
    }
    BigDecimal rounded = new BigDecimal(value).round(DIGITS);
    boolean plain = Math.abs(value) >= 1e-4 && Math.abs(value) < 1e6;
    return signed(plain ? rounded.stripTrailingZeros().toPlainString() : rounded.toString());
  }

  /** A number, or a dash. */
  public static String value(OptionalDouble value) {
    return value.isPresent() ? value(value.getAsDouble()) : "–";
  }

  /** Both ends, or a dash. */
  public static String ends(Optional<Interval> interval) {
    return interval.map(i -> value(i.low()) + " … " + value(i.high())).orElse("–");
  }

  private static String signed(String text) {
    return text.startsWith("-") ? "−" + text.substring(1) : text;
  }
}
