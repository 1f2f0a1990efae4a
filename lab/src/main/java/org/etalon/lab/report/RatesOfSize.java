package org.etalon.lab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
import org.etalon.lab.sweep.CaveatWords;
import org.etalon.lab.sweep.SizeRuns;

/** Loss against learning rate of one size: its runs, its optimum, and the laws' predictions. */
final class RatesOfSize {
  /** More runs than this are shown as ranges over seeds instead of one by one. */
  private static final int MOST_POINTS = 400;

  private final SizeRuns size;
  private final List<LawLine> laws;
  private final SizeRates rates;
  private final List<RateRow> rows;
  private final RateScale scale;

  RatesOfSize(SizeRates rates, List<LawLine> laws, RateScale scale) {
    this.size = rates.size();
    this.laws = laws;
    this.rates = rates;
    this.rows = rates.rows();
    this.scale = scale.forSize(rows);
  }

  /**
   * The figure.
   *
   * @param number of the size, from 1
   */
  Figure figure(int number) {
    List<Double> scores =
        rows.stream()
            .flatMap(row -> row.scores().stream())
            .filter(score -> score <= scale.most())
            .toList();
    double low = scores.stream().min(Double::compare).orElseThrow();
    double high = scores.stream().max(Double::compare).orElseThrow();
    List<Series> series = new ArrayList<>();
    size.optimum()
        .flatMap(Optimum::interval)
        .ifPresent(interval -> series.add(band(interval, low, high)));
    for (int i = 0; i < laws.size(); i++) {
      Optional<Double> rate = predicted(laws.get(i));
      if (rate.isPresent()) {
        String name = laws.get(i).name() + ": " + Shown.number(rate.get());
        Position foot = new Position(rate.get(), low);
        series.add(
            new Line(name, Role.FITTED, i + 1, List.of(foot, new Position(rate.get(), high))));
      }
    }
    series.addAll(runs());
    size.optimum()
        .ifPresent(
            o ->
                series.addAll(
                    OptimumMark.of(o, rows, 0, "optimum: " + Shown.number(o.learningRate()))));
    return new Figure(
        "rates-" + number + "-" + Figure.part(size.size().label()),
        new Chart(
            "Loss against learning rate, " + size.size().label(),
            Axis.log("learning rate"),
            scale.axis(scores),
            Chart.Colours.KINDS,
            series,
            List.of()),
        summary() + scale.omitted(List.of(size)) + rates.omitted(),
        table());
  }

  /** What a law predicts for this size, if it is not the law's own base. */
  private Optional<Double> predicted(LawLine law) {
    return law.base().equals(size.size().label())
        ? Optional.empty()
        : Optional.ofNullable(law.rates().get(size.size().label()));
  }

  private List<Series> runs() {
    List<Series> series = new ArrayList<>();
    List<Position> means = rates.shown().stream().map(RateRow::position).toList();
    List<Position> shown = scale.shown(means);
    series.add(new Line("mean over seeds", Role.MEASURED, 0, shown));
    if (size.observations().size() <= MOST_POINTS) {
      List<Position> single =
          rows.stream()
              .flatMap(row -> row.scores().stream().map(score -> new Position(row.rate(), score)))
              .toList();
      series.add(new Points("single runs", Role.MEASURED, 0, scale.shown(single), List.of()));
    } else {
      List<Range> ranges =
          rates.shown().stream()
              .filter(row -> !row.scores().isEmpty() && row.greatest() <= scale.most())
              .map(row -> new Range(row.rate(), row.least(), row.greatest()))
              .toList();
      series.add(new Points("least and greatest of the seeds", Role.MEASURED, 0, shown, ranges));
    }
    List<Position> lost = means.stream().filter(p -> !Double.isFinite(p.y())).toList();
    if (!lost.isEmpty()) {
      series.add(new Points("a seed diverged or was given up", Role.MEASURED, 0, lost, List.of()));
    }
    return series;
  }

  private static Band band(Interval interval, double low, double high) {
    return new Band(
        Shown.percent(interval.confidence()) + " interval of the optimum",
        Role.FITTED,
        0,
        List.of(new Range(interval.low(), low, high), new Range(interval.high(), low, high)));
  }

  private String summary() {
    String found = size.optimum().map(RatesOfSize::words).orElse("At no rate every seed finished");
    List<String> predicted =
        laws.stream()
            .flatMap(
                law -> predicted(law).stream().map(rate -> law.name() + " " + Shown.number(rate)))
            .toList();
    return found
        + "."
        + (predicted.isEmpty()
            ? ""
            : " Predicted from " + laws.get(0).base() + ": " + Shown.list(predicted) + ".");
  }

  private static String words(Optimum optimum) {
    List<String> parts = new ArrayList<>();
    parts.add("The optimum is " + Shown.number(optimum.learningRate()));
    optimum
        .interval()
        .ifPresent(i -> parts.add(Shown.percent(i.confidence()) + " interval " + Shown.range(i)));
    if (!optimum.caveats().isEmpty()) {
      parts.add(String.join("; ", CaveatWords.of(optimum)));
    }
    return String.join("; ", parts);
  }

  private Figure.Table table() {
    return new Figure.Table(
        List.of("learning rate", "mean score", "least", "greatest", "seeds", "not finished"),
        rates.shown().stream().map(RatesOfSize::cells).toList());
  }

  private static List<String> cells(RateRow row) {
    boolean any = !row.scores().isEmpty();
    return List.of(
        Shown.number(row.rate()),
        row.isWhole() ? Shown.number(row.mean()) : Shown.NONE,
        any ? Shown.number(row.least()) : Shown.NONE,
        any ? Shown.number(row.greatest()) : Shown.NONE,
        String.valueOf(row.runs()),
        row.lost());
  }
}
