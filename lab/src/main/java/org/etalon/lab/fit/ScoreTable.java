package org.etalon.lab.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.etalon.graph.InputException;

/**
 * Scores by learning rate and seed, rates ascending. A missing run is {@code NaN}, one that
 * diverged or was abandoned is infinite.
 */
final class ScoreTable {
  /** Rounds of least squares over seeds and rates in turn; far more than any table needs. */
  private static final int ROUNDS = 200;

  private final double[] rates;
  private final double[][] scores;

  private ScoreTable(double[] rates, double[][] scores) {
    this.rates = rates;
    this.scores = scores;
  }

  /**
   * The table.
   *
   * @throws InputException if a rate and seed occur twice
   */
  static ScoreTable of(Collection<Observation> observations) {
    // Sorted only in the end: there may be a thousand runs for each rate and seed.
    Map<Double, List<Observation>> met = new HashMap<>();
    Set<Long> seeds = new HashSet<>();
    for (Observation one : observations) {
      met.computeIfAbsent(one.learningRate(), rate -> new ArrayList<>()).add(one);
      seeds.add(one.seed());
    }
    NavigableMap<Double, List<Observation>> byRate = new TreeMap<>(met);
    Map<Long, Integer> columns = new HashMap<>();
    seeds.stream().sorted().forEach(seed -> columns.put(seed, columns.size()));
    double[] rates = byRate.keySet().stream().mapToDouble(Double::doubleValue).toArray();
    double[][] scores = new double[columns.size()][rates.length];
    Arrays.stream(scores).forEach(row -> Arrays.fill(row, Double.NaN));
    int i = 0;
    for (List<Observation> runs : byRate.values()) {
      for (Observation run : runs) {
        double[] row = scores[columns.getOrDefault(run.seed(), 0)];
        if (!Double.isNaN(row[i])) {
          throw new InputException(
              "learning rate " + run.learningRate() + ", seed " + run.seed(),
              "this run is given twice",
              "give each run once");
        }
        row[i] = run.score().orElse(Double.POSITIVE_INFINITY);
      }
      i++;
    }
    return new ScoreTable(rates, scores);
  }

  /** Number of learning rates. */
  int size() {
    return rates.length;
  }

  /** Number of seeds. */
  int seeds() {
    return scores.length;
  }

  /** The i-th learning rate. */
  double rate(int i) {
    return rates[i];
  }

  /** The score of a seed (by its position) at the i-th rate. */
  double score(int seed, int i) {
    return scores[seed][i];
  }

  /** Positions of the seeds that have a finite score at every rate from a first to a last. */
  int[] completeSeeds(int first, int last) {
    return IntStream.range(0, scores.length)
        .filter(
            s -> IntStream.rangeClosed(first, last).allMatch(i -> Double.isFinite(scores[s][i])))
        .toArray();
  }

  /**
   * Mean score of each rate over the seeds, infinite where a run diverged or was abandoned. Where
   * not every seed was run at every rate, the means are those of the model score = rate + seed, by
   * least squares: a rate is not called good for having met a lucky seed.
   */
  double[] means() {
    double[] means = new double[rates.length];
    double[] shifts = new double[scores.length];
    for (int round = 0; round < ROUNDS; round++) {
      double change = 0;
      for (int i = 0; i < rates.length; i++) {
        double mean = meanAt(i, shifts);
        // Infinite stays infinite, and only the first round changes it.
        change = Math.max(change, round > 0 && mean == means[i] ? 0 : Math.abs(mean - means[i]));
        means[i] = mean;
      }
      if (round > 0 && change <= 1e-12 * Math.abs(Arrays.stream(means).min().orElse(0))) {
        break;
      }
      for (int s = 0; s < scores.length; s++) {
        shifts[s] = shiftOf(s, means);
      }
      // Shifts are relative: without this, means and shifts could wander together.
      double centre = Arrays.stream(shifts).average().orElse(0);
      Arrays.setAll(shifts, s -> shifts[s] - centre);
    }
    return means;
  }

  private double meanAt(int i, double[] shifts) {
    double sum = 0;
    int count = 0;
    for (int s = 0; s < scores.length; s++) {
      if (!Double.isNaN(scores[s][i])) {
        sum += scores[s][i] - shifts[s];
        count++;
      }
    }
    return sum / count;
  }

  private double shiftOf(int s, double[] means) {
    return IntStream.range(0, rates.length)
        .filter(i -> Double.isFinite(scores[s][i]) && Double.isFinite(means[i]))
        .mapToDouble(i -> scores[s][i] - means[i])
        .average()
        .orElse(0);
  }
}
