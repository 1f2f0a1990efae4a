package org.etalon.family;

import java.util.Arrays;
import java.util.List;
import org.etalon.graph.InputException;
import org.etalon.graph.Spelling;
import org.jspecify.annotations.Nullable;

/**
 * A value for every key of a family, each in its range, and the code of a {@link CellSpace}'s
 * member.
 */
public final class Arguments {
  private final ModelFamily family;
  private final List<Key> keys;
  private final @Nullable Object[] given;
  private final String code;

  private Arguments(ModelFamily family, @Nullable Object[] given, String code) {
    this.family = family;
    this.keys = family.keys();
    this.given = given;
    this.code = code;
  }

  /** The defaults of a family. */
  static Arguments defaults(ModelFamily family, String code) {
    return new Arguments(family, new Object[family.keys().size()], code);
  }

  /** These values with one more given, in place of the old one if there is one. */
  Arguments with(String key, String value) {
    int at = indexOf(key);
    @Nullable Object[] changed = Arrays.copyOf(given, given.length);
    changed[at] = keys.get(at).read(family.id() + ":" + key, value);
    return new Arguments(family, changed, code);
  }

  private int indexOf(String name) {
    for (int i = 0; i < keys.size(); i++) {
      if (keys.get(i).name().equals(name)) {
        return i;
      }
    }
    List<String> names = keys.stream().map(Key::name).toList();
    throw new InputException(
        family.id(),
        "unknown key '" + Families.shorten(name) + "'",
        Families.known(Spelling.nearest(name, names), names));
  }

  /** Whether a key's value was given rather than left at its default. */
  public boolean isGiven(String name) {
    return given[indexOf(name)] != null;
  }

  /** The value of a whole-number key. */
  public int get(Key.Whole key) {
    return (Integer) value(key);
  }

  /** The value of a real key. */
  public double get(Key.Real key) {
    return (Double) value(key);
  }

  /** The value of a word key. */
  public String get(Key.Word key) {
    return (String) value(key);
  }

  /** The value of a yes-or-no key. */
  public boolean get(Key.Flag key) {
    return (Boolean) value(key);
  }

  private Object value(Key key) {
    for (int i = 0; i < given.length; i++) {
      if (keys.get(i) == key) {
        Object value = given[i];
        return value == null ? key.fallback() : value;
      }
    }
    throw new IllegalArgumentException(family.id() + " has no key " + key.name());
  }

  /** The canonical code of a cell space's member; empty for other families. */
  public String code() {
    return code;
  }

  /** Where a key's value stands, for messages: family and key. */
  String where(Key key) {
    return family.id() + ":" + key.name();
  }

  /** The canonical reference: the keys that were given, in the family's order. */
  String text() {
    StringBuilder text = new StringBuilder(family.id());
    char separator = ':';
    if (!code.isEmpty()) {
      text.append(separator).append(code);
      separator = ',';
    }
    for (int i = 0; i < given.length; i++) {
      Object value = given[i];
      if (value != null) {
        Key key = keys.get(i);
        text.append(separator).append(key.name()).append('=').append(key.write(value));
        separator = ',';
      }
    }
    return text.toString();
  }

  @Override
  public String toString() {
    return text();
  }
}
