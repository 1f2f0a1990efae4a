package org.etalon.lab.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.etalon.lab.fit.Interval;
import org.etalon.lab.fit.Optimum;
import org.etalon.lab.fit.PowerLawFit;
import org.etalon.lab.plot.Axis;
import org.etalon.lab.plot.Chart;
import org.etalon.lab.plot.Role;
import org.etalon.lab.plot.Series;
import org.etalon.lab.plot.Series.Band;
import org.etalon.lab.plot.Series.Line;
import org.etalon.lab.plot.Series.Points;
import org.etalon.lab.plot.Series.Position;
import org.etalon.lab.plot.Series.Range;
import org.etalon.lab.sweep.SizeRuns;
import org.etalon.lab.sweep.Sweep;

/** Optimal learning rate against depth and size, with the fitted line and every law's. */
final class OptimumFigures {
  /** Places at which a fitted line and its band are drawn. */
  private static final int PLACES = 24;

  private final Sweep sweep;
  private final List<LawLine> laws;

  private OptimumFigures(Sweep sweep, List<LawLine> laws) {
    this.sweep = sweep;
    this.laws = laws;
  }

  /** One figure for each measure. */
  static List<Figure> of(Sweep sweep, List<SizeFit> fits, List<LawLine> laws) {
    OptimumFigures figures = new OptimumFigures(sweep, laws);
    return fits.stream().filter(figures::hasOptima).map(figures::figure).toList();
  }

  private boolean hasOptima(SizeFit fit) {
    return sweep.sizes().stream()
        .anyMatch(size -> size.optimum().isPresent() && fit.position(size).isPresent());
  }

  private Figure figure(SizeFit fit) {
    List<SizeRuns> sizes =
        sweep.sizes().stream()
            .filter(size -> fit.position(size).isPresent())
            .sorted(Comparator.comparingDouble(size -> fit.position(size).orElseThrow()))
            .toList();
    List<Series> series = new ArrayList<>();
    fit.fit().ifPresent(law -> series.addAll(fitted(law, sizes, fit)));
    for (int i = 0; i < laws.size(); i++) {
      LawLine law = laws.get(i);
      List<Position> line = new ArrayList<>();
      for (SizeRuns size : sizes) {
        law.rate(size.size().label())
            .ifPresent(rate -> line.add(new Position(fit.position(size).orElseThrow(), rate)));
      }
      if (line.size() > 1) {
        series.add(new Line(law.name(), Role.REFERENCE, i + 1, line));
      }
    }
    add(series, points("optimum, with its interval", Role.MEASURED, sizes, fit, true));
    add(series, points("optimum with caveats, not fitted", Role.HIGHLIGHT, sizes, fit, false));
    return new Figure(
        "optimum-" + fit.measure().map(m -> m.id()).orElse(Figure.part("size-" + fit.name())),
        new Chart(
            "Optimal learning rate against " + fit.name(),
            Axis.log(fit.name()),
            Axis.log("optimal learning rate η*"),
            Chart.Colours.KINDS,
            series,
            List.of()),
        Exponents.sentence(fit, sweep.confidence()) + same(fit),
        table(fit, sizes));
  }

  private static void add(List<Series> series, Points points) {
    if (!points.positions().isEmpty()) {
      series.add(points);
    }
  }

  private static String same(SizeFit fit) {
    return fit.same().isEmpty()
        ? ""
        : " All sizes have the same "
            + Shown.list(fit.same())
            + " as "
            + fit.name()
            + ", so this chart is of "
            + (fit.same().size() == 1 ? "both." : "them all.");
  }

  private Points points(
      String name, Role role, List<SizeRuns> sizes, SizeFit fit, boolean reliable) {
    List<Position> positions = new ArrayList<>();
    List<Range> bars = new ArrayList<>();
    for (SizeRuns size : sizes) {
      Optional<Optimum> optimum = size.optimum().filter(o -> o.isReliable() == reliable);
      if (optimum.isPresent()) {
        double x = fit.position(size).orElseThrow();
        positions.add(new Position(x, optimum.get().learningRate()));
        optimum.get().interval().ifPresent(i -> bars.add(new Range(x, i.low(), i.high())));
      }
    }
    return new Points(name, role, 0, positions, bars);
  }

  private List<Series> fitted(PowerLawFit law, List<SizeRuns> sizes, SizeFit fit) {
    double from = Math.log(fit.position(sizes.get(0)).orElseThrow());
    double to = Math.log(fit.position(sizes.get(sizes.size() - 1)).orElseThrow());
    List<Position> line = new ArrayList<>();
    List<Range> band = new ArrayList<>();
    for (int i = 0; i <= PLACES; i++) {
      double x = Math.exp(from + (to - from) * i / PLACES);
      line.add(new Position(x, Math.exp(law.predict(x).logY())));
      law.predict(x)
          .line()
          .map(estimate -> estimate.interval(sweep.confidence()).exp())
          .ifPresent(i2 -> band.add(new Range(x, i2.low(), i2.high())));
    }
    List<Series> series = new ArrayList<>();
    if (!band.isEmpty()) {
      series.add(
          new Band(
              Shown.percent(sweep.confidence()) + " band of the fitted line",
              Role.FITTED,
              0,
              band));
    }
    Optional<Interval> interval = law.exponentInterval(sweep.confidence());
    series.add(
        new Line(
            "fitted: exponent "
                + Shown.exponent(law.exponent())
                + interval.map(i -> " (" + Shown.exponents(i) + ")").orElse(""),
            Role.FITTED,
            0,
            line));
    return series;
  }

  private Figure.Table table(SizeFit fit, List<SizeRuns> sizes) {
    List<String> head = new ArrayList<>(List.of("size", fit.name(), "optimum η*"));
    head.add(Shown.percent(sweep.confidence()) + " interval");
    laws.forEach(law -> head.add(law.name()));
    List<List<String>> rows = new ArrayList<>();
    for (SizeRuns size : sizes) {
      List<String> row = new ArrayList<>();
      row.add(size.size().label());
      row.add(Shown.number(fit.position(size)));
      row.add(size.optimum().map(o -> Shown.number(o.learningRate())).orElse(Shown.NONE));
      row.add(Shown.range(size.optimum().flatMap(Optimum::interval)));
      laws.forEach(law -> row.add(Shown.number(law.rate(size.size().label()))));
      rows.add(row);
    }
    return new Figure.Table(head, rows);
  }
}
