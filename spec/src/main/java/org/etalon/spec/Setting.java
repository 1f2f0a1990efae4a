package org.etalon.spec;

import java.util.List;

/**
 * A key of a layer or operation.
 *
 * @param key the key
 * @param type what its value is
 * @param required whether it must be given
 * @param words what it may be, for {@link Type#WORD}; empty otherwise
 * @param doc what it means, with its default
 */
record Setting(String key, Type type, boolean required, List<String> words, String doc) {
  /** Copies the list. */
  Setting {
    words = List.copyOf(words);
  }

  /** What a value is. */
  enum Type {
    /** A whole number, or a product such as {@code $width*4}. */
    WHOLE,
    /** One whole number for all spatial axes, or a list of one for each. */
    WHOLES,
    /** A number. */
    REAL,
    /** Numbers. */
    REALS,
    /** true or false. */
    FLAG,
    /** One of a few words. */
    WORD,
    /** Any text. */
    TEXT,
    /** Name of one or, in a list, several values. */
    NAMES,
    /** A list of sizes, each a number or a formula in symbols; or {@code unknown}. */
    SHAPE,
    /** A list of layers. */
    LAYERS,
    /** Whole numbers or formulas in symbols, in a list. */
    SIZES,
    /** Steps of a computation. */
    BODY,
    /** Lists of numbers by name. */
    SERIES
  }

  static Setting needed(String key, Type type, String doc) {
    return new Setting(key, type, true, List.of(), doc);
  }

  static Setting optional(String key, Type type, String doc) {
    return new Setting(key, type, false, List.of(), doc);
  }

  static Setting word(String key, boolean required, List<String> words, String doc) {
    return new Setting(key, Type.WORD, required, words, doc);
  }
}
