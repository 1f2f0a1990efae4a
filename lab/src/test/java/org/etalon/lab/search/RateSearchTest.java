package org.etalon.lab.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import org.etalon.graph.InputException;
import org.etalon.lab.fit.Observation;
import org.etalon.lab.fit.Optimum;
import org.junit.jupiter.api.Test;

class RateSearchTest {
  private static final RateGrid GRID = new RateGrid(1e-3, 1, 20);
  private static final List<Long> SEEDS = List.of(1L, 2L, 3L, 4L, 5L);
  private static final long STEPS = 100;

  /** Loss by log η, with noise that is a function of rate and seed; diverges above a rate. */
  private static Function<Run, Optional<Observation>> network(
      DoubleUnaryOperator loss, double noise, double cliff) {
    return run -> {
      double rate = run.learningRate();
      if (rate > cliff) {
        return Optional.of(Observation.diverged(rate, run.seed(), STEPS / 10));
      }
      Random random = new Random(Double.hashCode(rate) * 31L + run.seed());
      random.nextGaussian();
      double score = loss.applyAsDouble(Math.log(rate)) + noise * random.nextGaussian();
      return Optional.of(Observation.finished(rate, run.seed(), score, STEPS));
    };
  }

  private static Function<Run, Optional<Observation>> parabola(double optimum, double noise) {
    return network(x -> 1 + 0.1 * square(x - Math.log(optimum)), noise, 1e9);
  }

  private static AdaptiveSearch adaptive(OptionalDouble guess, double accuracy, long budget) {
    return new AdaptiveSearch(
        new AdaptiveSearch.Settings(GRID, SEEDS, guess, accuracy, 0.9, STEPS, budget, false));
  }

  private static AdaptiveSearch adaptive() {
    return adaptive(OptionalDouble.empty(), 0.2, Long.MAX_VALUE);
  }

  @Test
  void theGridIsEveryRateWithEverySeed() {
    GridSearch search = new GridSearch(GRID, List.of(1L, 2L), 0.9);
    Step.Ask ask = (Step.Ask) search.next(run -> Optional.empty());

    assertThat(ask.runs()).hasSize(40).doesNotHaveDuplicates();
    assertThat(ask.runs().get(0).learningRate()).isEqualTo(1e-3);
    assertThat(ask.runs().get(19).learningRate()).isEqualTo(1);
    Step.Done done = (Step.Done) search.next(parabola(0.05, 0));
    assertThat(done.optimum().learningRate()).isCloseTo(0.05, within(1e-9));
    assertThat(done.steps()).isEqualTo(40 * STEPS);
  }

  @Test
  void theAdaptiveSearchEndsWhenItsIntervalIsShortEnough() {
    Step.Done done = (Step.Done) adaptive().next(parabola(0.05, 0.01));

    assertThat(done.why()).isEqualTo(Step.Why.ACCURATE);
    assertThat(done.optimum().interval().orElseThrow().contains(0.05)).isTrue();
    assertThat(done.observations()).hasSizeLessThan(30);
  }

  @Test
  void seedsAreAddedWhereNoiseDecides() {
    Step.Done quiet = (Step.Done) adaptive().next(parabola(0.05, 0.002));
    Step.Done noisy = (Step.Done) adaptive().next(parabola(0.05, 0.03));

    assertThat(noisy.observations()).hasSizeGreaterThan(quiet.observations().size());
  }

  @Test
  void anEdgeIsExtendedUntilTheOptimumLiesInside() {
    for (double optimum : new double[] {2e-5, 30}) {
      Step.Done done = (Step.Done) adaptive().next(parabola(optimum, 0.001));

      assertThat(done.optimum().learningRate()).isCloseTo(optimum, within(0.1 * optimum));
      assertThat(done.optimum().atEdge()).isFalse();
    }
  }

  @Test
  void anOptimumOutOfReachIsReportedAsAtTheEdge() {
    Step.Done done = (Step.Done) adaptive().next(network(x -> -x, 0, 1e99));

    assertThat(done.why()).isEqualTo(Step.Why.EDGE);
    assertThat(done.optimum().caveats()).contains(Optimum.Caveat.AT_HIGHEST_RATE);
  }

  @Test
  void aRangeInWhichEverythingDivergesIsLeftDownwards() {
    Step.Done done =
        (Step.Done)
            adaptive().next(network(x -> 1 + 0.1 * square(x - Math.log(2e-4)), 0.001, 6e-4));

    assertThat(done.optimum().learningRate()).isCloseTo(2e-4, within(3e-5));
  }

  @Test
  void whereEverythingDivergesNothingIsFound() {
    assertThat(adaptive().next(network(x -> 0, 0, 0))).isInstanceOf(Step.Nothing.class);
    assertThat(new GridSearch(GRID, SEEDS, 0.9).next(network(x -> 0, 0, 0)))
        .isInstanceOf(Step.Nothing.class);
  }

  @Test
  void aGoodGuessSavesRounds() {
    Function<Run, Optional<Observation>> network = parabola(0.5, 0.005);
    Step.Done blind = (Step.Done) adaptive().next(network);
    Step.Done guided =
        (Step.Done) adaptive(OptionalDouble.of(0.4), 0.2, Long.MAX_VALUE).next(network);

    assertThat(guided.steps()).isLessThan(blind.steps());
  }

  @Test
  void theBudgetIsKept() {
    for (long budget = STEPS; budget < 30 * STEPS; budget += 150) {
      Step.Done done =
          (Step.Done) adaptive(OptionalDouble.empty(), 1e-6, budget).next(parabola(0.05, 0.02));

      assertThat(done.steps()).isLessThanOrEqualTo(budget);
    }
  }

  /** Any number of workers, any order, killed after any run: the same runs and the same answer. */
  @Test
  void neitherOrderNorInterruptionChangesWhatIsFound() {
    Function<Run, Optional<Observation>> network = parabola(0.03, 0.02);
    Step.Done direct = (Step.Done) adaptive().next(network);
    for (int trial = 0; trial < 20; trial++) {
      Random random = new Random(trial);
      Map<Run, Observation> store = new HashMap<>();
      Step step = adaptive().next(run -> Optional.ofNullable(store.get(run)));
      while (step instanceof Step.Ask ask) {
        List<Run> runs = new ArrayList<>(ask.runs());
        Collections.shuffle(runs, random);
        // Only some finish before the process dies; the next one asks anew.
        runs.subList(0, 1 + random.nextInt(runs.size()))
            .forEach(run -> store.put(run, network.apply(run).orElseThrow()));
        step = adaptive().next(run -> Optional.ofNullable(store.get(run)));
      }

      Step.Done resumed = (Step.Done) step;
      assertThat(resumed.observations()).isEqualTo(direct.observations());
      assertThat(resumed.optimum()).isEqualTo(direct.optimum());
      assertThat(store).hasSize(direct.observations().size());
    }
  }

  @Test
  void whatCannotBeSearchedIsRefused() {
    assertThatThrownBy(() -> new RateGrid(1, 0.1, 20)).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> new RateGrid(0.1, 1, 2)).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> new GridSearch(GRID, List.of(), 0.9))
        .isInstanceOf(InputException.class);
    assertThatThrownBy(() -> new GridSearch(GRID, List.of(1L, 1L), 0.9))
        .isInstanceOf(InputException.class);
  }

  private static double square(double x) {
    return x * x;
  }
}
