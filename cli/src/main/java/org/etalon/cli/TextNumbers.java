package org.etalon.cli;

import java.math.BigInteger;
import java.util.Locale;
import java.util.OptionalDouble;

/** Numbers for people: short, with full precision left to JSON. */
final class TextNumbers {
  private static final int MOST_DIGITS = 15;

  private TextNumbers() {}

  /** Four significant digits, without trailing zeros. */
  static String number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e6) {
      return Long.toString((long) value);
    }
    String text = String.format(Locale.ROOT, "%.4g", value);
    int e = text.indexOf('e');
    String digits = e < 0 ? text : text.substring(0, e);
    if (digits.contains(".")) {
      digits = digits.replaceAll("0+$", "").replaceAll("\\.$", "");
    }
    return e < 0 ? digits : digits + text.substring(e);
  }

  /** The same, or a dash. */
  static String number(OptionalDouble value) {
    return value.isPresent() ? number(value.getAsDouble()) : "–";
  }

  /** A time in the largest unit that tells it. */
  static String time(double seconds) {
    return seconds < 90
        ? number(Math.round(seconds * 10) / 10.0) + " s"
        : seconds < 5400
            ? Math.round(seconds / 60) + " min"
            : String.format(Locale.ROOT, "%.1f h", seconds / 3600);
  }

  /** A whole number; beyond 15 digits its leading ones and their count. */
  static String whole(BigInteger value) {
    int bits = value.bitLength();
    if (bits < 49) {
      return value.toString();
    }
    // Decimal digits without writing them all out.
    int digits = (int) (bits * Math.log10(2)) + 1;
    BigInteger head = value.divide(BigInteger.TEN.pow(Math.max(0, digits - 6)));
    if (head.compareTo(BigInteger.valueOf(100_000)) < 0) {
      digits--;
      head = value.divide(BigInteger.TEN.pow(Math.max(0, digits - 6)));
    }
    if (digits <= MOST_DIGITS) {
      return value.toString();
    }
    String shown = head.toString();
    return shown.charAt(0) + "." + shown.substring(1, 5) + "e+" + (digits - 1);
  }
}
