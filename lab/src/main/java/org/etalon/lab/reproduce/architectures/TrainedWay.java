package org.etalon.lab.reproduce.architectures;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.etalon.lab.correlation.Correlation;
import org.etalon.lab.store.Store;
import org.etalon.lab.study.Study;
import org.etalon.lab.study.TrialResult;

/** Networks trained one way, with the same seeds each. */
final class TrainedWay {
  private final String words;
  private final double[][] accuracies;
  private final long diverged;

  private TrainedWay(String words, double[][] accuracies, long diverged) {
    this.words = words;
    this.accuracies = accuracies;
    this.diverged = diverged;
  }

  /**
   * A way.
   *
   * @param words which one
   * @param study that says the networks and seeds
   * @param trials of each network, one for each seed
   * @param guessing accuracy of guessing, which a run counts as that diverged
   */
  static TrainedWay of(
      String words, Study study, Map<String, List<Store.ScoredTrial>> trials, double guessing) {
    int seeds = study.search().seeds().size();
    int networks = study.sizes().size();
    double[][] accuracies = new double[seeds][networks];
    long diverged = 0;
    for (int n = 0; n < networks; n++) {
      List<Store.ScoredTrial> runs = trials.getOrDefault(study.sizes().get(n).label(), List.of());
      for (Store.ScoredTrial run : runs) {
        int seed = study.search().seeds().indexOf(run.seed());
        accuracies[seed][n] = run.scores().accuracy().orElse(guessing);
        diverged += run.outcome() == TrialResult.Outcome.DIVERGED ? 1 : 0;
      }
    }
    return new TrainedWay(words, accuracies, diverged);
  }

  /** Which way. */
  String words() {
    return words;
  }

  /** How many runs diverged. */
  long diverged() {
    return diverged;
  }

  /** How many seeds each network was trained with. */
  int seeds() {
    return accuracies.length;
  }

  /** Mean accuracy of each network over seeds. */
  double[] means() {
    return mean(0, seeds());
  }

  /** What this way gains over another, network by network. */
  double[] gainOver(TrainedWay other) {
    double[] mine = means();
    double[] others = other.means();
    return IntStream.range(0, mine.length).mapToDouble(n -> mine[n] - others[n]).toArray();
  }

  /** Kendall's τ_b between this ranking and another, each by means over seeds. */
  Correlation kendall(TrainedWay other, double confidence) {
    return Correlation.of(Correlation.Kind.KENDALL, means(), other.means(), confidence);
  }

  /**
   * Accuracies by half of the seeds: two rows, the mean over the first half and that over the
   * second. With one seed the first half has none, and nothing can be made of it.
   */
  double[][] halves() {
    int half = seeds() / 2;
    return new double[][] {mean(0, half), mean(half, seeds())};
  }

  private double[] mean(int from, int to) {
    return IntStream.range(0, accuracies[0].length)
        .mapToDouble(
            n ->
                Arrays.stream(accuracies, from, to)
                    .mapToDouble(row -> row[n])
                    .average()
                    .orElse(Double.NaN))
        .toArray();
  }

  /** τ_b between the rankings by half of the seeds each; empty for one seed. */
  OptionalDouble kendallBetweenHalves(double confidence) {
    return seeds() < 2
        ? OptionalDouble.empty()
        : Correlation.of(Correlation.Kind.KENDALL, halves()[0], halves()[1], confidence).value();
  }
}
