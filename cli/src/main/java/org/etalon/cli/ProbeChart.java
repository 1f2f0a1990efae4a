package org.etalon.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.etalon.graph.InputException;
import org.etalon.lab.fit.Interval;
import org.etalon.lab.fit.LogMean;
import org.etalon.lab.fit.PowerLawFit;
import org.etalon.lab.plot.Axis;
import org.etalon.lab.plot.Chart;
import org.etalon.lab.plot.Role;
import org.etalon.lab.plot.Series;

/** The plot of {@code probe}: η* against what was varied, with the fitted line. */
final class ProbeChart {
  private ProbeChart() {}

  /**
   * Draws.
   *
   * @throws InputException if no point can be drawn, or the file has no place
   */
  static void write(ProbeReport report, Path file) throws IOException {
    ChartFile.write(chart(report), file);
  }

  private static Chart chart(ProbeReport report) {
    List<Series.Position> positions = new ArrayList<>();
    List<Series.Range> bars = new ArrayList<>();
    for (ProbeReport.At point : report.points()) {
      LogMean rate = point.result().learningRate();
      if (point.value().isEmpty() || rate.count() == 0) {
        continue;
      }
      double x = point.value().getAsDouble();
      positions.add(new Series.Position(x, rate.geometricMean().orElseThrow()));
      rate.interval(report.confidence())
          .map(Interval::exp)
          .ifPresent(interval -> bars.add(new Series.Range(x, interval.low(), interval.high())));
    }
    List<Series> series = new ArrayList<>();
    report.fit().ifPresent(fit -> series.add(line(fit, positions)));
    series.add(new Series.Points(report.probe().id(), Role.MEASURED, 0, positions, bars));
    return new Chart(
        report.model(),
        Axis.log(report.against().orElse("")),
        Axis.log("η*"),
        Chart.Colours.KINDS,
        series,
        List.of(
            "bars: "
                + TextNumbers.number(100 * report.confidence())
                + " % intervals over seeds, Student's t; "
                + report.optimizer()
                + ", init "
                + report.init()
                + ", data "
                + report.data()));
  }

  private static Series line(PowerLawFit fit, List<Series.Position> positions) {
    double[] xs = positions.stream().mapToDouble(Series.Position::x).sorted().toArray();
    List<Series.Position> ends = new ArrayList<>();
    for (double x : new double[] {xs[0], xs[xs.length - 1]}) {
      ends.add(new Series.Position(x, Math.exp(fit.intercept() + fit.exponent() * Math.log(x))));
    }
    String name = String.format(Locale.ROOT, "exponent %.2f", fit.exponent());
    return new Series.Line(name, Role.FITTED, 0, ends);
  }
}
