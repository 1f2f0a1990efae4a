package org.etalon.cli;

import java.io.Console;
import java.io.PrintWriter;

/** How many measurements are done, on one line of a terminal; nothing anywhere else. */
final class ProbeProgress {
  private final PrintWriter err;
  private final int total;
  private final boolean visible;

  ProbeProgress(PrintWriter err, int total) {
    this.err = err;
    this.total = total;
    this.visible = total > 1 && isTerminal();
  }

  /** Since Java 22 there is a console without a terminal too, and a method that tells. */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
    } catch (NoSuchMethodException beforeJava22) {
      return true;
    } catch (ReflectiveOperationException unknown) {
      return false;
    }
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
