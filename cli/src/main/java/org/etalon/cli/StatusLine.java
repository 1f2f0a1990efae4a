package org.etalon.cli;

import java.io.Console;
import java.io.PrintWriter;

/** One line on a terminal that is written over again and again; nothing anywhere else. */
final class StatusLine {
  private static final int WIDTH = width();

  private final PrintWriter err;
  private final boolean visible;
  private int length;

  StatusLine(PrintWriter err) {
    this.err = err;
    this.visible = isTerminal();
  }

  private static int width() {
    try {
      return Math.max(40, Integer.parseInt(System.getenv().getOrDefault("COLUMNS", "100")));
    } catch (NumberFormatException unknown) {
      return 100;
    }
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

  /** Whether anybody sees it. */
  boolean isVisible() {
    return visible;
  }

  /** Shows a text in place of the last one. */
  void show(String text) {
    if (visible) {
      String line = text.length() < WIDTH ? text : text.substring(0, WIDTH - 2) + "…";
      err.print("\r" + line + " ".repeat(Math.max(0, length - line.length())));
      err.flush();
      length = line.length();
    }
  }

  /** Clears the line. */
  void clear() {
    if (visible && length > 0) {
      err.print("\r" + " ".repeat(length) + "\r");
      err.flush();
      length = 0;
    }
  }
}
