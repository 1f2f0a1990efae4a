package org.etalon.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.etalon.graph.InputException;
import org.etalon.lab.fit.Interval;
import org.etalon.lab.fit.Optimum;
import org.etalon.lab.fit.PowerLawFit;
import org.etalon.lab.fit.Prediction;
import org.etalon.lab.plot.Axis;
import org.etalon.lab.plot.Chart;
import org.etalon.lab.plot.Role;
import org.etalon.lab.plot.Series;
import org.etalon.lab.sweep.SizeRuns;
import org.etalon.lab.sweep.Trend;
import org.etalon.law.Laws;

/** The plot of {@code fit}: optima against size with intervals, the fitted line, and −3/2. */
final class FitChart {
  private static final double REFERENCE = -Laws.DEPTH_EXPONENT;
  private static final int BAND_PLACES = 40;

  private FitChart() {}

  /**
   * Draws.
   *
   * @throws InputException if no optimum can be drawn, or the file has no place
   */
  static void write(FitReport report, Path file) throws IOException {
    ChartFile.write(chart(report), file);
  }

  /** The chart. */
  static Chart chart(FitReport report) {
    Trend trend = report.first();
    List<Series> series = new ArrayList<>();
    trend.fit().ifPresent(fit -> series.addAll(line(report, trend, fit)));
    series.add(optima(report, trend, true));
    Series.Points leftOut = optima(report, trend, false);
    if (!leftOut.positions().isEmpty()) {
      series.add(leftOut);
    }
    List<String> notes = new ArrayList<>();
    notes.add(
        "bars and band: "
            + TextNumbers.number(100 * report.confidence())
            + " % intervals; score: "
            + report.sweep().score());
    return new Chart(
        report.sweep().name(),
        Axis.log(trend.name()),
        Axis.log("η*"),
        Chart.Colours.KINDS,
        series,
        notes);
  }

  private static Series.Points optima(FitReport report, Trend trend, boolean reliable) {
    List<Series.Position> positions = new ArrayList<>();
    List<Series.Range> bars = new ArrayList<>();
    for (SizeRuns size : report.sweep().sizes()) {
      OptionalDouble x = size.position(trend.measure());
      Optional<Optimum> optimum = size.optimum().filter(o -> o.isReliable() == reliable);
      if (x.isPresent() && optimum.isPresent()) {
        positions.add(new Series.Position(x.getAsDouble(), optimum.get().learningRate()));
        optimum
            .get()
            .interval()
            .ifPresent(i -> bars.add(new Series.Range(x.getAsDouble(), i.low(), i.high())));
      }
    }
    return new Series.Points(
        reliable ? "optimum" : "left out of the fit",
        reliable ? Role.MEASURED : Role.HIGHLIGHT,
        reliable ? 0 : 1,
        positions,
        bars);
  }

  private static List<Series> line(FitReport report, Trend trend, PowerLawFit fit) {
    double[] xs = trend.points().stream().mapToDouble(point -> point.x()).sorted().toArray();
    double low = xs[0];
    double high = xs[xs.length - 1];
    List<Series.Position> fitted = new ArrayList<>();
    List<Series.Range> band = new ArrayList<>();
    for (int i = 0; i <= BAND_PLACES; i++) {
      double x = low * Math.pow(high / low, (double) i / BAND_PLACES);
      Prediction there = fit.predict(x);
      fitted.add(new Series.Position(x, Math.exp(there.logY())));
      Optional<Interval> interval =
          there.line().map(estimate -> estimate.interval(report.confidence()).exp());
      interval.ifPresent(i2 -> band.add(new Series.Range(x, i2.low(), i2.high())));
    }
    double middle = Math.sqrt(low * high);
    double there = Math.exp(fit.predict(middle).logY());
    List<Series.Position> reference = new ArrayList<>();
    for (double x : new double[] {low, high}) {
      reference.add(new Series.Position(x, there * Math.pow(x / middle, REFERENCE)));
    }
    List<Series> series = new ArrayList<>();
    if (!band.isEmpty()) {
      series.add(new Series.Band("", Role.FITTED, 0, band));
    }
    series.add(new Series.Line("exponent −3/2", Role.REFERENCE, 2, reference));
    series.add(
        new Series.Line(
            String.format(Locale.ROOT, "exponent %.2f", fit.exponent()), Role.FITTED, 0, fitted));
    return series;
  }
}
