package org.etalon.spec;

import org.etalon.graph.InputException;

/** How large files and networks may be; larger ones are refused rather than run dry. */
final class Limits {
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
}
