package org.etalon.spec;

import java.util.ArrayList;
import java.util.List;
import org.etalon.document.DocumentLimits;
import org.etalon.graph.Dim;
import org.etalon.graph.InputException;
import org.etalon.graph.Shape;

/** Sizes and shapes as text: {@code batch}, {@code 12*batch+1}, {@code [batch, 3, 224, 224]}. */
final class Sizes {
  /** The word for a shape of which not even the number of axes is known. */
  static final String UNKNOWN = "unknown";

  /** Terms and factors of one formula. */
  private static final int MOST_PARTS = 256;

  private Sizes() {}

  /**
   * Reads a size as {@link Dim#toString} writes it: a sum of products of numbers and symbols. A
   * rounded quotient, {@code floor((a)/(b))}, is a symbol.
   *
   * @throws InputException if it is no such formula or overflows
   */
  static Dim parse(String where, String text) {
    if (text.isBlank() || text.length() > DocumentLimits.LONGEST_WORD) {
      throw refused(where, text);
    }
    try {
      Dim sum = Dim.of(0);
      List<String> terms = text.startsWith("(") ? List.of(text) : split(text, '+');
      for (String term : terms) {
        Dim product = Dim.of(1);
        for (String factor : text.startsWith("(") ? List.of(term) : split(term, '*')) {
          if (factor.isEmpty()) {
            throw refused(where, text);
          }
          product = product.times(isNumber(factor) ? number(factor) : Dim.symbol(factor));
        }
        sum = sum.plus(product);
      }
      return sum;
    } catch (ArithmeticException | NumberFormatException overflow) {
      throw new InputException(
          where,
          "has the size " + DocumentLimits.shorten(text) + ", beyond 63 bits",
          "check the sizes");
    }
  }

  private static InputException refused(String where, String text) {
    return new InputException(
        where,
        "'" + DocumentLimits.shorten(text) + "' is not a size",
        "give a number, a symbol such as batch, or a sum of products of them");
  }

  private static boolean isNumber(String text) {
    int start = text.startsWith("-") ? 1 : 0;
    for (int i = start; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return text.length() > start;
  }

  private static Dim number(String text) {
    return Dim.of(Long.parseLong(text));
  }

  /** Splits outside of parentheses. */
  private static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (c == separator && depth == 0 && parts.size() < MOST_PARTS) {
        parts.add(text.substring(from, i).strip());
        from = i + 1;
      }
    }
    parts.add(text.substring(from).strip());
    return parts;
  }

  /** The text of a shape in flow style. */
  static String text(Shape shape) {
    if (!shape.hasRank()) {
      return UNKNOWN;
    }
    StringBuilder text = new StringBuilder("[");
    for (Dim dim : shape.dims()) {
      text.append(text.length() == 1 ? "" : ", ");
      text.append(dim.isKnown() ? dim.toString() : Yaml.quoted(dim.toString()));
    }
    return text.append(']').toString();
  }

  /** Number of elements, perhaps symbolic. */
  static Dim elements(String where, Shape shape) {
    try {
      return shape.elements();
    } catch (ArithmeticException overflow) {
      throw new InputException(where, "has more elements than fit in 63 bits", "check the sizes");
    }
  }
}
