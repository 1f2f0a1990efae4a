package org.etalon.lab.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.etalon.document.DocumentLimits;
import org.etalon.document.Value;
import org.etalon.graph.InputException;
import org.etalon.graph.Spelling;
import org.jspecify.annotations.Nullable;

/** The entries of one mapping of a study file: every key known, values of their kind. */
public final class Entries {
  private final String where;
  private final Value.Mapping map;

  /**
   * Checks the keys.
   *
   * @param where what the mapping is of, for messages; empty for the file's own
   * @param value what stands there
   * @param known the keys it may have
   */
  public Entries(String where, Value value, List<String> known) {
    this.where = where;
    if (!(value instanceof Value.Mapping mapping)) {
      throw new InputException(
          at(value, where), "is " + value.describe(), "write keys and values: " + known);
    }
    this.map = mapping;
    mapping
        .entries()
        .forEach(
            (key, entry) -> {
              if (!known.contains(key)) {
                throw new InputException(
                    at(entry, where),
                    "unknown key '" + DocumentLimits.shorten(key) + "'",
                    Spelling.wayOut(key, known));
              }
            });
  }

  private static String at(Value value, String name) {
    return value.line() > 0
        ? "line " + value.line() + (name.isEmpty() ? "" : ", " + name)
        : name.isEmpty() ? "study" : "--" + name;
  }

  /** A place for messages. */
  public String at(String key) {
    String name = where.isEmpty() ? key : where + "." + key;
    Value value = map.get(key);
    return at(value == null ? map : value, name);
  }

  /** A complaint about a key, to throw. */
  public InputException problem(String key, String problem, String wayOut) {
    return new InputException(at(key), problem, wayOut);
  }

  /** Whether a key is there with a value. */
  public boolean has(String key) {
    return find(key).isPresent();
  }

  /** The value of a key; one without a value counts as missing. */
  public Optional<Value> find(String key) {
    @Nullable Value value = map.get(key);
    return value == null || (value instanceof Value.Scalar s && s.is(Value.Kind.NOTHING))
        ? Optional.empty()
        : Optional.of(value);
  }

  /**
   * The value of a key that must be there.
   *
   * @throws InputException if it is not
   */
  public Value require(String key, String example) {
    return find(key)
        .orElseThrow(
            () ->
                new InputException(
                    at(map, where), "lacks '" + key + "'", "give it, as in " + example));
  }

  /** The word of a key. */
  public Optional<String> text(String key) {
    return find(key).map(value -> scalar(key, value));
  }

  /** The word of a key, or another. */
  public String text(String key, String otherwise) {
    return text(key).orElse(otherwise);
  }

  /** The word that a value of a key is. */
  public String scalar(String key, Value value) {
    if (value instanceof Value.Scalar scalar && !scalar.is(Value.Kind.NOTHING)) {
      return scalar.text();
    }
    throw problem(key, "is " + value.describe(), "write one word or number");
  }

  /** True or false. */
  public boolean flag(String key, boolean otherwise) {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      return otherwise;
    }
    return switch (text.get()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw problem(key, "is '" + text.get() + "'", "write true or false");
    };
  }

  /** A number in a range, if the key is there. */
  public OptionalDouble real(String key, double low, double high) {
    Optional<Value> value = find(key);
    return value.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(real(key, value.get(), low, high));
  }

  /** The number in a range that a value of a key is. */
  public double real(String key, Value value, double low, double high) {
    String text = scalar(key, value);
    try {
      double number = Double.parseDouble(text);
      if (number >= low && number <= high) {
        return number;
      }
    } catch (NumberFormatException noNumber) {
      // Told below.
    }
    throw problem(
        key, "is " + DocumentLimits.shorten(text), "write a number from " + low + " to " + high);
  }

  /** A whole number in a range, if the key is there. */
  public OptionalLong whole(String key, long low, long high) {
    Optional<Value> value = find(key);
    return value.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(whole(key, value.get(), low, high));
  }

  /** The whole number in a range that a value of a key is. */
  public long whole(String key, Value value, long low, long high) {
    String text = scalar(key, value);
    try {
      long number = Long.parseLong(text);
      if (number >= low && number <= high) {
        return number;
      }
    } catch (NumberFormatException noNumber) {
      // Told below.
    }
    throw problem(
        key,
        "is " + DocumentLimits.shorten(text),
        "write a whole number from " + low + " to " + high);
  }

  /** The items of a list. */
  public List<Value> list(String key, Value value, int most) {
    if (!(value instanceof Value.Sequence sequence)
        || sequence.items().isEmpty()
        || sequence.items().size() > most) {
      throw problem(key, "is " + value.describe(), "write a list of 1 to " + most);
    }
    return new ArrayList<>(sequence.items());
  }

  /** The keys that are there, in the file's order. */
  public List<String> keys() {
    return List.copyOf(map.entries().keySet());
  }
}
