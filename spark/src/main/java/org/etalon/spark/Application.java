package org.etalon.spark;

import org.etalon.cli.Main;
import org.etalon.engine.Engines;

/** The command {@code etalon} as an application for spark-submit: its engine is Spark. */
public final class Application {
  private Application() {}

  /** Runs the command line and ends the process with its exit status. */
  public static void main(String... args) {
    if (System.getProperty(Engines.PROPERTY) == null) {
      System.setProperty(Engines.PROPERTY, Engines.SPARK);
    }
    Main.main(args);
  }
}
