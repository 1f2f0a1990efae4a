package org.etalon.cli;

import java.io.PrintWriter;

/** How many measurements are done, on one line of a terminal; nothing anywhere else. */
final class ProbeProgress {
  private final PrintWriter err;
  private final int total;
  private final boolean visible;

  ProbeProgress(PrintWriter err, int total) {
    this.err = err;
    this.total = total;
    this.visible = System.console() != null && System.getenv("CI") == null && total > 1;
  }

  /** Tells how many are done. */
  void done(int count) {
    if (visible) {
      err.print("\rprobing " + count + "/" + total);
      err.flush();
    }
  }

  /** Clears the line. */
  void close() {
    if (visible) {
      err.print("\r" + " ".repeat(30) + "\r");
      err.flush();
    }
  }
}
