package org.etalon.lab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.etalon.lab.fit.Optimum;
import org.etalon.lab.plot.Axis;
import org.etalon.lab.plot.Chart;
import org.etalon.lab.plot.Role;
import org.etalon.lab.plot.Series;
import org.etalon.lab.plot.Series.Line;
import org.etalon.lab.plot.Series.Points;
import org.etalon.lab.plot.Series.Position;
import org.etalon.lab.sweep.CaveatWords;
import org.etalon.lab.sweep.SizeRuns;
import org.etalon.lab.sweep.Sweep;

/** Loss against learning rate, all sizes in one chart. */
final class RateOverview {
  private RateOverview() {}

  static Figure of(Sweep sweep, List<SizeRates> sizes, RateScale scale) {
    List<Series> series = new ArrayList<>();
    List<Double> scores = new ArrayList<>();
    for (int i = 0; i < sizes.size(); i++) {
      SizeRuns size = sizes.get(i).size();
      List<RateRow> rows = sizes.get(i).rows();
      List<Position> means = sizes.get(i).shown().stream().map(RateRow::position).toList();
      List<Position> shown = scale.shown(means);
      shown.forEach(position -> scores.add(position.y()));
      series.add(new Line(size.size().label(), Role.MEASURED, i, shown));
      List<Position> lost = means.stream().filter(p -> !Double.isFinite(p.y())).toList();
      if (!lost.isEmpty()) {
        series.add(new Points("", Role.MEASURED, i, lost, List.of()));
      }
      if (size.optimum().isPresent()) {
        series.addAll(OptimumMark.of(size.optimum().get(), rows, i, ""));
      }
    }
    return new Figure(
        "rates",
        new Chart(
            "Loss against learning rate, all sizes",
            Axis.log("learning rate"),
            scale.axis(scores),
            Chart.Colours.STEPS,
            series,
            List.of()),
        summary(sweep) + scale.omitted(sweep.sizes()),
        table(sweep, sizes));
  }

  private static String summary(Sweep sweep) {
    return "Each curve is the mean over seeds of one size; a ring marks its optimum, the bar through"
        + " it the "
        + Shown.percent(sweep.confidence())
        + " interval where one can be given. A cross above is a learning rate at which a seed"
        + " diverged or was given up.";
  }

  private static Figure.Table table(Sweep sweep, List<SizeRates> sizes) {
    return new Figure.Table(
        List.of(
            "size",
            "optimum η*",
            Shown.percent(sweep.confidence()) + " interval",
            "best rate tried",
            "runs",
            "diverged",
            "given up",
            "note"),
        sizes.stream().map(RateOverview::row).toList());
  }

  private static List<String> row(SizeRates rates) {
    SizeRuns size = rates.size();
    Optional<Optimum> optimum = size.optimum();
    return List.of(
        size.size().label(),
        optimum.map(o -> Shown.number(o.learningRate())).orElse(Shown.NONE),
        Shown.range(optimum.flatMap(Optimum::interval)),
        optimum.map(o -> Shown.number(o.bestTried())).orElse(Shown.NONE),
        String.valueOf(size.observations().size()),
        String.valueOf(rates.diverged()),
        String.valueOf(rates.abandoned()),
        optimum.map(RateOverview::caveats).orElse("no learning rate at which every seed finished"));
  }

  private static String caveats(Optimum optimum) {
    return String.join("; ", CaveatWords.of(optimum));
  }
}
