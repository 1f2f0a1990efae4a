package org.etalon.family;

import java.util.Arrays;
import java.util.List;
import org.etalon.graph.InputException;
import org.etalon.graph.Spelling;
import org.jspecify.annotations.Nullable;

/**
 * A value for every key of a family or another {@link Keyed}, each in its range, and the code of a
 * {@link CellSpace}'s member.
 */
public final class Arguments {
  private final Keyed owner;
  private final List<Key> keys;
  private final @Nullable Object[] given;
  private final String code;

  private Arguments(Keyed owner, @Nullable Object[] given, String code) {
    this.owner = owner;
    this.keys = owner.keys();
    this.given = given;
    this.code = code;
  }

  /** The defaults. */
  static Arguments defaults(Keyed owner, String code) {
    return new Arguments(owner, new Object[owner.keys().size()], code);
  }

  /**
   * Reads settings.
   *
   * @param owner whose keys they are
   * @param settings {@code key=value,…}, what follows the colon of a reference; may be empty
   * @throws InputException if a key is unknown or given twice, or a value is none of its key's
   */
  public static Arguments parse(Keyed owner, String settings) {
    return parse(owner, "", settings);
  }

  /** Reads the settings of a cell space's member. */
  static Arguments parse(Keyed owner, String code, String settings) {
    Arguments arguments = defaults(owner, code);
    int from = 0;
    while (from < settings.length()) {
      int comma = settings.indexOf(',', from);
      int end = comma < 0 ? settings.length() : comma;
      arguments = arguments.withSetting(settings.substring(from, end).strip());
      from = end + 1;
      if (comma == settings.length() - 1) {
        throw new InputException(owner.id(), "nothing follows the last comma", "remove it");
      }
    }
    return arguments;
  }

  private Arguments withSetting(String item) {
    int equals = item.indexOf('=');
    if (equals < 1) {
      throw new InputException(
          owner.id(),
          "'" + Families.shorten(item) + "' is not of the form key=value",
          keys.isEmpty() ? "it has no keys" : "write it as in " + owner.example());
    }
    String key = item.substring(0, equals).strip();
    if (isGiven(key)) {
      throw new InputException(owner.id() + ":" + key, "is given twice", "give it once");
    }
    return with(key, item.substring(equals + 1).strip());
  }

  /** These values with one more given, in place of the old one if there is one. */
  Arguments with(String key, String value) {
    int at = indexOf(key);
    @Nullable Object[] changed = Arrays.copyOf(given, given.length);
    changed[at] = keys.get(at).read(owner.id() + ":" + key, value);
    return new Arguments(owner, changed, code);
  }

  private int indexOf(String name) {
    for (int i = 0; i < keys.size(); i++) {
      if (keys.get(i).name().equals(name)) {
        return i;
      }
    }
    List<String> names = keys.stream().map(Key::name).toList();
    throw new InputException(
        owner.id(), "unknown key '" + Families.shorten(name) + "'", Spelling.wayOut(name, names));
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

  /** The value of a text key. */
  public String get(Key.Text key) {
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
    throw new IllegalArgumentException(owner.id() + " has no key " + key.name());
  }

  /** The canonical code of a cell space's member; empty for other families. */
  public String code() {
    return code;
  }

  /** Where a key's value stands, for messages: family and key. */
  public String where(Key key) {
    return owner.id() + ":" + key.name();
  }

  /** The canonical reference: the keys that were given, in the family's order. */
  public String text() {
    StringBuilder text = new StringBuilder(owner.id());
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
