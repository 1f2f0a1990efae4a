package org.etalon.lab.reproduce;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.etalon.depth.DepthMeasure;
import org.etalon.lab.fit.Optimum;
import org.etalon.lab.fit.PowerLawFit;
import org.etalon.lab.plot.Axis;
import org.etalon.lab.plot.Chart;
import org.etalon.lab.plot.Role;
import org.etalon.lab.plot.Series;
import org.etalon.lab.sweep.SizeRuns;
import org.etalon.lab.sweep.Sweep;

/** Optimal rates over size, with the fitted lines and a slope to compare with. */
final class OptimaChart {
  private final List<Series> series = new ArrayList<>();
  private final String title;
  private final String x;
  private int group;

  OptimaChart(String title, String x) {
    this.title = title;
    this.x = x;
  }

  /** Adds a sweep's optima, hollow ones too, and the line through the reliable ones. */
  OptimaChart add(
      String name, Sweep sweep, Optional<DepthMeasure> measure, Optional<PowerLawFit> fit) {
    List<Series.Position> reliable = new ArrayList<>();
    List<Series.Position> leftOut = new ArrayList<>();
    List<Series.Range> bars = new ArrayList<>();
    for (SizeRuns size : sweep.sizes()) {
      OptionalDouble at = size.position(measure);
      if (at.isEmpty() || size.optimum().isEmpty()) {
        continue;
      }
      Optimum optimum = size.optimum().get();
      (optimum.isReliable() ? reliable : leftOut)
          .add(new Series.Position(at.getAsDouble(), optimum.learningRate()));
      optimum
          .interval()
          .ifPresent(i -> bars.add(new Series.Range(at.getAsDouble(), i.low(), i.high())));
    }
    fit.ifPresent(
        f ->
            series.add(
                line(
                    String.format(Locale.ROOT, "%s: exponent %.2f", name, f.exponent()),
                    Role.FITTED,
                    f.exponent(),
                    Math.exp(f.predict(centre(reliable)).logY()),
                    reliable)));
    if (!reliable.isEmpty()) {
      series.add(new Series.Points(name, Role.MEASURED, group, reliable, bars));
    }
    if (!leftOut.isEmpty()) {
      series.add(new Series.Points(name + ", left out", Role.HIGHLIGHT, group, leftOut, List.of()));
    }
    group++;
    return this;
  }

  /** Adds a slope to compare with, through the middle of a sweep's reliable optima. */
  OptimaChart reference(String name, double exponent, PowerLawFit through) {
    List<Series.Position> points =
        through.points().stream().map(p -> new Series.Position(p.x(), Math.exp(p.logY()))).toList();
    series.add(
        line(
            name,
            Role.REFERENCE,
            exponent,
            Math.exp(through.predict(centre(points)).logY()),
            points));
    return this;
  }

  /** The chart; empty where there is nothing to draw. */
  Optional<Chart> chart(String note) {
    return series.stream().noneMatch(s -> s instanceof Series.Points)
        ? Optional.empty()
        : Optional.of(
            new Chart(
                title, Axis.log(x), Axis.log("η*"), Chart.Colours.KINDS, series, List.of(note)));
  }

  private Series line(
      String name, Role role, double exponent, double atCentre, List<Series.Position> points) {
    double centre = centre(points);
    double[] xs = points.stream().mapToDouble(Series.Position::x).sorted().toArray();
    List<Series.Position> ends = new ArrayList<>();
    for (double at : new double[] {xs[0], xs[xs.length - 1]}) {
      ends.add(new Series.Position(at, atCentre * Math.pow(at / centre, exponent)));
    }
    return new Series.Line(name, role, group, ends);
  }

  /** Geometric mean of the sizes. */
  private static double centre(List<Series.Position> points) {
    return Math.exp(points.stream().mapToDouble(p -> Math.log(p.x())).average().orElse(0));
  }
}
