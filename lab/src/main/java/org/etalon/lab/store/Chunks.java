package org.etalon.lab.store;

import java.util.ArrayList;
import java.util.List;

/** Keys of trials, as many together as go into one statement. */
final class Chunks {
  private static final int SIZE = 500;

  private Chunks() {}

  /** Views of a list's parts, in its order. */
  static List<List<String>> of(List<String> keys) {
    List<List<String>> chunks = new ArrayList<>();
    for (int from = 0; from < keys.size(); from += SIZE) {
      chunks.add(keys.subList(from, Math.min(keys.size(), from + SIZE)));
    }
    return chunks;
  }
}
