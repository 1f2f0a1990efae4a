package org.etalon.spec;

import org.etalon.graph.InputException;

/** How large files and networks may be; larger ones are refused rather than run dry. */
final class Limits {
  /** Bytes of a file. A graph of 100,000 nodes takes about 15 MB. */
  static final int MOST_BYTES = 32 << 20;

  /** Words, numbers, lists and mappings in a file. */
  static final int MOST_VALUES = 3_000_000;

  /** Levels of lists and mappings within each other. */
  static final int MOST_LEVELS = 48;

  /** Characters of one word. */
  static final int LONGEST_WORD = 20_000;

  /** Nodes of a network. */
  static final int MOST_NODES = 500_000;

  /** Characters of all names of a network together. */
  static final int MOST_NAME_CHARACTERS = 40_000_000;

  /** Characters of a name. */
  static final int LONGEST_NAME = 1_000;

  /** Largest number of anything counted: features, pixels, tokens, layers. */
  static final int LARGEST_SIZE = 1 << 26;

  /** Items visited while repeats are written out. */
  static final int MOST_STEPS = 1_000_000;

  /** Axes of a tensor. */
  static final int MOST_AXES = 64;

  private Limits() {}

  /** Refuses a network of more than {@link #MOST_NODES} nodes. */
  static void requireNodes(String where, long nodes) {
    if (nodes > MOST_NODES) {
      throw new InputException(
          where,
          "makes a network of more than " + MOST_NODES + " nodes, the limit",
          "make the network smaller");
    }
  }

  /** A user's text, cut to a length that fits in a message. */
  static String shorten(String text) {
    return text.length() <= 60 ? text : text.substring(0, 57) + "…";
  }
}
