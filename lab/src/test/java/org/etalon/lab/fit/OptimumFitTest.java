package org.etalon.lab.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.etalon.graph.InputException;
import org.etalon.lab.fit.Optimum.Caveat;
import org.junit.jupiter.api.Test;

class OptimumFitTest {
  private static final double TRUTH = Math.log(0.05);

  /** Sixteen rates from 0.001 to 1; each seed shifted and tilted by its own. */
  private static List<Observation> runs(DoubleUnaryOperator loss, int seeds, double noise) {
    Random random = new Random(3);
    List<Observation> runs = new ArrayList<>();
    for (int seed = 0; seed < seeds; seed++) {
      double shift = 0.3 * random.nextGaussian();
      double tilt = noise * random.nextGaussian();
      for (int i = 0; i < 16; i++) {
        double rate = 1e-3 * Math.pow(1e3, i / 15.0);
        double away = Math.log(rate) - TRUTH;
        double score =
            1 + loss.applyAsDouble(away) + shift + tilt * away + noise * random.nextGaussian();
        runs.add(Observation.finished(rate, seed, score, 100));
      }
    }
    return runs;
  }

  @Test
  void aParabolasOptimumIsFoundOffTheGrid() {
    Optimum optimum = OptimumFit.of(runs(z -> 0.1 * z * z, 1, 0), 0.9);

    assertThat(optimum.learningRate()).isCloseTo(0.05, within(1e-9));
    assertThat(optimum.bestTried()).isCloseTo(0.0398, within(1e-4));
    assertThat(optimum.trials()).isEqualTo(16);
    assertThat(optimum.steps()).isEqualTo(1600);
  }

  @Test
  void whatSeedsShareAtAllRatesDoesNotWidenTheInterval() {
    Optimum optimum = OptimumFit.of(runs(z -> 0.1 * z * z, 4, 0.001), 0.9);

    assertThat(optimum.caveats()).isEmpty();
    assertThat(optimum.interval().orElseThrow().contains(0.05)).isTrue();
    assertThat(optimum.high().orElseThrow() / optimum.low().orElseThrow()).isLessThan(1.05);
    assertThat(optimum.atEdge()).isFalse();
  }

  @Test
  void aSeedRunOnlyAtGoodRatesDoesNotMakeThemLookGood() {
    List<Observation> runs = runs(z -> 0.1 * z * z, 1, 0);
    // A lucky seed, at one rate far from the optimum.
    runs.add(Observation.finished(runs.get(4).learningRate(), 9, 0, 100));

    assertThat(OptimumFit.of(runs, 0.9).bestTried()).isCloseTo(0.0398, within(1e-4));
  }

  @Test
  void twoSeedsGiveNoInterval() {
    Optimum optimum = OptimumFit.of(runs(z -> 0.1 * z * z, 2, 0.01), 0.9);

    assertThat(optimum.interval()).isEmpty();
    assertThat(optimum.caveats()).containsExactly(Caveat.FEW_SEEDS);
    assertThat(optimum.standardError()).isPresent();
  }

  @Test
  void anOptimumAtTheEdgeIsNeverSilent() {
    Optimum low = OptimumFit.of(runs(z -> z, 4, 0.01), 0.9);
    Optimum high = OptimumFit.of(runs(z -> -z, 4, 0.01), 0.9);

    assertThat(low.atEdge()).isTrue();
    assertThat(low.caveats()).contains(Caveat.AT_LOWEST_RATE);
    assertThat(low.interval()).isEmpty();
    assertThat(high.caveats()).contains(Caveat.AT_HIGHEST_RATE);
    assertThat(high.interval()).isEmpty();
    assertThat(high.isReliable()).isFalse();
  }

  @Test
  void anOptimumBesideDivergenceSaysSo() {
    List<Observation> runs = new ArrayList<>(runs(z -> -0.1 * z, 4, 0.01));
    runs.replaceAll(
        run ->
            run.learningRate() > 0.1
                ? Observation.diverged(run.learningRate(), run.seed(), 7)
                : run);
    Optimum optimum = OptimumFit.of(runs, 0.9);

    assertThat(optimum.caveats()).containsExactly(Caveat.AT_DIVERGENCE);
    assertThat(optimum.learningRate()).isLessThan(0.1);
    assertThat(optimum.interval()).isEmpty();
  }

  @Test
  void aFlatCurveHasNoInterval() {
    Optimum optimum = OptimumFit.of(runs(z -> 0, 4, 0.01), 0.9);

    assertThat(optimum.interval()).isEmpty();
    assertThat(optimum.caveats()).isNotEmpty();
    assertThat(optimum.isReliable()).isFalse();
  }

  @Test
  void aSecondMinimumAsGoodIsReported() {
    Optimum optimum = OptimumFit.of(runs(z -> 0.1 * (z * z - 1.5) * (z * z - 1.5), 4, 0.005), 0.9);

    assertThat(optimum.caveats()).containsExactly(Caveat.SEVERAL_MINIMA);
    assertThat(optimum.interval()).isEmpty();
  }

  @Test
  void theOrderOfRunsDoesNotMatter() {
    List<Observation> runs = runs(z -> 0.1 * z * z + 0.02 * z * z * z, 4, 0.02);
    Optimum ordered = OptimumFit.of(runs, 0.9);
    Collections.shuffle(runs, new Random(1));

    assertThat(OptimumFit.of(runs, 0.9).interval()).isEqualTo(ordered.interval());
  }

  @Test
  void runsThatCannotBeAreRefused() {
    List<Observation> one = List.of(Observation.finished(0.1, 1, 2, 10));

    assertThatThrownBy(() -> OptimumFit.of(List.of(one.get(0), one.get(0)), 0.9))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("twice");
    assertThatThrownBy(() -> OptimumFit.of(List.of(Observation.diverged(0.1, 1, 5)), 0.9))
        .isInstanceOf(InputException.class);
    assertThatThrownBy(() -> Observation.finished(0.1, 1, Double.NaN, 10))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> Observation.finished(0, 1, 1, 10)).isInstanceOf(InputException.class);
  }

  @Test
  void unreliableOptimaStayOutOfTheExponent() {
    Optimum good = OptimumFit.of(runs(z -> 0.1 * z * z, 4, 0.01), 0.9);
    Optimum edge = OptimumFit.of(runs(z -> z, 4, 0.01), 0.9);
    OptimaOverSizes optima = OptimaOverSizes.of(Map.of(4.0, good, 8.0, edge, 16.0, good));

    assertThat(optima.leftOut()).containsExactly(8.0);
    assertThat(optima.points()).extracting(Point::x).containsExactly(4.0, 16.0);
    assertThat(optima.points()).allMatch(point -> point.standardError() > 0);
  }
}
