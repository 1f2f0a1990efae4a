package org.etalon.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.etalon.graph.Finding;

/** Findings for people. */
final class Messages {
  private Messages() {}

  /** The severity as documents have it. */
  static String severity(Finding finding) {
    return finding.severity().name().toLowerCase(Locale.ROOT);
  }

  /** Tells what was decided for the user, on stderr. */
  static void note(PrintWriter err, String text) {
    say(err, "note: " + text);
  }

  /** Tells how it goes on, on stderr. */
  static void say(PrintWriter err, String text) {
    err.println("etalon: " + Failures.oneLine(text));
    err.flush();
  }

  /** Prints findings to stderr, one a line. */
  static void print(List<Finding> findings, PrintWriter err) {
    for (Finding finding : findings) {
      String place = finding.node().isEmpty() ? "" : finding.node() + ": ";
      err.println(
          "etalon: " + severity(finding) + ": " + Failures.oneLine(place + finding.message()));
    }
    err.flush();
  }
}
