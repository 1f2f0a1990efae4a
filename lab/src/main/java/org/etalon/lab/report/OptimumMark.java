package org.etalon.lab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.etalon.lab.fit.Optimum;
import org.etalon.lab.plot.Role;
import org.etalon.lab.plot.Series;
import org.etalon.lab.plot.Series.Line;
import org.etalon.lab.plot.Series.Points;
import org.etalon.lab.plot.Series.Position;

/** The optimum on the curve of a size: a ring, and its interval as a line through it. */
final class OptimumMark {
  private OptimumMark() {}

  /**
   * The mark.
   *
   * @param group of the curve's colour
   * @param name in the legend; empty to leave it out there
   */
  static List<Series> of(Optimum optimum, List<RateRow> rows, int group, String name) {
    OptionalDouble score = between(rows, optimum.learningRate());
    if (score.isEmpty()) {
      return List.of();
    }
    double at = score.getAsDouble();
    List<Series> series = new ArrayList<>();
    optimum
        .interval()
        .map(i -> List.of(new Position(i.low(), at), new Position(i.high(), at)))
        .ifPresent(ends -> series.add(new Line("", Role.FITTED, group, ends)));
    List<Position> ring = List.of(new Position(optimum.learningRate(), at));
    series.add(new Points(name, Role.HIGHLIGHT, group, ring, List.of()));
    return series;
  }

  /** The mean score at a rate, on the straight line in log η between its neighbours. */
  private static OptionalDouble between(List<RateRow> rows, double rate) {
    List<RateRow> whole = rows.stream().filter(RateRow::isWhole).toList();
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
}
