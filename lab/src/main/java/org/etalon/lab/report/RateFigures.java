package org.etalon.lab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.etalon.lab.fit.Interval;
import org.etalon.lab.fit.Optimum;
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

/**
 * Loss against learning rate: all sizes in one chart, then each by itself with its single runs and
 * what the laws predict for it.
 */
final class RateFigures {
  /** Scores over a larger range than this are shown by their logarithms. */
  private static final double WIDE = 8;

  /** More runs of one size than this are shown as ranges over seeds instead of one by one. */
  private static final int MOST_POINTS = 400;

  private final Sweep sweep;
  private final List<LawLine> laws;

  private RateFigures(Sweep sweep, List<LawLine> laws) {
    this.sweep = sweep;
    this.laws = laws;
  }

  /** The figures; none for sizes without runs. */
  static List<Figure> of(Sweep sweep, List<LawLine> laws) {
    return new RateFigures(sweep, laws).all();
  }

  private List<Figure> all() {
    List<Figure> figures = new ArrayList<>();
    if (sweep.sizes().stream().anyMatch(size -> hasScores(size))) {
      figures.add(overview());
    }
    for (int i = 0; i < sweep.sizes().size(); i++) {
      SizeRuns size = sweep.sizes().get(i);
      if (hasScores(size)) {
        figures.add(one(size, i + 1));
      }
    }
    return figures;
  }

  private static boolean hasScores(SizeRuns size) {
    return size.observations().stream().anyMatch(o -> o.isFinished());
  }

  private Figure overview() {
    List<Series> series = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    List<Double> scores = new ArrayList<>();
    for (int i = 0; i < sweep.sizes().size(); i++) {
      SizeRuns size = sweep.sizes().get(i);
      List<RateRow> runs = RateRow.of(size.observations());
      List<Position> means = runs.stream().map(r -> new Position(r.rate(), r.mean())).toList();
      means.stream().map(Position::y).filter(Double::isFinite).forEach(scores::add);
      series.add(new Line(size.size().label(), Role.MEASURED, i, finite(means)));
      List<Position> lost = means.stream().filter(p -> !Double.isFinite(p.y())).toList();
      if (!lost.isEmpty()) {
        series.add(new Points("", Role.MEASURED, i, lost, List.of()));
      }
      int group = i;
      size.optimum().ifPresent(optimum -> series.addAll(mark(optimum, runs, group, "")));
      rows.add(row(size));
    }
    return new Figure(
        "rates",
        new Chart(
            "Loss against learning rate, all sizes",
            Axis.log("learning rate"),
            axis(scores),
            Chart.Colours.STEPS,
            series,
            List.of()),
        summary(),
        new Figure.Table(
            List.of(
                "size",
                "optimum η*",
                Shown.percent(sweep.confidence()) + " interval",
                "best rate tried",
                "runs",
                "diverged",
                "given up",
                "note"),
            rows));
  }

  private List<String> row(SizeRuns size) {
    List<RateRow> runs = RateRow.of(size.observations());
    Optional<Optimum> optimum = size.optimum();
    return List.of(
        size.size().label(),
        optimum.map(o -> Shown.number(o.learningRate())).orElse(Shown.NONE),
        Shown.range(optimum.flatMap(Optimum::interval)),
        optimum.map(o -> Shown.number(o.bestTried())).orElse(Shown.NONE),
        String.valueOf(size.observations().size()),
        String.valueOf(runs.stream().mapToInt(RateRow::diverged).sum()),
        String.valueOf(runs.stream().mapToInt(RateRow::abandoned).sum()),
        optimum.map(Caveats::of).orElse("no learning rate at which every seed finished"));
  }

  private String summary() {
    List<SizeRuns> with = sweep.sizes().stream().filter(s -> s.optimum().isPresent()).toList();
    String lost =
        " A cross at the upper edge is a learning rate at which a seed diverged or was given up.";
    if (with.isEmpty()) {
      return "No size has a learning rate at which every seed finished." + lost;
    }
    return "Each curve is the mean over seeds of one size; a ring marks its optimum, the bar through"
        + " it the "
        + Shown.percent(sweep.confidence())
        + " interval where one can be given."
        + lost;
  }

  private Figure one(SizeRuns size, int number) {
    List<RateRow> runs = RateRow.of(size.observations());
    double low = runs.stream().flatMap(r -> r.scores().stream()).min(Double::compare).orElseThrow();
    double high =
        runs.stream().flatMap(r -> r.scores().stream()).max(Double::compare).orElseThrow();
    List<Series> series = new ArrayList<>();
    size.optimum()
        .flatMap(Optimum::interval)
        .ifPresent(interval -> series.add(band(interval, low, high)));
    for (int i = 0; i < laws.size(); i++) {
      OptionalDouble rate = laws.get(i).rate(size.size().label());
      if (rate.isPresent() && !laws.get(i).base().equals(size.size().label())) {
        String name = laws.get(i).name() + ": " + Shown.number(rate.getAsDouble());
        series.add(
            new Line(
                name,
                Role.FITTED,
                i + 1,
                List.of(
                    new Position(rate.getAsDouble(), low),
                    new Position(rate.getAsDouble(), high))));
      }
    }
    List<Position> means = runs.stream().map(r -> new Position(r.rate(), r.mean())).toList();
    series.add(new Line("mean over seeds", Role.MEASURED, 0, finite(means)));
    series.add(single(size, runs));
    List<Position> lost = means.stream().filter(p -> !Double.isFinite(p.y())).toList();
    if (!lost.isEmpty()) {
      series.add(new Points("a seed diverged or was given up", Role.MEASURED, 0, lost, List.of()));
    }
    size.optimum()
        .ifPresent(
            o -> series.addAll(mark(o, runs, 0, "optimum: " + Shown.number(o.learningRate()))));
    return new Figure(
        "rates-" + number + "-" + Figure.part(size.size().label()),
        new Chart(
            "Loss against learning rate, " + size.size().label(),
            Axis.log("learning rate"),
            axis(List.of(low, high)),
            Chart.Colours.KINDS,
            series,
            List.of()),
        summary(size),
        table(runs));
  }

  private String summary(SizeRuns size) {
    List<String> parts = new ArrayList<>();
    size.optimum()
        .ifPresentOrElse(
            optimum -> {
              parts.add("The optimum is " + Shown.number(optimum.learningRate()));
              optimum
                  .interval()
                  .ifPresent(
                      i ->
                          parts.add(Shown.percent(i.confidence()) + " interval " + Shown.range(i)));
              if (!optimum.caveats().isEmpty()) {
                parts.add(Caveats.of(optimum));
              }
            },
            () -> parts.add("At no learning rate every seed finished"));
    String predicted =
        Shown.list(
            laws.stream()
                .filter(law -> !law.base().equals(size.size().label()))
                .filter(law -> law.rate(size.size().label()).isPresent())
                .map(law -> law.name() + " " + Shown.number(law.rate(size.size().label())))
                .toList());
    return String.join("; ", parts)
        + "."
        + (predicted.isEmpty()
            ? ""
            : " Predicted from " + laws.get(0).base() + ": " + predicted + ".");
  }

  private static Figure.Table table(List<RateRow> runs) {
    return new Figure.Table(
        List.of("learning rate", "mean score", "least", "greatest", "seeds", "not finished"),
        runs.stream()
            .map(
                row ->
                    List.of(
                        Shown.number(row.rate()),
                        row.isWhole() ? Shown.number(row.mean()) : Shown.NONE,
                        row.scores().isEmpty() ? Shown.NONE : Shown.number(row.scores().get(0)),
                        row.scores().isEmpty()
                            ? Shown.NONE
                            : Shown.number(row.scores().get(row.scores().size() - 1)),
                        String.valueOf(row.runs()),
                        row.lost()))
            .toList());
  }

  /** Every finished run as a point, or, of many, the range over seeds. */
  private static Points single(SizeRuns size, List<RateRow> runs) {
    if (size.observations().size() <= MOST_POINTS) {
      return new Points(
          "single runs",
          Role.MEASURED,
          0,
          runs.stream()
              .flatMap(r -> r.scores().stream().map(score -> new Position(r.rate(), score)))
              .toList(),
          List.of());
    }
    return new Points(
        "mean, least and greatest of the seeds",
        Role.MEASURED,
        0,
        finite(runs.stream().map(r -> new Position(r.rate(), r.mean())).toList()),
        runs.stream()
            .filter(r -> !r.scores().isEmpty())
            .map(r -> new Range(r.rate(), r.scores().get(0), r.scores().get(r.scores().size() - 1)))
            .toList());
  }

  /** The optimum on the curve, and its interval through it. */
  private static List<Series> mark(Optimum optimum, List<RateRow> runs, int group, String name) {
    OptionalDouble score = between(runs, optimum.learningRate());
    if (score.isEmpty()) {
      return List.of();
    }
    double at = score.getAsDouble();
    List<Series> series = new ArrayList<>();
    optimum
        .interval()
        .ifPresent(
            i ->
                series.add(
                    new Line(
                        "",
                        Role.FITTED,
                        group,
                        List.of(new Position(i.low(), at), new Position(i.high(), at)))));
    series.add(
        new Points(
            name,
            Role.HIGHLIGHT,
            group,
            List.of(new Position(optimum.learningRate(), at)),
            List.of()));
    return series;
  }

  /** The mean score at a rate, on the straight line in log η between its neighbours. */
  private static OptionalDouble between(List<RateRow> runs, double rate) {
    List<RateRow> whole = runs.stream().filter(RateRow::isWhole).toList();
    for (int i = 0; i < whole.size(); i++) {
      RateRow right = whole.get(i);
      if (right.rate() >= rate) {
        RateRow left = whole.get(Math.max(0, i - 1));
        double width = Math.log(right.rate() / left.rate());
        double share = width > 0 ? Math.log(rate / left.rate()) / width : 0;
        return OptionalDouble.of(left.mean() + share * (right.mean() - left.mean()));
      }
    }
    return whole.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(whole.get(whole.size() - 1).mean());
  }

  private static Band band(Interval interval, double low, double high) {
    return new Band(
        Shown.percent(interval.confidence()) + " interval of the optimum",
        Role.FITTED,
        0,
        List.of(new Range(interval.low(), low, high), new Range(interval.high(), low, high)));
  }

  private static List<Position> finite(List<Position> positions) {
    return positions.stream().filter(p -> Double.isFinite(p.y())).toList();
  }

  private Axis axis(List<Double> scores) {
    double low = scores.stream().min(Double::compare).orElse(0.0);
    double high = scores.stream().max(Double::compare).orElse(0.0);
    String name = sweep.score().replace('-', ' ');
    return low > 0 && high / low > WIDE ? Axis.log(name) : Axis.linear(name);
  }
}
