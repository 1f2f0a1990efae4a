package org.etalon.spec;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.etalon.document.DocumentLimits;
import org.etalon.graph.InputException;

/** Numbers by name, from {@code let} and {@code with}; written {@code $name}. */
final class Variables {
  static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /** A product or quotient of numbers and variables. */
  static final Pattern PRODUCT =
      Pattern.compile(
          "(\\d{1,18}|\\$[A-Za-z_][A-Za-z0-9_]*)(\\s*[*/]\\s*(\\d{1,18}|\\$[A-Za-z_][A-Za-z0-9_]*))*");

  private static final Pattern FACTOR =
      Pattern.compile("([*/]?)\\s*(\\d{1,18}|\\$[A-Za-z_][A-Za-z0-9_]*)\\s*");

  private static final Pattern REFERENCE = Pattern.compile("\\$([A-Za-z_][A-Za-z0-9_]*)");

  private final Map<String, Number> values;

  private Variables(Map<String, Number> values) {
    this.values = values;
  }

  static Variables none() {
    return new Variables(new HashMap<>());
  }

  /** These and more, which hide those of the same name. */
  Variables with(Map<String, Number> more) {
    Map<String, Number> joined = new HashMap<>(values);
    joined.putAll(more);
    return new Variables(joined);
  }

  /** Whether a text is a product of numbers and variables. */
  static boolean isProduct(String text) {
    return text.length() <= 200 && PRODUCT.matcher(text.strip()).matches();
  }

  /**
   * The value of a product, from left to right; quotients must come out even.
   *
   * @throws InputException for an unknown variable, a remainder, or a value beyond 63 bits
   */
  long whole(String where, String text) {
    long product = 1;
    Matcher factors = FACTOR.matcher(text.strip());
    while (factors.find()) {
      long factor = wholeFactor(where, factors.group(2));
      try {
        if (factors.group(1).equals("/")) {
          if (factor == 0 || product % factor != 0) {
            throw new InputException(
                where,
                "'" + DocumentLimits.shorten(text) + "' does not come out even",
                "choose sizes that divide");
          }
          product /= factor;
        } else {
          product = Math.multiplyExact(product, factor);
        }
      } catch (ArithmeticException overflow) {
        throw new InputException(
            where, "'" + DocumentLimits.shorten(text) + "' is beyond 63 bits", "check the sizes");
      }
    }
    return product;
  }

  private long wholeFactor(String where, String text) {
    if (!text.startsWith("$")) {
      return Long.parseLong(text);
    }
    Number value = value(where, text.substring(1));
    if (value instanceof Long whole) {
      return whole;
    }
    throw new InputException(where, text + " is " + value + ", not a whole number", "correct it");
  }

  /** The value of a variable. */
  Number value(String where, String name) {
    Number value = values.get(name);
    if (value == null) {
      throw new InputException(
          where,
          "no variable is named '$" + DocumentLimits.shorten(name) + "'",
          values.isEmpty()
              ? "define it under 'let', or by 'with' of a repeat"
              : Words.known(name, values.keySet().stream().sorted().toList()));
    }
    return value;
  }

  /** The text with every {@code $name} replaced by its value. */
  String substitute(String where, String text) {
    if (text.indexOf('$') < 0) {
      return text;
    }
    Matcher references = REFERENCE.matcher(text);
    StringBuilder result = new StringBuilder();
    while (references.find()) {
      references.appendReplacement(
          result, Matcher.quoteReplacement(value(where, references.group(1)).toString()));
    }
    return references.appendTail(result).toString();
  }
}
