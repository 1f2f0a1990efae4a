package org.etalon.lab.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.etalon.lab.fit.Interval;

/** Numbers and lists for people. */
final class Shown {
  static final String NONE = "–";
  private static final int MINUTE = 60;
  private static final int HOUR = 3600;

  private Shown() {}

  /** Three significant digits; whole numbers up to a million as they are. */
  static String number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e6) {
      return Long.toString((long) value);
    }
    if (!Double.isFinite(value)) {
      return value > 0 ? "∞" : value < 0 ? "−∞" : "not a number";
    }
    String text = String.format(Locale.ROOT, "%.3g", value);
    int e = text.indexOf('e');
    String digits = e < 0 ? text : text.substring(0, e);
    if (digits.contains(".")) {
      digits = digits.replaceAll("0+$", "").replaceAll("\\.$", "");
    }
    return minus(e < 0 ? digits : digits + "e" + Integer.parseInt(text.substring(e + 1)));
  }

  static String number(OptionalDouble value) {
    return value.isPresent() ? number(value.getAsDouble()) : NONE;
  }

  /** Two decimals, for exponents. */
  static String exponent(double value) {
    return minus(String.format(Locale.ROOT, "%.2f", value));
  }

  /** Two decimals, with the sign, for differences. */
  static String signed(double value) {
    String text = String.format(Locale.ROOT, "%+.3g", value);
    return minus(text.contains("e") || !text.contains(".") ? text : text.replaceAll("0+$", ""));
  }

  /** A sign that is as wide as a plus. */
  private static String minus(String text) {
    return text.replace('-', '−');
  }

  /** From … to …, with the numbers as {@link #number}. */
  static String range(Interval interval) {
    return number(interval.low()) + " … " + number(interval.high());
  }

  static String range(Optional<Interval> interval) {
    return interval.map(Shown::range).orElse(NONE);
  }

  /** From … to …, of exponents. */
  static String exponents(Interval interval) {
    return exponent(interval.low()) + " … " + exponent(interval.high());
  }

  /** 0.9 as 90 %. */
  static String percent(double share) {
    return number(Math.round(share * 1000) / 10.0) + " %";
  }

  /** A p-value, never as zero. */
  static String probability(double p) {
    return p < 0.001 ? "< 0.001" : String.format(Locale.ROOT, "%.2g", p);
  }

  /** A number of things. */
  static String count(long count, String one, String many) {
    return String.format(Locale.ROOT, "%,d", count).replace(',', '\u202f')
        + " "
        + (count == 1 ? one : many);
  }

  /** Words set one after another: a, b and c. */
  static String list(List<String> words) {
    int last = words.size() - 1;
    return last < 1
        ? String.join("", words)
        : String.join(", ", words.subList(0, last)) + " and " + words.get(last);
  }

  /** A time in the largest units that tell it. */
  static String time(double seconds) {
    if (seconds < 2 * MINUTE) {
      return number(Math.round(seconds * 10) / 10.0) + " s";
    }
    if (seconds < 2 * HOUR) {
      return Math.round(seconds / MINUTE) + " min";
    }
    return number(Math.round(seconds / HOUR * 10) / 10.0) + " h";
  }

  /** A text with a capital first letter. */
  static String capital(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
