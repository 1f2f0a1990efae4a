package org.etalon.spark;

import java.io.IOException;
import java.util.Arrays;

/**
 * Runs the main class that is named first, and ends the process when its standard input does: with
 * the test that started it, however that ends.
 */
public final class Tethered {
  private Tethered() {}

  /** Takes the name of a class with a main method, and its arguments. */
  public static void main(String... arguments) throws ReflectiveOperationException {
    Thread tether = new Thread(Tethered::hold, "tether");
    tether.setDaemon(true);
    tether.start();
    Class.forName(arguments[0])
        .getMethod("main", String[].class)
        .invoke(null, (Object) Arrays.copyOfRange(arguments, 1, arguments.length));
  }

  private static void hold() {
    try {
      while (System.in.read() >= 0) {
        // Nothing is ever said.
      }
    } catch (IOException closed) {
      // As good as an end.
    }
    Runtime.getRuntime().halt(1);
  }
}
