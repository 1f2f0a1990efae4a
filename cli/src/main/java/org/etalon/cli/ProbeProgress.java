package org.etalon.cli;

import java.io.PrintWriter;

/** How many measurements are done. */
final class ProbeProgress {
  private final StatusLine line;
  private final int total;

  ProbeProgress(PrintWriter err, int total) {
    this.line = new StatusLine(err);
    this.total = total;
  }

  /** Tells how many are done. */
  void done(int count) {
    if (total > 1) {
      line.show("probing " + count + "/" + total);
    }
  }

  /** Clears the line. */
  void close() {
    line.clear();
  }
}
