package org.etalon.lab.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalDouble;
import org.etalon.lab.curve.RecordedCurve;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The adaptive search against the full grid, on curves of real training. */
class RecordedSearchTest {
  private static final long STEPS = 100;
  private static final int SEEDS = 3;

  static List<RecordedCurve> curves() {
    return RecordedCurve.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("curves")
  void aFifthOfTheTrainingFindsTheGridsOptimumWithinOneStep(RecordedCurve curve) {
    Replay replay = new Replay(curve);
    List<Long> seeds = curve.seeds().stream().limit(SEEDS).toList();
    Step.Done grid = (Step.Done) new GridSearch(replay.grid(), seeds, 0.9).next(replay);
    Step.Done search = adaptive(replay, seeds, grid.steps() / 5, true);
    double spacing = replay.grid().spacing();
    double off =
        Math.log(search.optimum().learningRate() / grid.optimum().learningRate()) / spacing;

    assertThat(search.steps()).isLessThanOrEqualTo(grid.steps() / 5);
    assertThat(off).isBetween(-1.0, 1.0);
  }

  /** The grid's best rate is ruled by noise where the curve is flat or jagged, so not on all. */
  @Test
  void theGridsBestRateItselfIsFoundWithinOneStepOnMostCurves() {
    assertThat(curves()).hasSizeGreaterThanOrEqualTo(10);
    assertThat(curves())
        .filteredOn(
            curve -> {
              Replay replay = new Replay(curve);
              List<Long> seeds = curve.seeds().stream().limit(SEEDS).toList();
              Step.Done grid = (Step.Done) new GridSearch(replay.grid(), seeds, 0.9).next(replay);
              Step.Done search = adaptive(replay, seeds, grid.steps() / 5, true);
              double off = search.optimum().learningRate() / grid.optimum().bestTried();
              return Math.abs(Math.log(off)) <= replay.grid().spacing();
            })
        .hasSizeGreaterThanOrEqualTo(8);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("curves")
  void givingUpHopelessRunsLosesNoGoodRate(RecordedCurve curve) {
    Replay replay = new Replay(curve);
    List<Long> seeds = curve.seeds().stream().limit(SEEDS).toList();
    Step.Done kept = adaptive(replay, seeds, Long.MAX_VALUE, false);
    Step.Done abandoning = adaptive(replay, seeds, Long.MAX_VALUE, true);

    assertThat(abandoning.optimum().bestTried()).isEqualTo(kept.optimum().bestTried());
    assertThat(Math.log(abandoning.optimum().learningRate() / kept.optimum().learningRate()))
        .isCloseTo(0, within(0.1 * replay.grid().spacing()));
    assertThat(abandoning.steps()).isLessThanOrEqualTo(kept.steps());
  }

  private static Step.Done adaptive(
      Replay replay, List<Long> seeds, long budget, boolean abandoning) {
    RateGrid grid = replay.grid();
    return (Step.Done)
        new AdaptiveSearch(
                new AdaptiveSearch.Settings(
                    grid,
                    seeds,
                    OptionalDouble.empty(),
                    grid.spacing(),
                    0.9,
                    STEPS,
                    budget,
                    abandoning))
            .next(replay);
  }
}
