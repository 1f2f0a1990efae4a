package org.etalon.lab.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.etalon.graph.InputException;
import org.etalon.lab.plot.Series.Band;
import org.etalon.lab.plot.Series.Line;
import org.etalon.lab.plot.Series.Points;
import org.etalon.lab.plot.Series.Position;
import org.etalon.lab.plot.Series.Range;

/**
 * What of a chart has a place on its axes.
 *
 * @param x the horizontal extent shown
 * @param y the vertical extent shown
 * @param omission a sentence about what is not shown; empty if everything is
 */
record Placement(Extent x, Extent y, String omission) {
  /**
   * Measures a chart.
   *
   * @throws InputException if nothing of it has a place
   */
  static Placement of(Chart chart) {
    List<Double> xs = new ArrayList<>();
    List<Double> ys = new ArrayList<>();
    List<String> omissions = new ArrayList<>();
    for (Series series : chart.series()) {
      List<Range> extremes = extremes(series);
      int omitted = 0;
      for (Range range : extremes) {
        if (!chart.x().shows(range.x()) || !hasPlace(chart.y(), range)) {
          omitted++;
          continue;
        }
        xs.add(range.x());
        DoubleStream.of(range.low(), range.high()).filter(chart.y()::shows).forEach(ys::add);
      }
      if (omitted > 0) {
        omissions.add(
            "%s%d of %d"
                .formatted(
                    series.name().isBlank() ? "" : series.name() + ": ", omitted, extremes.size()));
      }
    }
    if (xs.isEmpty() || ys.isEmpty()) {
      throw new InputException(
          "chart \"" + chart.title() + "\"",
          "no value has a place on its axes",
          "infinite values have none, zero and negative ones only on linear axes");
    }
    return new Placement(
        Extent.of(chart.x(), xs.stream().mapToDouble(Double::doubleValue).toArray()),
        Extent.of(chart.y(), ys.stream().mapToDouble(Double::doubleValue).toArray()),
        omissions.isEmpty()
            ? ""
            : "Not shown, being infinite, undefined or not positive: %s."
                .formatted(String.join(", ", omissions)));
  }

  /** Whether a point or at least one end of a range can be shown. */
  private static boolean hasPlace(Axis axis, Range range) {
    return axis.shows(range.low()) || axis.shows(range.high());
  }

  private static List<Range> extremes(Series series) {
    List<Range> all = new ArrayList<>();
    if (series instanceof Points points) {
      points.positions().forEach(position -> all.add(range(position)));
      all.addAll(points.bars());
    } else if (series instanceof Line line) {
      line.positions().forEach(position -> all.add(range(position)));
    } else if (series instanceof Band band) {
      all.addAll(band.ranges());
    }
    return all;
  }

  private static Range range(Position position) {
    return new Range(position.x(), position.y(), position.y());
  }
}
