package org.etalon.lab.report;

import java.util.ArrayList;
import java.util.List;
import org.etalon.lab.plot.Axis;
import org.etalon.lab.plot.Chart;
import org.etalon.lab.plot.Role;
import org.etalon.lab.plot.Series;
import org.etalon.lab.plot.Series.Line;
import org.etalon.lab.plot.Series.Points;
import org.etalon.lab.plot.Series.Position;
import org.etalon.lab.sweep.Sweep;

/** Training loss against step, one chart for each size. */
final class CurveFigures {
  /** Losses over a larger range than this are shown by their logarithms. */
  private static final double WIDE = 20;

  /** A loss this far above the start is not shown: the others would be flat beside it. */
  private static final double RUN_AWAY = 1.5;

  private CurveFigures() {}

  /** The figures of the sizes that have curves. */
  static List<Figure> of(Sweep sweep, List<LossCurve> curves) {
    List<Figure> figures = new ArrayList<>();
    for (int i = 0; i < sweep.sizes().size(); i++) {
      String size = sweep.sizes().get(i).size().label();
      List<LossCurve> own =
          curves.stream().filter(c -> c.size().equals(size) && !c.points().isEmpty()).toList();
      if (!own.isEmpty()) {
        figures.add(figure(size, i + 1, own));
      }
    }
    return figures;
  }

  private static Figure figure(String size, int number, List<LossCurve> curves) {
    List<Series> series = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    double most =
        RUN_AWAY * curves.stream().mapToDouble(c -> c.points().get(0).y()).min().orElseThrow();
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < curves.size(); i++) {
      LossCurve curve = curves.get(i);
      List<Position> points = curve.points().stream().takeWhile(p -> p.y() <= most).toList();
      String ends = curve.unfinished() > 0 ? ", " + curve.unfinished() + " not finished" : "";
      series.add(
          new Line("η " + Shown.number(curve.learningRate()) + ends, Role.MEASURED, i, points));
      if (points.size() < curve.points().size()) {
        double x = curve.points().get(points.size()).x();
        Position lost = new Position(x, Double.POSITIVE_INFINITY);
        series.add(new Points("", Role.MEASURED, i, List.of(lost), List.of()));
      }
      for (Position point : points) {
        low = Math.min(low, point.y());
        high = Math.max(high, point.y());
      }
      rows.add(
          List.of(
              Shown.number(curve.learningRate()),
              String.valueOf(curve.seeds()),
              String.valueOf(curve.unfinished()),
              at(curve, 0),
              at(curve, 0.25),
              at(curve, 0.5),
              at(curve, 1)));
    }
    int seeds = curves.stream().mapToInt(LossCurve::seeds).max().orElse(1);
    int perPoint = curves.stream().mapToInt(LossCurve::stepsPerPoint).max().orElse(1);
    return new Figure(
        "curves-" + number + "-" + Figure.part(size),
        new Chart(
            "Training loss, " + size,
            Axis.linear("step"),
            low > 0 && high / low > WIDE ? Axis.log("training loss") : Axis.linear("training loss"),
            Chart.Colours.STEPS,
            series,
            List.of()),
        "Mean over "
            + (seeds == 1 ? "one seed" : "up to " + seeds + " seeds")
            + " at learning rates around the best one tried; each point is the mean of "
            + Shown.count(perPoint, "step", "steps")
            + ". A curve ends where the first seed diverged or was given up; a cross at the upper edge"
            + " marks where one runs away.",
        new Figure.Table(
            List.of(
                "learning rate",
                "seeds",
                "not finished",
                "loss at the start",
                "after a quarter",
                "after half",
                "at the end"),
            rows));
  }

  private static String at(LossCurve curve, double share) {
    int last = curve.points().size() - 1;
    return Shown.number(curve.points().get((int) Math.round(share * last)).y());
  }
}
