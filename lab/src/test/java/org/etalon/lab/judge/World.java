package org.etalon.lab.judge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.etalon.depth.DepthMeasure;
import org.etalon.family.ModelReference;
import org.etalon.lab.search.RateGrid;
import org.etalon.lab.study.Score;
import org.etalon.lab.study.SearchPlan;
import org.etalon.lab.study.Size;
import org.etalon.lab.study.Study;
import org.etalon.lab.study.Training;
import org.etalon.lab.study.Trial;
import org.etalon.lab.study.TrialResult;
import org.etalon.lab.study.TrialResult.Outcome;
import org.etalon.lab.study.TrialRunner;
import org.etalon.lab.study.Trials;
import org.etalon.tensor.Network;

/**
 * A world in which the optimal rate is known: log η* falls as the update units to a power, the loss
 * is a parabola over log η with noise that each seed has of its own, and runs diverge beyond a
 * cliff.
 *
 * @param exponent of the optimum in update units
 * @param noise standard deviation of a run's score
 * @param cliff distance from the optimum in log η above which runs diverge
 */
record World(double exponent, double noise, double cliff) implements TrialRunner {
  /** η* at one update unit. */
  private static final double UNIT = 0.6;

  /** Curvature of the loss. */
  static final double STEEPNESS = 0.2;

  private static final Map<String, Network> NETWORKS = new ConcurrentHashMap<>();

  static Network network(String reference) {
    return NETWORKS.computeIfAbsent(
        reference,
        text -> Network.of(text, "family", ModelReference.parse(text).graph(), List.of()));
  }

  /** Its optimal rate for a network. */
  double optimum(String model) {
    double units = network(model).depths().get(DepthMeasure.UPDATE_UNITS).orElseThrow().toDouble();
    return UNIT * Math.pow(units, exponent);
  }

  /** The mean loss at a rate. */
  double loss(String model, double rate) {
    double away = Math.log(rate / optimum(model));
    return 1 + STEEPNESS * away * away;
  }

  @Override
  public TrialResult run(Trial trial) {
    double away = Math.log(trial.learningRate() / optimum(trial.model()));
    Random random = new Random(trial.key().hashCode() * 31L + trial.seed());
    float score =
        (float) (loss(trial.model(), trial.learningRate()) + noise * random.nextGaussian());
    return Trials.result(away > cliff ? Outcome.DIVERGED : Outcome.FINISHED, score, score);
  }

  /** A study of that family's depths, with seeds 1 to n. */
  static Study study(String family, int seeds, int... depths) {
    return study(family, Optional.empty(), "sgd", seeds, depths);
  }

  /** The same with a plan and an optimizer. */
  static Study study(
      String family, Optional<Trial.Transfer> plan, String optimizer, int seeds, int... depths) {
    List<Size> sizes = new ArrayList<>();
    for (int depth : depths) {
      String model = family.replace("?", Integer.toString(depth));
      sizes.add(size("depth=" + depth, OptionalDouble.of(depth), model));
    }
    List<Long> used = new ArrayList<>();
    for (long seed = 1; seed <= seeds; seed++) {
      used.add(seed);
    }
    return new Study(
        "known",
        Optional.of("depth"),
        sizes,
        new Training(
            new Trial.Start("he", "he"),
            plan,
            optimizer,
            0,
            "constant",
            "digits",
            false,
            64,
            100,
            "cross-entropy"),
        new SearchPlan(
            SearchPlan.Kind.GRID, new RateGrid(1e-3, 1, 19), used, 0.9, 0.35, OptionalLong.empty()),
        Score.MEAN_TRAINING_LOSS);
  }

  static Size size(String label, OptionalDouble value, String model) {
    Map<DepthMeasure, Double> depths = new HashMap<>();
    for (DepthMeasure measure : DepthMeasure.values()) {
      network(model)
          .depths()
          .get(measure)
          .filter(d -> d.mantissa() > 0)
          .ifPresent(d -> depths.put(measure, d.toDouble()));
    }
    return new Size(label, value, model, "", depths, OptionalDouble.empty());
  }

  /** Results of everything a judge asks for, by key. */
  Function<String, Optional<TrialResult>> trained(Judge judge) {
    Map<String, TrialResult> results = new HashMap<>();
    for (var search : judge.searches()) {
      if (search.search().next(run -> Optional.empty())
          instanceof org.etalon.lab.search.Step.Ask ask) {
        ask.runs()
            .forEach(
                run -> {
                  Trial trial = search.trial().apply(run);
                  results.put(trial.key(), run(trial));
                });
      }
    }
    return key -> Optional.ofNullable(results.get(key));
  }
}
