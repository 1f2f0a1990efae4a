package org.etalon.spec;

import java.util.List;
import java.util.regex.Pattern;

/** Words in YAML's flow style. */
final class Yaml {
  /** What needs no quotes and cannot be taken for anything but a word. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_/][A-Za-z0-9_./+-]*");

  private static final List<String> RESERVED =
      List.of("null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan", "inf");

  private Yaml() {}

  /** The word as it is, or in double quotes where YAML might read something else in it. */
  static String quoted(String word) {
    if (PLAIN.matcher(word).matches()
        && word.length() <= 128
        && RESERVED.stream().noneMatch(word::equalsIgnoreCase)) {
      return word;
    }
    StringBuilder text = new StringBuilder("\"");
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        default -> {
          if (c < 0x20 || c > 0x7E) {
            text.append(String.format("\\u%04x", (int) c));
          } else {
            text.append(c);
          }
        }
      }
    }
    return text.append('"').toString();
  }

  /** A word that is always read as one, numbers included. */
  static String text(String word) {
    String quoted = quoted(word);
    return quoted.startsWith("\"") ? quoted : '"' + quoted + '"';
  }

  /** A number that reads back as the same double. */
  static String real(double value) {
    if (Double.isNaN(value)) {
      return "\"nan\"";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "\"inf\"" : "\"-inf\"";
    }
    long whole = (long) value;
    boolean negativeZero = whole == 0 && 1 / value < 0;
    return whole == value && !negativeZero && Math.abs(whole) < 1L << 53
        ? Long.toString(whole)
        : Double.toString(value);
  }

  /** A list. */
  static String list(List<String> items) {
    return "[" + String.join(", ", items) + "]";
  }
}
