package org.etalon.lab.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.etalon.lab.fit.Interval;
import org.etalon.lab.fit.Point;
import org.etalon.lab.fit.PowerLawFit;
import org.etalon.lab.plot.Series.Band;
import org.etalon.lab.plot.Series.Line;
import org.etalon.lab.plot.Series.Points;
import org.etalon.lab.plot.Series.Position;
import org.etalon.lab.plot.Series.Range;

/** The charts that measurements ask for. */
final class Examples {
  private Examples() {}

  /** Learning rate against depth: points with error bars, the fitted law, its band, a reference. */
  static Chart learningRateAgainstDepth() {
    Random random = new Random(5);
    double[] depths = {4, 6, 8, 12, 16, 24, 32};
    List<Point> points =
        DoubleStream.of(depths)
            .mapToObj(
                d -> new Point(d, 0.6 - 1.45 * Math.log(d) + 0.1 * random.nextGaussian(), 0.1))
            .toList();
    PowerLawFit fit = PowerLawFit.of(points);
    Interval exponent = fit.exponentInterval(0.9).orElseThrow();
    double[] grid =
        IntStream.rangeClosed(0, 40).mapToDouble(i -> 4 * Math.pow(2, i / 10.0)).toArray();
    return new Chart(
        "Best learning rate of an MLP, width 512",
        Axis.log("depth"),
        Axis.log("learning rate η*"),
        Chart.Colours.KINDS,
        List.of(
            new Points(
                "measured, 3 seeds each",
                Role.MEASURED,
                0,
                points.stream().map(p -> new Position(p.x(), Math.exp(p.logY()))).toList(),
                points.stream()
                    .map(
                        p -> new Range(p.x(), Math.exp(p.logY() - 0.16), Math.exp(p.logY() + 0.16)))
                    .toList()),
            new Line(
                "fit: exponent %.2f, from %.2f to %.2f (90 %%)"
                    .formatted(fit.exponent(), exponent.low(), exponent.high()),
                Role.FITTED,
                0,
                DoubleStream.of(grid)
                    .mapToObj(d -> new Position(d, Math.exp(fit.predict(d).logY())))
                    .toList()),
            new Band(
                "90 % band of the line",
                Role.FITTED,
                0,
                DoubleStream.of(grid)
                    .mapToObj(
                        d -> {
                          Interval line = fit.predict(d).line().orElseThrow().interval(0.9).exp();
                          return new Range(d, line.low(), line.high());
                        })
                    .toList()),
            new Line(
                "exponent −3/2",
                Role.REFERENCE,
                0,
                DoubleStream.of(grid)
                    .mapToObj(
                        d ->
                            new Position(
                                d, Math.exp(fit.predict(4).logY()) * Math.pow(d / 4, -1.5)))
                    .toList())),
        List.of("Error bars and band: Student's t, 90 %."));
  }

  /** Coordinate sizes against width: little more than half a decade of sizes, several layers. */
  static Chart coordinateCheck() {
    List<Series> series = new ArrayList<>();
    Random random = new Random(2);
    for (int layer = 0; layer < 6; layer++) {
      List<Position> positions = new ArrayList<>();
      for (double width : new double[] {64, 128, 256, 512, 1024, 2048}) {
        positions.add(
            new Position(width, (1 + 0.3 * layer) * Math.exp(0.05 * random.nextGaussian())));
      }
      String name = "layer " + (layer + 1);
      series.add(new Line("", Role.MEASURED, layer, positions));
      series.add(new Points(name, Role.MEASURED, layer, positions, List.of()));
    }
    return new Chart(
        "Coordinate size after 4 steps", Axis.log("width"), Axis.log("mean |z|"), series);
  }

  /** Loss against learning rate for several depths, the optimum ringed; some runs diverge. */
  static Chart lossAgainstLearningRate() {
    List<Series> series = new ArrayList<>();
    int[] depths = {3, 5, 8, 12, 18};
    for (int i = 0; i < depths.length; i++) {
      List<Position> curve = new ArrayList<>();
      double best = 0.8 * Math.pow(depths[i], -1.4);
      for (int k = 0; k <= 24; k++) {
        double rate = 1e-3 * Math.pow(10, k / 8.0);
        double away = Math.log(rate / best);
        curve.add(
            new Position(
                rate, away > 2 ? Double.POSITIVE_INFINITY : 0.4 + 0.05 * i + 0.12 * away * away));
      }
      series.add(new Line("depth " + depths[i], Role.MEASURED, i, curve));
      series.add(
          new Points(
              "", Role.HIGHLIGHT, i, List.of(new Position(best, 0.4 + 0.05 * i)), List.of()));
    }
    return new Chart(
        "Mean training loss on digits",
        Axis.log("learning rate"),
        Axis.linear("loss"),
        Chart.Colours.STEPS,
        series,
        List.of("Rings: minimum of the local parabola."));
  }

  /** Loss over steps, linear axes. */
  static Chart lossCurves() {
    List<Series> series = new ArrayList<>();
    Random random = new Random(8);
    String[] laws = {"am-mup", "depth-mup", "constant"};
    for (int i = 0; i < laws.length; i++) {
      List<Position> curve = new ArrayList<>();
      for (int step = 0; step <= 1200; step += 10) {
        curve.add(
            new Position(
                step,
                2.3 * Math.exp(-step / (150.0 * (i + 1)))
                    + 0.1 * i
                    + 0.03 * random.nextGaussian()
                    + 0.1));
      }
      series.add(new Line(laws[i], Role.MEASURED, i, curve));
    }
    return new Chart("Training loss", Axis.linear("step"), Axis.linear("loss"), series);
  }
}
