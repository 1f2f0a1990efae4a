package org.etalon.document;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value of a YAML or JSON file, with the line it stands on. */
public sealed interface Value {
  /** Line of the file, from 1. */
  int line();

  /** What it is, for messages: "a list". */
  String describe();

  /** A word, a number, true or false, or nothing. */
  record Scalar(Kind kind, String text, int line) implements Value {
    @Override
    public String describe() {
      return switch (kind) {
        case NOTHING -> "nothing";
        case TEXT -> "'" + DocumentLimits.shorten(text) + "'";
        default -> DocumentLimits.shorten(text);
      };
    }

    /** Whether it is of that kind. */
    public boolean is(Kind which) {
      return kind == which;
    }
  }

  /** What a scalar is. */
  enum Kind {
    /** No value. */
    NOTHING,
    /** True or false. */
    FLAG,
    /** A whole number. */
    WHOLE,
    /** A number with a point or an exponent. */
    REAL,
    /** Any other word. */
    TEXT
  }

  /** Values in order. */
  record Sequence(List<Value> items, int line) implements Value {
    @Override
    public String describe() {
      return "a list of " + items.size();
    }
  }

  /** Values by key, in the file's order. */
  record Mapping(Map<String, Value> entries, int line) implements Value {
    /** An empty one. */
    public Mapping(int line) {
      this(new LinkedHashMap<>(), line);
    }

    @Override
    public String describe() {
      return "a mapping with the keys "
          + DocumentLimits.shorten(String.join(", ", entries.keySet()));
    }

    /** The value of a key; null if it has none. */
    public @Nullable Value get(String key) {
      return entries.get(key);
    }

    /** Whether there is such a key. */
    public boolean has(String key) {
      return entries.containsKey(key);
    }
  }
}
