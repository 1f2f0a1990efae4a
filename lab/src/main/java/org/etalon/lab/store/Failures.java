package org.etalon.lab.store;

import java.util.Locale;
import java.util.function.Supplier;
import org.etalon.graph.InputException;
import org.jdbi.v3.core.JdbiException;

/** What a database refuses, said to its user. */
final class Failures {
  private Failures() {}

  /**
   * Runs database work.
   *
   * @throws InputException with the database's own words and a way out, if it fails
   */
  static <T> T within(String address, Supplier<T> work) {
    try {
      return work.get();
    } catch (JdbiException failure) {
      throw told(address, failure);
    }
  }

  static InputException told(String address, Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String words = String.valueOf(cause.getMessage()).lines().findFirst().orElse("unknown");
    return new InputException(
        "store " + address,
        "cannot be read or written: " + words,
        wayOut(words.toLowerCase(Locale.ROOT)));
  }

  private static String wayOut(String words) {
    if (words.contains("readonly") || words.contains("read-only")) {
      return "make the file and its folder writable, or choose another with --store";
    }
    if (words.contains("full")) {
      return "free some space; all results so far are kept, and the same command goes on from there";
    }
    if (words.contains("malformed")
        || words.contains("not a database")
        || words.contains("corrupt")) {
      return "the file is damaged or no store: restore a copy, or choose another with --store";
    }
    if (words.contains("busy") || words.contains("locked")) {
      return "another program keeps it locked: let it end";
    }
    return "check that it is there and can be written; all results so far are kept";
  }
}
