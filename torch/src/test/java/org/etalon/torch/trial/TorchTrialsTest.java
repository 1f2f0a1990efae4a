package org.etalon.torch.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.etalon.data.DataFolders;
import org.etalon.family.ModelReference;
import org.etalon.lab.run.SizeSearch;
import org.etalon.lab.run.StudyListener;
import org.etalon.lab.run.StudyRun;
import org.etalon.lab.search.GridSearch;
import org.etalon.lab.search.RateGrid;
import org.etalon.lab.search.Run;
import org.etalon.lab.search.Step;
import org.etalon.lab.store.Store;
import org.etalon.lab.store.StoreAddress;
import org.etalon.lab.study.Score;
import org.etalon.lab.study.Trial;
import org.etalon.lab.study.TrialResult;
import org.etalon.lab.study.TrialResult.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchTrialsTest {
  private static final long STEPS = 40;

  private final TorchTrials trials =
      new TorchTrials(
          reference -> ModelReference.parse(reference).network(),
          DataFolders.usual(Optional.empty(), Map.of()),
          "test",
          "localhost");

  private static Trial trial(String model, double learningRate) {
    return trial(model, learningRate, Optional.empty(), OptionalDouble.empty());
  }

  private static Trial trial(
      String model,
      double learningRate,
      Optional<Trial.Transfer> transfer,
      OptionalDouble abandonAbove) {
    return new Trial(
        model,
        "",
        new Trial.Start("he", "he"),
        transfer,
        "sgd",
        learningRate,
        0,
        "constant",
        "digits",
        false,
        64,
        STEPS,
        "cross-entropy",
        abandonAbove,
        true,
        7);
  }

  private static String mlp(int depth) {
    return "mlp:depth=" + depth + ",width=32,in=64,classes=10";
  }

  @Test
  void aTrialLearnsAndGivesTheSameResultAgain() throws InterruptedException {
    TrialResult result = trials.run(trial(mlp(2), 0.1));
    float[] losses = result.losses();
    assertThat(result.outcome()).isEqualTo(Outcome.FINISHED);
    assertThat(losses).hasSize((int) STEPS);
    assertThat(losses[losses.length - 1]).isLessThan(losses[0] / 2);
    assertThat(result.accuracy().orElseThrow()).isGreaterThan(0.8);
    assertThat(result.provenance().engine()).startsWith("libtorch ");
    assertThat(trials.run(trial(mlp(2), 0.1))).isEqualTo(result);
  }

  @Test
  void divergenceIsAResult() throws InterruptedException {
    TrialResult result = trials.run(trial(mlp(2), 1e6));
    assertThat(result.outcome()).isEqualTo(Outcome.DIVERGED);
    assertThat(result.validationLoss()).isEmpty();
    assertThat(Score.MEAN_TRAINING_LOSS.of(result)).isEmpty();
  }

  @Test
  void aHopelessTrialIsAbandonedAtItsHalf() throws InterruptedException {
    Trial hopeless = trial(mlp(2), 1e-6, Optional.empty(), OptionalDouble.of(0.1));
    TrialResult result = trials.run(hopeless);
    assertThat(result.outcome()).isEqualTo(Outcome.ABANDONED);
    assertThat(result.steps()).isEqualTo(STEPS / 2);
  }

  @Test
  void aTrialByAPlanTrainsAtThePlansRates() throws InterruptedException {
    Trial.Transfer law =
        new Trial.Transfer(mlp(2), "am-mup", "update-units", OptionalDouble.empty(), "none");
    TrialResult planned = trials.run(trial(mlp(8), 0.1, Optional.of(law), OptionalDouble.empty()));
    // am-mup: 0.1·(3/9)^(3/2), with the input, hidden and output layers as units.
    double rate = 0.1 * Math.pow(3.0 / 9, 1.5);
    TrialResult direct = trials.run(trial(mlp(8), rate));
    assertThat(planned.losses()[0]).isEqualTo(direct.losses()[0]);
    assertThat(planned.losses()[(int) STEPS - 1])
        .isCloseTo(direct.losses()[(int) STEPS - 1], org.assertj.core.data.Offset.offset(1e-4f));
  }

  @Test
  void anInterruptedTrialHasNoResult() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> trials.run(trial(mlp(2), 0.1)))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aStudyOfRealTrialsFindsLowerRatesForDeeperNetworks(@TempDir Path folder)
      throws InterruptedException {
    try (Store store = Store.open(new StoreAddress(folder.resolve("etalon.db").toString()))) {
      store.keepStudy("depth", "");
      GridSearch grid = new GridSearch(new RateGrid(3e-3, 1, 8), List.of(1L, 2L, 3L), 0.9);
      List<SizeSearch> sizes =
          List.of(2, 10).stream()
              .map(
                  depth ->
                      new SizeSearch(
                          "depth=" + depth,
                          grid,
                          run -> of(mlp(depth), run),
                          Score.MEAN_TRAINING_LOSS))
              .toList();
      Map<String, Step> steps =
          new StudyRun("depth", sizes, store, trials, 2, StudyListener.NONE).run();
      assertThat(optimum(steps.get("depth=10"))).isLessThan(optimum(steps.get("depth=2")) / 1.5);
      assertThat(store.results("depth")).hasSize(2 * 8 * 3);
    }
  }

  private static double optimum(Step step) {
    return ((Step.Done) step).optimum().learningRate();
  }

  private static Trial of(String model, Run run) {
    Trial plain = trial(model, run.learningRate());
    return new Trial(
        plain.model(),
        plain.modelDigest(),
        plain.start(),
        plain.transfer(),
        plain.optimizer(),
        plain.learningRate(),
        plain.weightDecay(),
        plain.schedule(),
        plain.data(),
        plain.augmented(),
        plain.batch(),
        plain.steps(),
        plain.loss(),
        run.abandonAbove(),
        false,
        run.seed());
  }
}
