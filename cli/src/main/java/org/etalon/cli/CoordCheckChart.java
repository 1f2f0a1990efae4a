package org.etalon.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.etalon.lab.plot.Axis;
import org.etalon.lab.plot.Chart;
import org.etalon.lab.plot.Role;
import org.etalon.lab.plot.Series;
import org.etalon.torch.check.CheckResult;
import org.etalon.torch.check.Measurement;
import org.etalon.torch.check.Quantity;
import org.etalon.torch.check.Variation;

/**
 * The plot of {@code coordcheck}: after the last step, the change of every representation against
 * width or depth. Flat lines are what is hoped for.
 */
final class CoordCheckChart {

  /** More names than this crowd the chart: the first and last then stand for the rest. */
  private static final int MOST_NAMES = 12;

  private CoordCheckChart() {}

  /**
   * Draws.
   *
   * @throws org.etalon.graph.InputException if nothing can be drawn, or the file has no place
   */
  static void write(CheckResult result, Path file) throws IOException {
    ChartFile.write(chart(result), file);
  }

  private static Chart chart(CheckResult result) {
    int steps = result.request().sampling().steps();
    List<Integer> values = result.request().variation().values();
    List<Measurement> changes = result.at(Quantity.CHANGE, steps);
    List<Series> series = new ArrayList<>();
    for (int i = 0; i < changes.size(); i++) {
      List<Series.Position> positions = new ArrayList<>();
      for (int v = 0; v < values.size(); v++) {
        positions.add(new Series.Position(values.get(v), changes.get(i).sizes().get(v)));
      }
      boolean named = changes.size() <= MOST_NAMES || i == 0 || i == changes.size() - 1;
      series.add(new Series.Points("", Role.MEASURED, i, positions, List.of()));
      series.add(new Series.Line(named ? name(changes.get(i)) : "", Role.MEASURED, i, positions));
    }
    return new Chart(
        result.request().variation().model().text() + ": " + result.verdict().id(),
        Axis.log(result.request().variation().key()),
        Axis.log("mean |z − z₀| after " + steps + (steps == 1 ? " step" : " steps")),
        Chart.Colours.STEPS,
        series,
        List.of(
            result.request().scaling().optimizer().id()
                + ", width "
                + result.request().scaling().width().id()
                + (result.axis() == Variation.Axis.DEPTH
                    ? ", law " + result.request().scaling().law().id()
                    : "")
                + "; geometric means over "
                + result.request().sampling().seeds()
                + " seeds"));
  }

  private static String name(Measurement change) {
    return change.slope().isPresent()
        ? String.format(
            Locale.ROOT, "%s (%.2f)", change.representation(), change.slope().getAsDouble())
        : change.representation();
  }
}
