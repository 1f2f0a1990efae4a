package org.etalon.lab.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.etalon.lab.curve.Problem;
import org.etalon.lab.curve.RecordedCurve;
import org.etalon.lab.curve.RecordedNoise;
import org.etalon.lab.fit.Optimum;
import org.etalon.lab.judge.Judgement.Prediction;
import org.etalon.lab.judge.Judgement.Regret;
import org.etalon.lab.search.Run;
import org.etalon.lab.search.Step;
import org.etalon.lab.study.Study;
import org.etalon.lab.study.Trial;
import org.etalon.lab.study.TrialResult;
import org.etalon.lab.study.TrialResult.Outcome;
import org.etalon.lab.study.Trials;
import org.etalon.lab.sweep.SizeRuns;
import org.etalon.lab.sweep.Sweep;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How often 90 % intervals of a regret hold the truth, over studies with the noise of recorded
 * curves. The truth is the mean loss at the prediction less that at the target's refined optimum,
 * as both came out in that study. The page on statistics prints the same numbers.
 */
class RegretCoverageTest {
  private static final int RATES = 20;
  private static final RecordedNoise NOISE = new RecordedNoise(RecordedCurve.all());
  private static final Study STUDY = World.study("mlp:depth=?,width=16,in=64", 3, 3, 8);
  private static final double LEVEL = 1;

  /** Counts of intervals given and of those that held the truth. */
  private static final class Coverage {
    private int given;
    private int held;

    private void count(boolean holds) {
      given++;
      held += holds ? 1 : 0;
    }

    private double share() {
      return (double) held / given;
    }

    @Override
    public String toString() {
      return String.format(java.util.Locale.ROOT, "%.1f of %d", 100 * share(), given);
    }
  }

  private final Coverage trained = new Coverage();
  private final Coverage read = new Coverage();
  private final Coverage errors = new Coverage();

  @ParameterizedTest(name = "surface {0}, error {1}, {2} seeds")
  @CsvSource({"0, 0.7, 3", "2, 0.4, 4"})
  void intervalsOfTheRegretCoverAsOftenAsTheySay(int problem, double error, int seeds) {
    simulate(Problem.all().get(problem), error, seeds, 400);
    assertThat(trained.share()).as("trained").isBetween(0.86, 0.94);
  }

  @ParameterizedTest(name = "surface {0}, error {1}, {2} seeds")
  @CsvSource({
    "0, 0, 3",
    "0, 0.7, 3",
    "0, 0.7, 4",
    "0, 0.7, 6",
    "1, 0.7, 3",
    "2, 0.4, 3",
    "3, 0.5, 3",
    "4, 0.7, 3",
    "5, 0.7, 3",
    "6, 0.7, 3"
  })
  @Tag("full")
  void coverageOfTheRegret(int problem, double error, int seeds) {
    simulate(Problem.all().get(problem), error, seeds, 2000);
    System.out.println(
        Problem.all().get(problem)
            + " "
            + error
            + " "
            + seeds
            + ": trained "
            + trained
            + ", read "
            + read
            + ", log error "
            + errors);
    assertThat(trained.share()).as("trained").isBetween(0.88, 0.92);
  }

  /**
   * Judges many studies.
   *
   * @param error of am-mup: log of its factor over the true one
   */
  private void simulate(Problem problem, double error, int seeds, int studies) {
    Random random = new Random(20260301);
    for (int i = 0; i < studies; i++) {
      double base = Math.log(0.1) + 0.4 * random.nextDouble();
      double target = base - 1.5 * Math.log(9 / 4.0) - error;
      Sweep sweep = sweep(problem, List.of(base, target), seeds, random);
      Optional<Optimum> found = sweep.sizes().get(1).optimum();
      if (sweep.sizes().get(0).optimum().isEmpty() || found.isEmpty()) {
        continue;
      }
      Judge judge =
          Judge.of(
              JudgeRequest.of(sweep, World::network, Optional.empty())
                  .withLaws(JudgedLaw.of(List.of("am-mup")))
                  .withSeeds(OptionalInt.of(seeds)));
      Map<String, TrialResult> results = train(judge, problem, target, random);
      Prediction prediction =
          judge
              .judgement(key -> Optional.ofNullable(results.get(key)))
              .targets()
              .get(0)
              .laws()
              .get(0);
      double predicted = Math.log(prediction.learningRate().orElseThrow()) - target;
      double own = Math.log(found.get().learningRate()) - target;
      double truth = problem.loss().applyAsDouble(predicted) - problem.loss().applyAsDouble(own);
      count(trained, prediction.regret(), truth);
      count(
          read,
          judge.judgement(key -> Optional.empty()).targets().get(0).laws().get(0).regret(),
          truth);
      prediction.logErrorInterval().ifPresent(interval -> errors.count(interval.contains(error)));
    }
  }

  private static void count(Coverage coverage, Regret regret, double truth) {
    if (regret instanceof Regret.Measured m && m.interval().isPresent()) {
      coverage.count(m.interval().get().contains(truth));
    }
  }

  private static Sweep sweep(Problem problem, List<Double> optima, int seeds, Random random) {
    List<SizeRuns> sizes = new ArrayList<>();
    for (int i = 0; i < optima.size(); i++) {
      sizes.add(
          SizeRuns.of(
              STUDY.sizes().get(i), problem.draw(optima.get(i), RATES, seeds, NOISE, random), 0.9));
    }
    return new Sweep(
        STUDY.name(), Optional.of(STUDY), STUDY.varied(), STUDY.score().id(), 0.9, sizes, 0);
  }

  /** New seeds, each with one noise along its curve. */
  private static Map<String, TrialResult> train(
      Judge judge, Problem problem, double optimum, Random random) {
    Map<Long, RecordedNoise.Seed> noise = new HashMap<>();
    Map<String, TrialResult> results = new HashMap<>();
    for (var search : judge.searches()) {
      if (search.search().next(run -> Optional.empty()) instanceof Step.Ask ask) {
        for (Run run : ask.runs()) {
          Trial trial = search.trial().apply(run);
          double away = Math.log(run.learningRate()) - optimum;
          float score =
              (float)
                  (LEVEL
                      + problem.loss().applyAsDouble(away)
                      + noise.computeIfAbsent(run.seed(), seed -> NOISE.draw(random)).at(away));
          results.put(
              trial.key(),
              Trials.result(
                  away > problem.cliff() ? Outcome.DIVERGED : Outcome.FINISHED, score, score));
        }
      }
    }
    return results;
  }
}
