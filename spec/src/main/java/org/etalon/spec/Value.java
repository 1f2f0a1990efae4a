package org.etalon.spec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value of a YAML or JSON file, with the line it stands on. */
sealed interface Value {
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
        case TEXT -> "'" + Limits.shorten(text) + "'";
        default -> Limits.shorten(text);
      };
    }

    boolean is(Kind which) {
      return kind == which;
    }
  }

  /** What a scalar is. */
  enum Kind {
    NOTHING,
    FLAG,
    WHOLE,
    REAL,
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
    Mapping(int line) {
      this(new LinkedHashMap<>(), line);
    }

    @Override
    public String describe() {
      return "a mapping with the keys " + Limits.shorten(String.join(", ", entries.keySet()));
    }

    @Nullable Value get(String key) {
      return entries.get(key);
    }

    boolean has(String key) {
      return entries.containsKey(key);
    }
  }
}
