package org.etalon.lab.exchange;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.etalon.document.DocumentLimits;
import org.etalon.graph.InputException;

/** Numbers of one file, which has one decimal mark. */
final class Numbers {
  private static final Pattern POINT =
      Pattern.compile("[+-]?(\\d{1,400}\\.?\\d{0,400}|\\.\\d{1,400})([eE][+-]?\\d{1,9})?");

  private static final Pattern COMMA =
      Pattern.compile("[+-]?(\\d{1,400},\\d{0,400}|,\\d{1,400})([eE][+-]?\\d{1,9})?");

  /** Words that programs write for a number that there is not. */
  private static final Set<String> NONE =
      Set.of(
          "",
          "nan",
          "+nan",
          "-nan",
          "inf",
          "+inf",
          "-inf",
          "infinity",
          "+infinity",
          "-infinity",
          "none",
          "null",
          "na",
          "n/a",
          "-");

  private final boolean commaAllowed;
  private boolean commaSeen;
  private boolean pointSeen;

  /** Numbers with decimal points, or with decimal commas where these are allowed. */
  Numbers(boolean commaAllowed) {
    this.commaAllowed = commaAllowed;
  }

  /** Whether a text says that there is no number. */
  static boolean isNone(String text) {
    return NONE.contains(text.toLowerCase(Locale.ROOT));
  }

  /**
   * The number.
   *
   * @param where line and column, for messages
   * @param what it is, for messages
   * @throws InputException if it is none
   */
  double read(String where, String what, String text) {
    if (POINT.matcher(text).matches()) {
      pointSeen |= text.indexOf('.') >= 0;
      oneMark(where, text);
      return Double.parseDouble(text);
    }
    if (COMMA.matcher(text).matches()) {
      if (!commaAllowed) {
        throw new InputException(
            where,
            what + " is '" + text + "', which has a decimal comma in a file separated by commas",
            "write a decimal point, or say --decimal-comma");
      }
      commaSeen = true;
      oneMark(where, text);
      return Double.parseDouble(text.replace(',', '.'));
    }
    throw new InputException(
        where,
        what
            + (text.isEmpty() ? " is missing" : " is '" + DocumentLimits.shorten(text) + "'")
            + ", where a number is needed",
        text.isEmpty() ? "fill it in, or leave the run out" : "write it as in 0.01 or 1e-2");
  }

  private void oneMark(String where, String text) {
    if (commaSeen && pointSeen) {
      throw new InputException(
          where,
          "'" + DocumentLimits.shorten(text) + "' has another decimal mark than numbers before it",
          "write all numbers with a point, or all with a comma, and no marks between thousands");
    }
  }
}
