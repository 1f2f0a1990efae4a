package org.etalon.spec;

import java.util.List;

/**
 * A field of a Hugging Face config that shapes the network.
 *
 * @param key its name
 * @param type what its value is
 * @param standard what transformers takes where it is missing, as JSON; "null" for nothing
 * @param doc what it says
 * @param alias another name that transformers takes for it; empty for none
 */
record ConfigKey(String key, Type type, String standard, String doc, String alias) {
  /** What a value is. */
  enum Type {
    /** A whole number of at least 1. */
    SIZE,
    /** Several of them. */
    SIZES,
    /** A number. */
    REAL,
    /** true or false. */
    FLAG,
    /** A word. */
    WORD
  }

  static ConfigKey size(String key, int standard, String doc) {
    return new ConfigKey(key, Type.SIZE, Integer.toString(standard), doc, "");
  }

  /** A size that may be missing or null. */
  static ConfigKey optionalSize(String key, String doc) {
    return new ConfigKey(key, Type.SIZE, "null", doc, "");
  }

  static ConfigKey sizes(String key, List<Integer> standard, String doc) {
    return new ConfigKey(key, Type.SIZES, standard.toString(), doc, "");
  }

  static ConfigKey real(String key, String standard, String doc) {
    return new ConfigKey(key, Type.REAL, standard, doc, "");
  }

  static ConfigKey flag(String key, boolean standard, String doc) {
    return new ConfigKey(key, Type.FLAG, Boolean.toString(standard), doc, "");
  }

  static ConfigKey word(String key, String standard, String doc) {
    return new ConfigKey(key, Type.WORD, standard, doc, "");
  }

  /** The same field, which transformers also takes under another name. */
  ConfigKey or(String other) {
    return new ConfigKey(key, type, standard, doc, other);
  }
}
