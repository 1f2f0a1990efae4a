package org.etalon.lab.judge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.etalon.lab.fit.Optimum;
import org.etalon.lab.judge.Judgement.Regret;
import org.etalon.lab.judge.Predicted.Setting;
import org.etalon.lab.study.Score;
import org.etalon.lab.study.Study;
import org.etalon.lab.study.TrialResult;
import org.etalon.lab.sweep.SizeRuns;

/** What predictions cost at one target: from training, else from the target's own sweep. */
final class Costs {
  private final SizeRuns runs;
  private final double confidence;
  private final Optional<Study> study;
  private final List<Long> seeds;
  private final Function<Setting, Map<Long, TrialResult>> results;
  private final SweepReading reading;
  private final Map<Setting, Map<Long, OptionalDouble>> known = new HashMap<>();

  /** Scores at the target's own optimum by seed; empty for a run that diverged. */
  private final Map<Long, OptionalDouble> own;

  private Costs(
      SizeRuns runs,
      double confidence,
      Optional<Study> study,
      List<Long> seeds,
      Function<Setting, Map<Long, TrialResult>> results) {
    this.runs = runs;
    this.reading = new SweepReading(runs.observations());
    this.confidence = confidence;
    this.study = study;
    this.seeds = List.copyOf(seeds);
    this.results = results;
    this.own =
        study.isPresent() && runs.optimum().isPresent()
            ? scores(new Setting(study.get().training(), runs.optimum().get().learningRate()))
            : Map.of();
  }

  /** Costs read off the target's own sweep. */
  static Costs readOff(SizeRuns runs, double confidence) {
    return new Costs(runs, confidence, Optional.empty(), List.of(), setting -> Map.of());
  }

  /**
   * Costs from training.
   *
   * @param seeds that were or will be trained with
   * @param results what came of a setting, by seed; seeds that are not finished are missing
   */
  static Costs trained(
      SizeRuns runs,
      double confidence,
      Study study,
      List<Long> seeds,
      Function<Setting, Map<Long, TrialResult>> results) {
    return new Costs(runs, confidence, Optional.of(study), seeds, results);
  }

  /** The scores of a setting by seed; empty for a run that diverged. */
  private Map<Long, OptionalDouble> scores(Setting setting) {
    return known.computeIfAbsent(setting, this::read);
  }

  private Map<Long, OptionalDouble> read(Setting setting) {
    Score score = study.orElseThrow().score();
    Map<Long, OptionalDouble> scores = new LinkedHashMap<>();
    Map<Long, TrialResult> finished = results.apply(setting);
    for (long seed : seeds) {
      TrialResult result = finished.get(seed);
      if (result != null) {
        OptionalDouble number = score.of(result);
        scores.put(
            seed,
            number.isPresent() && Double.isFinite(number.getAsDouble())
                ? number
                : OptionalDouble.empty());
      }
    }
    return scores;
  }

  /** What tuning the target gains over the lowest rate tried; empty where it cannot be said. */
  OptionalDouble gain() {
    if (runs.optimum().isEmpty()) {
      return OptionalDouble.empty();
    }
    double gain = reading.gain(runs.optimum().get().learningRate());
    return gain > 0 ? OptionalDouble.of(gain) : OptionalDouble.empty();
  }

  /** What a prediction costs. */
  Regret regret(Predicted predicted) {
    if (predicted instanceof Predicted.Nothing nothing) {
      return new Regret.Unknown(nothing.why());
    }
    if (runs.optimum().isEmpty()) {
      return new Regret.Unknown("the target has no optimum of its own to compare with");
    }
    Map<Long, OptionalDouble> scores =
        study.flatMap(s -> predicted.setting(s.training())).map(this::scores).orElse(Map.of());
    long diverged = scores.values().stream().filter(OptionalDouble::isEmpty).count();
    if (diverged > 0) {
      return new Regret.Diverges((int) diverged, scores.size());
    }
    long reference = own.values().stream().filter(OptionalDouble::isEmpty).count();
    if (!scores.isEmpty() && reference > 0) {
      return new Regret.Unknown(
          "at the target's own optimum "
              + reference
              + " of "
              + own.size()
              + " runs with new seeds diverged: nothing to compare with");
    }
    List<Double> differences = new ArrayList<>();
    scores.forEach(
        (seed, score) -> {
          if (own.containsKey(seed)) {
            differences.add(score.getAsDouble() - own.get(seed).getAsDouble());
          }
        });
    return differences.isEmpty()
        ? untrained(predicted, runs.optimum().get())
        : PairedDifferences.regret(
            differences.stream().mapToDouble(d -> d).toArray(), confidence, true);
  }

  private Regret untrained(Predicted predicted, Optimum optimum) {
    return predicted instanceof Predicted.InStudy same
        ? reading.regret(same.rate(), optimum.learningRate(), confidence)
        : new Regret.Unknown("trains tensors differently than the sweep did; it has to be trained");
  }
}
