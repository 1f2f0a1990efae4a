package org.etalon.lab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.etalon.lab.fit.Observation;
import org.etalon.lab.plot.Series.Position;

/**
 * The runs of one size at one learning rate, over seeds.
 *
 * @param rate the learning rate
 * @param scores of finished runs, ascending
 * @param diverged how many diverged
 * @param abandoned how many were given up
 */
record RateRow(double rate, List<Double> scores, int diverged, int abandoned) {
  RateRow {
    scores = scores.stream().sorted().toList();
  }

  /** The rows of observations, rates ascending. */
  static List<RateRow> of(List<Observation> observations) {
    Map<Double, List<Observation>> byRate = new TreeMap<>();
    for (Observation one : observations) {
      byRate.computeIfAbsent(one.learningRate(), rate -> new ArrayList<>()).add(one);
    }
    List<RateRow> rows = new ArrayList<>();
    byRate.forEach((rate, runs) -> rows.add(of(rate, runs)));
    return rows;
  }

  private static RateRow of(double rate, List<Observation> runs) {
    return new RateRow(
        rate,
        runs.stream().flatMapToDouble(run -> run.score().stream()).boxed().toList(),
        count(runs, Observation.Ending.DIVERGED),
        count(runs, Observation.Ending.ABANDONED));
  }

  private static int count(List<Observation> runs, Observation.Ending ending) {
    return (int) runs.stream().filter(run -> run.ending() == ending).count();
  }

  /** Whether every seed finished: only then is the mean one of all seeds. */
  boolean isWhole() {
    return !scores.isEmpty() && diverged == 0 && abandoned == 0;
  }

  /** Mean over the finished seeds; infinite where one diverged or was given up. */
  double mean() {
    return isWhole()
        ? scores.stream().mapToDouble(Double::doubleValue).average().orElseThrow()
        : Double.POSITIVE_INFINITY;
  }

  /** The mean at its rate. */
  Position position() {
    return new Position(rate, mean());
  }

  /** The least score; there must be one. */
  double least() {
    return scores.get(0);
  }

  /** The greatest score; there must be one. */
  double greatest() {
    return scores.get(scores.size() - 1);
  }

  int runs() {
    return scores.size() + diverged + abandoned;
  }

  /** What came of the runs that did not finish. */
  String lost() {
    List<String> parts = new ArrayList<>();
    if (diverged > 0) {
      parts.add(diverged + " diverged");
    }
    if (abandoned > 0) {
      parts.add(abandoned + " given up");
    }
    return parts.isEmpty() ? Shown.NONE : String.join(", ", parts);
  }
}
