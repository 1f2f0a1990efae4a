package org.etalon.lab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.etalon.lab.fit.Optimum;
import org.etalon.lab.plot.Series.Position;
import org.etalon.lab.store.Store;
import org.etalon.lab.study.TrialResult;
import org.etalon.lab.sweep.SizeRuns;
import org.etalon.lab.sweep.Sweep;

/** Reads the loss curves that a page shows, and none besides: a large study has a million steps. */
public final class LossCurves {
  /** Learning rates on either side of the best one tried. */
  private static final int BESIDE = 2;

  /** Chosen rates are at least this factor apart. */
  private static final double APART = 1.5;

  /** Points of one curve at most. */
  private static final int POINTS = 100;

  /**
   * Seeds of one curve at most, the first ones: more would hardly change a mean to be looked at.
   */
  private static final int MOST_SEEDS = 8;

  private LossCurves() {}

  /**
   * The curves at the best rate tried of each size, and at up to two lower and two higher ones.
   *
   * @param sweep of a study that the store has
   */
  public static List<LossCurve> read(Sweep sweep, Store store) {
    List<LossCurve> curves = new ArrayList<>();
    for (SizeRuns size : sweep.sizes()) {
      String label = size.size().label();
      for (double rate : size.optimum().map(o -> rates(size, o)).orElse(Set.of())) {
        List<TrialResult> results = results(store.scores(sweep.name(), label, rate), store);
        if (!results.isEmpty()) {
          curves.add(mean(label, rate, results));
        }
      }
    }
    return curves;
  }

  private static Set<Double> rates(SizeRuns size, Optimum optimum) {
    TreeSet<Double> tried = new TreeSet<>();
    size.observations().forEach(o -> tried.add(o.learningRate()));
    TreeSet<Double> chosen = new TreeSet<>(List.of(optimum.bestTried()));
    addBeside(tried.headSet(optimum.bestTried(), false).descendingSet(), optimum, chosen);
    addBeside(tried.tailSet(optimum.bestTried(), false), optimum, chosen);
    return chosen;
  }

  /** The first rates on one side that are far enough from the one before, the best one first. */
  private static void addBeside(Set<Double> outwards, Optimum optimum, Set<Double> chosen) {
    double last = optimum.bestTried();
    int taken = 0;
    for (double rate : outwards) {
      if (taken < BESIDE && Math.max(last, rate) / Math.min(last, rate) >= APART) {
        chosen.add(rate);
        last = rate;
        taken++;
      }
    }
  }

  /** One result for each seed: of a run that was given up and later finished, the finished one. */
  private static List<TrialResult> results(List<Store.ScoredTrial> trials, Store store) {
    Map<Long, Store.ScoredTrial> bySeed = new TreeMap<>();
    for (Store.ScoredTrial one : trials) {
      bySeed.merge(one.seed(), one, (a, b) -> a.outcome() == TrialResult.Outcome.FINISHED ? a : b);
    }
    List<String> keys =
        bySeed.values().stream().limit(MOST_SEEDS).map(Store.ScoredTrial::key).toList();
    Map<String, TrialResult> results = store.results(keys);
    return keys.stream().map(results::get).filter(Objects::nonNull).toList();
  }

  private static LossCurve mean(String size, double rate, List<TrialResult> results) {
    List<float[]> losses = results.stream().map(TrialResult::losses).toList();
    int steps = losses.stream().mapToInt(LossCurves::finiteSteps).min().orElse(0);
    int perPoint = Math.max(1, (steps + POINTS - 1) / POINTS);
    List<Position> points = new ArrayList<>();
    for (int from = 0; from < steps; from += perPoint) {
      int to = Math.min(steps, from + perPoint);
      double sum = 0;
      for (float[] one : losses) {
        for (int i = from; i < to; i++) {
          sum += one[i];
        }
      }
      // The middle of its steps, counted from 1.
      points.add(new Position((from + 1 + to) / 2.0, sum / losses.size() / (to - from)));
    }
    int unfinished =
        (int) results.stream().filter(r -> r.outcome() != TrialResult.Outcome.FINISHED).count();
    return new LossCurve(size, rate, results.size(), unfinished, perPoint, points);
  }

  private static int finiteSteps(float[] losses) {
    for (int i = 0; i < losses.length; i++) {
      if (!Float.isFinite(losses[i])) {
        return i;
      }
    }
    return losses.length;
  }
}
