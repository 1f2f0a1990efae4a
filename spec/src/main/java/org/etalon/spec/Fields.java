package org.etalon.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.etalon.document.DocumentLimits;
import org.etalon.document.Value;
import org.etalon.graph.Dim;
import org.etalon.graph.InputException;
import org.etalon.graph.Shape;
import org.jspecify.annotations.Nullable;

/** The settings of one layer or operation: typed, in range, every key known. */
final class Fields {
  private final String what;
  private final Value.Mapping map;
  private final Variables variables;

  /**
   * Checks the keys.
   *
   * @param what the layer or operation, for messages
   * @param map its settings
   * @param variables what {@code $name} stands for
   * @param settings the keys it may have
   * @param general keys that every one of its kind may have besides
   */
  Fields(
      String what,
      Value.Mapping map,
      Variables variables,
      List<Setting> settings,
      List<String> general) {
    this.what = what;
    this.map = map;
    this.variables = variables;
    List<String> known = new ArrayList<>(general);
    for (Setting setting : settings) {
      known.add(setting.key());
      if (setting.required() && !given(setting.key())) {
        throw new InputException(
            "line " + map.line() + ", " + what,
            "lacks '" + setting.key() + "': " + setting.doc(),
            "give it");
      }
    }
    for (var entry : map.entries().entrySet()) {
      if (!known.contains(entry.getKey())) {
        throw unknownKey(what, entry.getKey(), entry.getValue().line(), known);
      }
      if (!given(entry.getKey())) {
        throw new InputException(
            where(entry.getKey()), "has no value", "give one, or drop the key");
      }
    }
  }

  static InputException unknownKey(String what, String key, int line, List<String> known) {
    return new InputException(
        "line " + line + ", " + what,
        "unknown key '" + DocumentLimits.shorten(key) + "'",
        Words.known(key, known));
  }

  int line() {
    return map.line();
  }

  Variables variables() {
    return variables;
  }

  /** Whether a key is there with a value. */
  boolean given(String key) {
    Value value = map.get(key);
    return value != null && !(value instanceof Value.Scalar s && s.is(Value.Kind.NOTHING));
  }

  String where(String key) {
    Value value = map.get(key);
    return "line " + (value == null ? map.line() : value.line()) + ", " + what + "." + key;
  }

  InputException refused(String key, String expected) {
    Value value = map.get(key);
    return new InputException(
        where(key),
        "is " + (value == null ? "missing" : value.describe()) + ", expected " + expected,
        "correct it");
  }

  private @Nullable Value present(String key) {
    return given(key) ? map.get(key) : null;
  }

  // ---- numbers ----

  /** A whole number within a range. */
  int whole(String key, int least, int most) {
    Value value = map.get(key);
    return whole(key, value, least, most);
  }

  /** The same with a default. */
  int whole(String key, int standard, int least, int most) {
    return given(key) ? whole(key, least, most) : standard;
  }

  private int whole(String key, @Nullable Value value, int least, int most) {
    String expected = "a whole number from " + least + " to " + most;
    if (!(value instanceof Value.Scalar scalar)) {
      throw refused(key, expected);
    }
    long number;
    try {
      if (scalar.is(Value.Kind.WHOLE)) {
        number = Long.parseLong(scalar.text());
      } else if (scalar.is(Value.Kind.TEXT) && Variables.isProduct(scalar.text())) {
        number = variables.whole(where(key), scalar.text());
      } else {
        throw refused(key, expected + ", or a product such as $width*4");
      }
    } catch (NumberFormatException tooLong) {
      throw refused(key, expected);
    }
    if (number < least || number > most) {
      throw new InputException(where(key), "is " + number + ", expected " + expected, "correct it");
    }
    return (int) number;
  }

  /** A list of whole numbers; a single one stands for a list of {@code count}. */
  List<Integer> wholes(String key, int count, int least, int most) {
    Value value = map.get(key);
    if (value instanceof Value.Sequence list) {
      if (count >= 0 && list.items().size() != count) {
        throw refused(key, "one number, or a list of " + count);
      }
      return wholes(key, list, least, most);
    }
    if (count < 0) {
      throw refused(key, "a list of whole numbers");
    }
    return java.util.Collections.nCopies(count, whole(key, least, most));
  }

  /** The same with a default for every entry. */
  List<Integer> wholes(String key, int standard, int count, int least, int most) {
    return given(key)
        ? wholes(key, count, least, most)
        : java.util.Collections.nCopies(count, standard);
  }

  /** A list of any length, within the most axes a tensor can have. */
  List<Integer> wholes(String key, int least, int most) {
    return given(key) ? wholes(key, -1, least, most) : List.of();
  }

  private List<Integer> wholes(String key, Value.Sequence list, int least, int most) {
    if (list.items().size() > Limits.MOST_AXES) {
      throw refused(key, "at most " + Limits.MOST_AXES + " numbers");
    }
    List<Integer> numbers = new ArrayList<>();
    for (Value item : list.items()) {
      numbers.add(whole(key, item, least, most));
    }
    return numbers;
  }

  /** A number; {@code inf}, {@code -inf} and {@code nan} are words. */
  double real(String key, double standard) {
    Value value = present(key);
    return value == null ? standard : real(key, value);
  }

  /** A number within a range. */
  double real(String key, double standard, double least, double most) {
    double number = real(key, standard);
    if (!(number >= least && number <= most)) {
      throw refused(key, "a number from " + least + " to " + most);
    }
    return number;
  }

  /** A number, if it is given. */
  OptionalDouble real(String key) {
    Value value = present(key);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(real(key, value));
  }

  /** The number that an item of a list is. */
  double real(String key, Value value) {
    if (value instanceof Value.Scalar scalar) {
      switch (scalar.text()) {
        case "inf", ".inf" -> {
          return Double.POSITIVE_INFINITY;
        }
        case "-inf", "-.inf" -> {
          return Double.NEGATIVE_INFINITY;
        }
        case "nan", ".nan" -> {
          return Double.NaN;
        }
        default -> {
          if (scalar.text().startsWith("$")
              && Variables.NAME.matcher(scalar.text().substring(1)).matches()) {
            return variables.value(where(key), scalar.text().substring(1)).doubleValue();
          }
          if (scalar.is(Value.Kind.WHOLE) || scalar.is(Value.Kind.REAL)) {
            try {
              return Double.parseDouble(scalar.text());
            } catch (NumberFormatException malformed) {
              throw refused(key, "a number");
            }
          }
        }
      }
    }
    throw refused(key, "a number");
  }

  /** Sizes in a list, such as {@code [batch, 3]}; none where the key is missing. */
  List<Dim> sizes(String key) {
    Value value = present(key);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof Value.Sequence list)) {
      throw refused(key, "a list of whole numbers");
    }
    List<Dim> sizes = new ArrayList<>(list.items().size());
    for (Value item : list.items()) {
      if (!(item instanceof Value.Scalar scalar) || scalar.is(Value.Kind.NOTHING)) {
        throw refused(key, "a list of whole numbers");
      }
      sizes.add(Sizes.parse(where(key), scalar.text()));
    }
    return sizes;
  }

  /** Numbers; none where the key is missing. */
  List<Double> reals(String key) {
    Value value = present(key);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof Value.Sequence list)) {
      throw refused(key, "a list of numbers");
    }
    List<Double> numbers = new ArrayList<>(list.items().size());
    for (Value item : list.items()) {
      numbers.add(real(key, item));
    }
    return numbers;
  }

  // ---- words ----

  /** true or false. */
  boolean flag(String key, boolean standard) {
    Value value = present(key);
    if (value == null) {
      return standard;
    }
    if (value instanceof Value.Scalar scalar && scalar.is(Value.Kind.FLAG)) {
      return scalar.text().equals("true");
    }
    throw refused(key, "true or false");
  }

  /** The constant that a word stands for. */
  <E extends Enum<E>> E word(String key, E[] constants) {
    String word = text(key);
    return Words.constant(constants, word)
        .orElseThrow(() -> unknownWord(key, word, Words.of(constants)));
  }

  /** The same with a default. */
  <E extends Enum<E>> E word(String key, E[] constants, E standard) {
    return given(key) ? word(key, constants) : standard;
  }

  InputException unknownWord(String key, String word, List<String> words) {
    return new InputException(
        where(key),
        "unknown word '" + DocumentLimits.shorten(word) + "'",
        Words.known(word, words));
  }

  /** A text, taken literally; a bare number is one too. */
  String text(String key) {
    if (map.get(key) instanceof Value.Scalar scalar && !scalar.is(Value.Kind.NOTHING)) {
      return scalar.text();
    }
    throw refused(key, "a word");
  }

  String text(String key, String standard) {
    return given(key) ? text(key) : standard;
  }

  /** A name in which {@code $name} stands for its value. */
  String name(String key, String standard) {
    return given(key) ? checked(key, variables.substitute(where(key), text(key))) : standard;
  }

  /** A name as it stands. */
  String literalName(String key) {
    return checked(key, text(key));
  }

  private String checked(String key, String name) {
    if (name.isBlank() || name.length() > Limits.LONGEST_NAME) {
      throw new InputException(
          where(key),
          "is not a name: empty, or longer than " + Limits.LONGEST_NAME + " characters",
          "give a shorter name");
    }
    return name;
  }

  /** Names as they stand; none where the key is missing. */
  List<String> names(String key) {
    Value value = present(key);
    if (value == null) {
      return List.of();
    }
    if (value instanceof Value.Sequence list) {
      List<String> names = new ArrayList<>(list.items().size());
      for (Value item : list.items()) {
        if (!(item instanceof Value.Scalar scalar) || scalar.is(Value.Kind.NOTHING)) {
          throw refused(key, "a name, or a list of names");
        }
        names.add(scalar.text());
      }
      return names;
    }
    return List.of(literalName(key));
  }

  // ---- shapes and layers ----

  /** A shape: {@code [batch, 3, 224, 224]} or {@code unknown}. */
  Shape shape(String key) {
    Value value = map.get(key);
    if (value instanceof Value.Scalar scalar && scalar.text().equals(Sizes.UNKNOWN)) {
      return Shape.UNKNOWN;
    }
    if (!(value instanceof Value.Sequence list)) {
      throw refused(key, "a shape such as [batch, 3, 224, 224]");
    }
    return shape(where(key), list, variables);
  }

  static Shape shape(String where, Value.Sequence list, Variables variables) {
    if (list.items().size() > Limits.MOST_AXES) {
      throw new InputException(
          where, "has more than " + Limits.MOST_AXES + " axes", "give a smaller shape");
    }
    List<Dim> sizes = new ArrayList<>();
    for (Value item : list.items()) {
      if (!(item instanceof Value.Scalar scalar) || scalar.is(Value.Kind.NOTHING)) {
        throw new InputException(
            where, "holds " + item.describe() + ", expected sizes", "give numbers or symbols");
      }
      Dim size =
          Variables.isProduct(scalar.text()) && scalar.text().contains("$")
              ? Dim.of(variables.whole(where, scalar.text()))
              : Sizes.parse(where, scalar.text());
      if (size.isKnown() && size.value() < 0) {
        throw new InputException(where, "holds the negative size " + size, "sizes are at least 0");
      }
      sizes.add(size);
    }
    return Shape.of(sizes);
  }

  /** A list of layers, at least one. */
  List<Value> layers(String key) {
    if (map.get(key) instanceof Value.Sequence list && !list.items().isEmpty()) {
      return list.items();
    }
    throw refused(key, "a list of layers");
  }

  @Nullable Value value(String key) {
    return map.get(key);
  }
}
