package org.etalon.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.etalon.graph.InputException;
import org.etalon.lab.plot.Chart;
import org.etalon.lab.plot.Charts;

/** Where {@code --plot} draws to: an SVG or a PNG file, as its name says. */
final class ChartFile {
  private static final int PNG_WIDTH = 1350;
  private static final int PNG_HEIGHT = 840;

  private ChartFile() {}

  /** Fails early where the file's name says no format that can be written. */
  static void check(Path file) {
    if (!endsWith(file, ".svg") && !endsWith(file, ".png")) {
      throw new InputException(
          "--plot " + file, "names neither an SVG nor a PNG file", "end it in .svg or .png");
    }
  }

  /**
   * Draws.
   *
   * @throws InputException if nothing can be drawn, or the file has no place
   */
  static void write(Chart chart, Path file) throws IOException {
    if (endsWith(file, ".svg")) {
      Charts.writeSvg(chart, file);
    } else {
      Charts.writePng(chart, file, PNG_WIDTH, PNG_HEIGHT);
    }
  }

  private static boolean endsWith(Path file, String ending) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(ending);
  }
}
