package org.etalon.cli;

import org.etalon.graph.InputException;

/** What {@code --confidence} may be. */
final class Confidence {
  private Confidence() {}

  /**
   * Fails early for a number that is none.
   *
   * @throws InputException if it is not strictly between 0 and 1
   */
  static void check(double confidence) {
    if (!(confidence > 0 && confidence < 1)) {
      throw new InputException(
          "--confidence", confidence + " is not between 0 and 1", "0.9 and 0.95 are usual");
    }
  }
}
