package org.etalon.lab.store;

import java.util.Locale;
import java.util.function.Predicate;
import org.etalon.graph.InputException;

/** What a database refuses, said to its user. */
final class Failures {
  private Failures() {}

  /** A failure with the database's own words and a way out. */
  static InputException told(String address, Throwable failure) {
    String words = words(failure);
    return new InputException(
        "store " + address,
        "cannot be read or written: " + words,
        wayOut(words.toLowerCase(Locale.ROOT)));
  }

  /** That a store stayed away for as long as it was waited for. */
  static InputException gone(String address, Throwable failure) {
    return new InputException(
        "store " + address,
        "was lost and did not come back: " + words(failure),
        "all results so far are kept; when it is back, the same command goes on from there");
  }

  /** The first line of the innermost cause. */
  static String words(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("unknown");
  }

  /** Whether a failure, or what caused it, is such. */
  static boolean isCausedBy(Throwable failure, Predicate<Throwable> such) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (such.test(cause)) {
        return true;
      }
    }
    return false;
  }

  private static String wayOut(String words) {
    if (words.contains("readonly") || words.contains("read-only")) {
      return "make the file and its folder writable, or choose another with --store";
    }
    if (words.contains("permission denied")) {
      return "this role may read at most: use one that may write, or ask the store's owner";
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
