package org.etalon.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.etalon.graph.InputException;

/**
 * The values that one key of a family goes through: {@code KEY=a,b,c}.
 *
 * @param key the key; empty where nothing varies
 * @param values its values as the user wrote them, no two alike
 */
record Variation(Optional<String> key, List<String> values) {
  /** Nothing varies. */
  static final Variation NONE = new Variation(Optional.empty(), List.of());

  private static final int MOST_VALUES = 1000;

  /** Copies the list. */
  Variation {
    values = List.copyOf(values);
  }

  /**
   * Reads a variation.
   *
   * @throws InputException if it is malformed or a value comes twice
   */
  static Variation parse(String text) {
    int equals = text.indexOf('=');
    String key = equals < 0 ? "" : text.substring(0, equals).strip();
    List<String> values =
        equals < 0
            ? List.of()
            : Arrays.stream(text.substring(equals + 1).split(",", -1)).map(String::strip).toList();
    if (key.isEmpty() || values.isEmpty() || values.stream().anyMatch(String::isEmpty)) {
      throw new InputException(
          "--vary " + Failures.oneLine(text),
          "is not of the form KEY=a,b,c",
          "write it as in --vary depth=4,8,16");
    }
    if (new HashSet<>(values).size() < values.size() || values.size() > MOST_VALUES) {
      throw new InputException(
          "--vary " + key,
          values.size() > MOST_VALUES ? "has too many values" : "has a value twice",
          "give every value once, at most " + MOST_VALUES);
    }
    return new Variation(Optional.of(key), values);
  }

  /** A family's reference without the key that varies. */
  String without(String reference) {
    int colon = reference.indexOf(':');
    if (key.isEmpty() || colon < 0) {
      return reference;
    }
    List<String> rest = new ArrayList<>();
    for (String item : reference.substring(colon + 1).split(",", -1)) {
      if (!item.strip().startsWith(key.get() + "=")) {
        rest.add(item.strip());
      }
    }
    String name = reference.substring(0, colon);
    return rest.isEmpty() ? name : name + ":" + String.join(",", rest);
  }
}
