package org.etalon.family;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import org.etalon.graph.InputException;
import org.etalon.graph.Spelling;

/**
 * One setting of a family or a source of data: its name, the values it takes, its default and its
 * meaning.
 */
public sealed interface Key {
  /** The name in references. */
  String name();

  /** What the value means, for people. */
  String meaning();

  /** The values it takes, for people. */
  String kind();

  /** The value where a reference gives none, as a reference would write it. */
  String defaultText();

  /** The value where a reference gives none. */
  Object fallback();

  /**
   * Reads a value.
   *
   * @param where family and key, for messages
   * @param text the value as a reference writes it
   * @throws InputException if it is none of the values the key takes
   */
  Object read(String where, String text);

  /** A value as canonical references write it. */
  default String write(Object value) {
    return value.toString();
  }

  /**
   * A whole number.
   *
   * @param name the name in references
   * @param standard the value where a reference gives none
   * @param least smallest value
   * @param most largest value
   * @param meaning what it means
   */
  record Whole(String name, int standard, int least, int most, String meaning) implements Key {
    @Override
    public String kind() {
      return "whole number from " + least + " to " + most;
    }

    @Override
    public String defaultText() {
      return Integer.toString(standard);
    }

    @Override
    public Object fallback() {
      return standard;
    }

    @Override
    public Object read(String where, String text) {
      int from = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
      boolean digits = text.length() > from;
      for (int i = from; i < text.length(); i++) {
        digits &= text.charAt(i) >= '0' && text.charAt(i) <= '9';
      }
      if (!digits) {
        throw new InputException(
            where, "'" + Families.shorten(text) + "' is not a whole number", "give a " + kind());
      }
      long value = text.length() > 18 ? Long.MAX_VALUE : Long.parseLong(text);
      if (value < least || value > most) {
        throw new InputException(
            where, Families.shorten(text) + " is out of range", "give a " + kind());
      }
      return (int) value;
    }
  }

  /**
   * A real number.
   *
   * @param name the name in references
   * @param standard the value where a reference gives none
   * @param least smallest value
   * @param most largest value
   * @param meaning what it means
   */
  record Real(String name, double standard, double least, double most, String meaning)
      implements Key {
    @Override
    public String kind() {
      return "number from " + write(least) + " to " + write(most);
    }

    @Override
    public String defaultText() {
      return write(standard);
    }

    @Override
    public Object fallback() {
      return standard;
    }

    @Override
    public Object read(String where, String text) {
      double value;
      try {
        // Double.parseDouble also takes "NaN", "0x1p3" and "1f".
        if (!text.matches("[-+]?[0-9.]{1,40}([eE][-+]?[0-9]{1,4})?")) {
          throw new NumberFormatException();
        }
        value = Double.parseDouble(text);
      } catch (NumberFormatException notANumber) {
        throw new InputException(
            where, "'" + Families.shorten(text) + "' is not a number", "give a " + kind());
      }
      if (!(value >= least && value <= most)) {
        throw new InputException(
            where, Families.shorten(text) + " is out of range", "give a " + kind());
      }
      return value + 0.0; // −0 becomes 0
    }

    @Override
    public String write(Object value) {
      double number = (Double) value;
      return number == 0 ? "0" : shortest(number);
    }

    private static String shortest(double number) {
      BigDecimal exact = BigDecimal.valueOf(number).stripTrailingZeros();
      String plain = exact.toPlainString();
      String scientific =
          exact.unscaledValue() + (exact.scale() == 0 ? "" : "e" + -(long) exact.scale());
      return plain.length() <= 6 || plain.length() <= scientific.length() ? plain : scientific;
    }
  }

  /**
   * A word from a list.
   *
   * @param name the name in references
   * @param standard the value where a reference gives none
   * @param words every value
   * @param meaning what it means
   */
  record Word(String name, String standard, List<String> words, String meaning) implements Key {
    /** Copies the list and checks that it has the default. */
    public Word {
      words = List.copyOf(words);
      if (!words.contains(standard)) {
        throw new IllegalArgumentException(standard + " is none of " + words);
      }
    }

    @Override
    public String kind() {
      return words.stream().collect(Collectors.joining(" | "));
    }

    @Override
    public String defaultText() {
      return standard;
    }

    @Override
    public Object fallback() {
      return standard;
    }

    @Override
    public Object read(String where, String text) {
      if (!words.contains(text)) {
        throw new InputException(
            where, "'" + Families.shorten(text) + "' is unknown", Spelling.wayOut(text, words));
      }
      return text;
    }
  }

  /**
   * Free text, such as a path. It cannot hold a comma, which ends it.
   *
   * @param name the name in references
   * @param standard the value where a reference gives none; may be empty
   * @param kind the values it takes, for people
   * @param meaning what it means
   */
  record Text(String name, String standard, String kind, String meaning) implements Key {
    private static final int LONGEST = 4096;

    @Override
    public String defaultText() {
      return standard;
    }

    @Override
    public Object fallback() {
      return standard;
    }

    @Override
    public Object read(String where, String text) {
      if (text.isEmpty() || text.length() > LONGEST) {
        throw new InputException(
            where, text.isEmpty() ? "is empty" : "is too long", "give a " + kind);
      }
      if (text.chars().anyMatch(Character::isISOControl)) {
        throw new InputException(where, "holds a control character", "give a " + kind);
      }
      return text;
    }
  }

  /**
   * Yes or no.
   *
   * @param name the name in references
   * @param standard the value where a reference gives none
   * @param meaning what {@code true} means
   */
  record Flag(String name, boolean standard, String meaning) implements Key {
    @Override
    public String kind() {
      return "true | false";
    }

    @Override
    public String defaultText() {
      return Boolean.toString(standard);
    }

    @Override
    public Object fallback() {
      return standard;
    }

    @Override
    public Object read(String where, String text) {
      return switch (text) {
        case "true" -> true;
        case "false" -> false;
        default ->
            throw new InputException(
                where,
                "'" + Families.shorten(text) + "' is neither true nor false",
                "give true or false");
      };
    }
  }
}
