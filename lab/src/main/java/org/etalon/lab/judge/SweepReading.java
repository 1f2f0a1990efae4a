package org.etalon.lab.judge;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.etalon.lab.fit.Observation;
import org.etalon.lab.fit.Observation.Ending;
import org.etalon.lab.judge.Judgement.Regret;

/**
 * A size's own runs as a curve over log η, read between the rates tried: cubic Hermite pieces for
 * each seed, with slopes from the rates next to them, which follow a parabola exactly. Where a
 * neighbour is missing, pieces are as straight as need be.
 */
final class SweepReading {
  /** Rates this near in ratio are one: a predicted rate of the grid is not "between". */
  private static final double SAME = 1e-9;

  private final double[] logRates;
  private final List<Map<Long, Observation>> runs;

  SweepReading(Collection<Observation> observations) {
    TreeMap<Double, Map<Long, Observation>> byRate = new TreeMap<>();
    observations.forEach(
        o -> byRate.computeIfAbsent(o.learningRate(), rate -> new HashMap<>()).put(o.seed(), o));
    this.logRates = byRate.keySet().stream().mapToDouble(Math::log).toArray();
    this.runs = List.copyOf(byRate.values());
  }

  /**
   * What a rate costs against another.
   *
   * @param rate predicted
   * @param best the size's optimum
   */
  Regret regret(double rate, double best, double confidence) {
    double at = Math.log(rate);
    int last = logRates.length - 1;
    int below = below(at);
    if (below >= 0 && count(below, Ending.DIVERGED) > 0) {
      return new Regret.Diverges(count(below, Ending.DIVERGED), runs.get(below).size());
    }
    if (below < 0 || at > logRates[last] + SAME) {
      return new Regret.Unknown(
          "lies " + (below < 0 ? "below" : "above") + " every rate tried; it has to be trained");
    }
    int above = above(at);
    if (count(above, Ending.DIVERGED) > 0) {
      return new Regret.Unknown(
          "lies between a rate that trains and one that diverges; it has to be trained");
    }
    double[] differences =
        runs.get(below).keySet().stream()
            .sorted()
            .mapToDouble(seed -> score(seed, at) - score(seed, Math.log(best)))
            .filter(Double::isFinite)
            .toArray();
    return differences.length == 0
        ? new Regret.Unknown("no seed finished at the rates beside it; it has to be trained")
        : PairedDifferences.regret(differences, confidence, false);
  }

  /**
   * What tuning gains: the mean score at the lowest rate tried less that at the best, over the
   * seeds that have both; NaN where none has.
   */
  double gain(double best) {
    return runs.get(0).keySet().stream()
        .mapToDouble(seed -> score(seed, 0) - score(seed, Math.log(best)))
        .filter(Double::isFinite)
        .average()
        .orElse(Double.NaN);
  }

  private int below(double at) {
    int i = -1;
    while (i + 1 < logRates.length && logRates[i + 1] <= at + SAME) {
      i++;
    }
    return i;
  }

  private int above(double at) {
    int i = below(at);
    return Math.abs(logRates[i] - at) <= SAME ? i : i + 1;
  }

  private int count(int i, Ending ending) {
    return (int) runs.get(i).values().stream().filter(o -> o.ending() == ending).count();
  }

  /** A run's score; NaN where it has none. */
  private double score(long seed, int i) {
    if (i < 0 || i >= logRates.length) {
      return Double.NaN;
    }
    Observation run = runs.get(i).get(seed);
    return run == null ? Double.NaN : run.score().orElse(Double.NaN);
  }

  private double score(long seed, double at) {
    int i = below(at);
    if (i < 0) {
      return Double.NaN;
    }
    int j = above(at);
    if (j == i) {
      return score(seed, i);
    }
    if (j >= logRates.length) {
      return Double.NaN;
    }
    double width = logRates[j] - logRates[i];
    double u = (at - logRates[i]) / width;
    double from = score(seed, i);
    double to = score(seed, j);
    double secant = (to - from) / width;
    double start = slope(seed, i, secant);
    double end = slope(seed, j, secant);
    return from
        + u * (to - from)
        + u * (1 - u) * width * ((1 - u) * (start - secant) - u * (end - secant));
  }

  /** Slope of the parabola through a rate and its neighbours; the secant's where one is missing. */
  private double slope(long seed, int i, double secant) {
    double before = score(seed, i - 1);
    double after = score(seed, i + 1);
    if (Double.isNaN(before) || Double.isNaN(after)) {
      return secant;
    }
    double left = logRates[i] - logRates[i - 1];
    double right = logRates[i + 1] - logRates[i];
    double here = score(seed, i);
    return ((here - before) / left * right + (after - here) / right * left) / (left + right);
  }
}
