package org.etalon.lab.report;

import java.util.List;
import java.util.OptionalDouble;
import org.etalon.lab.fit.Observation;
import org.etalon.lab.plot.Axis;
import org.etalon.lab.plot.Series.Position;
import org.etalon.lab.sweep.SizeRuns;
import org.etalon.lab.sweep.Sweep;

/**
 * The vertical axis of charts of scores.
 *
 * @param name of the score
 * @param most scores above are left out, and it is said how many: a run that almost diverged would
 *     flatten all others
 */
record RateScale(String name, double most) {
  /** How far above the scores at the lowest rates, which hardly trained, others may lie. */
  private static final double FAR = 2;

  /** Scores over a larger range than this are shown by their logarithms. */
  private static final double WIDE = 8;

  static RateScale of(Sweep sweep, List<SizeRates> sizes) {
    boolean positive =
        sweep.sizes().stream()
            .flatMap(size -> size.observations().stream())
            .flatMapToDouble(o -> o.score().stream())
            .allMatch(score -> score > 0);
    OptionalDouble start =
        sizes.stream()
            .flatMap(size -> size.rows().stream().filter(RateRow::isWhole).limit(1))
            .mapToDouble(RateRow::mean)
            .max();
    return new RateScale(
        sweep.score().replace('-', ' '),
        positive && start.isPresent() ? FAR * start.getAsDouble() : Double.POSITIVE_INFINITY);
  }

  /** The same for one size, which is shown even if all of its scores are large. */
  RateScale forSize(List<RateRow> rows) {
    boolean anyShown =
        rows.stream().flatMap(row -> row.scores().stream()).anyMatch(score -> score <= most);
    return anyShown ? this : new RateScale(name, Double.POSITIVE_INFINITY);
  }

  /** Positions that are drawn. */
  List<Position> shown(List<Position> positions) {
    return positions.stream().filter(p -> Double.isFinite(p.y()) && p.y() <= most).toList();
  }

  /** Says how many scores are left out; empty for none. */
  String omitted(List<SizeRuns> sizes) {
    long count =
        sizes.stream()
            .flatMap(size -> size.observations().stream())
            .filter(Observation::isFinished)
            .filter(o -> o.score().orElseThrow() > most)
            .count();
    return count == 0
        ? ""
        : " Not drawn, as far above all others: "
            + Shown.count(count, "run", "runs")
            + " with a score above "
            + Shown.number(most)
            + ".";
  }

  /** An axis that suits the scores. */
  Axis axis(List<Double> scores) {
    double low = scores.stream().min(Double::compare).orElse(0.0);
    double high = scores.stream().max(Double::compare).orElse(0.0);
    return low > 0 && high / low > WIDE ? Axis.log(name) : Axis.linear(name);
  }
}
