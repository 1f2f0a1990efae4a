package org.etalon.lab.reproduce.architectures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.etalon.document.Value;
import org.etalon.graph.InputException;
import org.etalon.lab.reproduce.Measured;
import org.etalon.lab.reproduce.Outcome;
import org.etalon.lab.store.Store;
import org.etalon.lab.store.StoreAddress;
import org.etalon.lab.study.Trial;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The experiments in worlds whose truth is known. */
class ArchitectureExperimentsTest {
  private static final String BASE = "dag-mlp:0_00_000_1000,width=4,in=64,classes=10";
  private static final String DAGS =
      """
      {model: 'dag-mlp:CODE,width=4,in=64,classes=10', codes: {count: 10, seed: 1},
       base: '0_00_000_1000', learning-rates: {from: 0.01, to: 4, count: 9}, seeds: 3}
      """;

  @TempDir private Path folder;
  private Store store;

  @BeforeEach
  void open() {
    store = Store.open(new StoreAddress(folder.resolve("e.db").toString()));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private DagWorld world(ToDoubleFunction<Trial> optimum, double noise) {
    return new DagWorld(optimum, trial -> 0.3, noise, store);
  }

  private static double low(Outcome outcome, String quantity) {
    return DagWorld.measured(outcome, quantity).interval().orElseThrow().low();
  }

  private static double high(Outcome outcome, String quantity) {
    return DagWorld.measured(outcome, quantity).interval().orElseThrow().high();
  }

  private static double value(Outcome outcome, String quantity) {
    return DagWorld.measured(outcome, quantity).value().orElseThrow();
  }

  // --- rates of random DAGs ----------------------------------------------------------------------

  @Test
  void whereTheLawHoldsRatesCorrelateWithSlopeOneAndFollowingItSaves() throws Exception {
    DagWorld world = world(trial -> DagWorld.byPaths(trial.model(), BASE), 0.002);
    Outcome outcome = new DagRatesExperiment().run("dags", DagWorld.keys(DAGS), world);
    assertThat(value(outcome, "Pearson")).isGreaterThan(0.97);
    assertThat(value(outcome, "Spearman")).isGreaterThan(0.9);
    assertThat(value(outcome, "slope")).isCloseTo(1, within(0.1));
    assertThat(low(outcome, "regret saved")).isPositive();
    assertThat(value(outcome, "regret saved over the best one rate")).isPositive();
    assertThat(outcome.cost().trials()).isEqualTo(11L * 9 * 3);
    assertThat(outcome.tables()).hasSize(2);
    assertThat(outcome.charts()).hasSize(1);
  }

  @Test
  void whereOneRateIsRightForAllTheLawLoses() throws Exception {
    DagWorld world = world(trial -> 0.5, 0.02);
    Outcome outcome = new DagRatesExperiment().run("dags", DagWorld.keys(DAGS), world);
    assertThat(high(outcome, "slope")).isLessThan(0.5);
    assertThat(high(outcome, "regret saved")).isNegative();
  }

  @Test
  void whatIsDoneIsNotDoneAgain() throws Exception {
    Value.Mapping keys = DagWorld.keys(DAGS);
    DagWorld first = world(trial -> 0.5, 0.02);
    Outcome once = new DagRatesExperiment().run("dags", keys, first);
    DagWorld broken =
        world(
            trial -> {
              throw new IllegalStateException("trained again");
            },
            0);
    Outcome again = new DagRatesExperiment().run("dags", keys, broken);
    assertThat(again.measured()).isEqualTo(once.measured());
  }

  @Test
  void lossesAreReadOffGridsOnly() {
    Value.Mapping adaptive = DagWorld.keys(DAGS.replace("seeds: 3", "seeds: 3, search: adaptive"));
    assertThatThrownBy(
            () -> new DagRatesExperiment().run("dags", adaptive, world(trial -> 0.5, 0.02)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("grid");
  }

  // --- initialisation ----------------------------------------------------------------------------

  @Test
  void initialisationsAreComparedDagByDag() throws Exception {
    DagWorld world =
        new DagWorld(
            trial -> 0.3, trial -> trial.start().init().equals("he") ? 0.8 : 0.5, 0.01, store);
    ForwardVariance engine =
        (network, start, data, batch, seed, nodes) ->
            List.of(1.0, start.init().equals("he") ? Math.exp(2 + 0.1 * (seed % 2)) : 1.0);
    Outcome outcome =
        new InitialisationExperiment(engine)
            .run(
                "init",
                DagWorld.keys(
                    """
                    {model: 'dag-mlp:CODE,width=4,in=64,classes=10', codes: {count: 6, seed: 1},
                     trained-below: 0.7, draws: 4, score: validation-loss,
                     learning-rates: {from: 0.03, to: 3, count: 5}, seeds: 2}
                    """),
                world);
    assertThat(value(outcome, "variance growth, he")).isCloseTo(2.05, within(1e-9));
    assertThat(value(outcome, "variance growth, in-degree")).isZero();
    assertThat(value(outcome, "loss saved")).isCloseTo(0.3, within(1e-6));
    assertThat(low(outcome, "accuracy gained")).isPositive();
    assertThat(low(outcome, "trained more")).isPositive();
  }

  // --- re-ranking --------------------------------------------------------------------------------

  private static final String CELLS =
      """
      {model: 'nasbench201:CODE,cells=1,width=4,image=8,channels=1', codes: {count: 16, seed: 1},
       base: '0_00_100', fixed-rate: 0.1, init: in-degree, score: validation-loss,
       learning-rates: {from: 0.03, to: 3, count: 9}, seeds: 3}
      """;

  /** A quality of a network by its name, from 0 to 1. */
  private static double quality(Trial trial, int salt) {
    return Math.floorMod((trial.model().hashCode() * (2L * salt + 1)) >> 3, 997L) / 997.0;
  }

  @Test
  void waysThatOrderCellsDifferentlyAreTold() throws Exception {
    DagWorld world =
        new DagWorld(
            Trial::learningRate,
            trial -> 0.5 + quality(trial, trial.start().init().equals("pytorch") ? 0 : 7),
            0.03,
            store);
    Outcome outcome = new RerankingExperiment().run("cells", DagWorld.keys(CELLS), world);
    assertThat(low(outcome, "reordering")).isPositive();
    assertThat(high(outcome, "Kendall")).isLessThan(0.8);
    assertThat(outcome.cost().trials()).isEqualTo(27 + 4L * 16 * 3);
  }

  @Test
  void waysThatOrderCellsAlikeAreToldToo() throws Exception {
    DagWorld world =
        new DagWorld(Trial::learningRate, trial -> 0.5 + quality(trial, 3), 0.1, store);
    Outcome outcome = new RerankingExperiment().run("cells", DagWorld.keys(CELLS), world);
    Measured reordering = DagWorld.measured(outcome, "reordering");
    assertThat(reordering.interval().orElseThrow().contains(0)).isTrue();
    assertThat(value(outcome, "accuracy gain")).isZero();
  }
}
