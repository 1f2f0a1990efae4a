package org.etalon.lab.exchange;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etalon.depth.DepthMeasure;
import org.etalon.graph.InputException;
import org.etalon.graph.UnknownIdentifierException;
import org.etalon.lab.fit.Observation;
import org.etalon.lab.sweep.Sweep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunsReaderTest {
  private static final NetworkDepths NONE =
      model -> {
        throw new InputException(model, "is no model here", "");
      };

  @TempDir private Path folder;

  private RunsReader.Runs runs(String name, String text, RunFormat format) {
    try {
      Path file = Files.writeString(folder.resolve(name), text, UTF_8);
      return RunsReader.read(file, format, NONE, 0.9);
    } catch (IOException unexpected) {
      throw new AssertionError(unexpected);
    }
  }

  private Sweep csv(String... lines) {
    return runs("runs.csv", String.join("\n", lines), RunFormat.STANDARD).sweep();
  }

  private void refused(String text, String... words) {
    refused("runs.csv", text, RunFormat.STANDARD, words);
  }

  private void refused(String name, String text, RunFormat format, String... words) {
    assertThatThrownBy(() -> runs(name, text, format))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(name)
        .hasMessageContainingAll(words);
  }

  private static List<Observation> observations(Sweep sweep, int size) {
    return sweep.sizes().get(size).observations();
  }

  @Test
  void aTableWithUsualNamesNeedsNoMapping() {
    Sweep sweep = csv("lr,depth,seed,loss", "0.1,8,2,1.5", "0.1,4,1,2.25", "1e-2,8,1,3");
    assertThat(sweep.varied()).contains("depth");
    assertThat(sweep.score()).isEqualTo("loss");
    assertThat(sweep.study()).isEmpty();
    assertThat(sweep.sizes().stream().map(s -> s.size().label()))
        .containsExactly("depth=4", "depth=8");
    assertThat(sweep.sizes().get(1).size().value()).hasValue(8);
    assertThat(observations(sweep, 1))
        .containsExactly(Observation.finished(0.1, 2, 1.5, 0), Observation.finished(0.01, 1, 3, 0));
  }

  @ParameterizedTest
  @CsvSource({
    "config.lr,config.depth,loss,config.seed",
    "Learning Rate,Depth,Loss,Seed",
    "params_learning_rate,params_layers,value,user_attrs_seed",
    "params.learning-rate,params.width,metrics.mean_training_loss,params.seed",
    "config/learning_rate,config/n_layers,summary/val_loss,config/random_seed",
    "LR,SIZE,SCORE,SEED",
  })
  void namesOfTrackersAreKnown(String rate, String size, String score, String seed) {
    Sweep sweep = csv(String.join(",", rate, size, score, seed), "0.1,8,1.5,3");
    assertThat(observations(sweep, 0)).containsExactly(Observation.finished(0.1, 3, 1.5, 0));
  }

  @Test
  void whichColumnsWereTakenIsTold() {
    RunsReader.Runs runs =
        runs("r.csv", "config.lr,note,size,loss\n0.1,x,8,1\n", RunFormat.STANDARD);
    assertThat(runs.notes().get(0)).isEqualTo("columns: lr = config.lr, score = loss, size = size");
    assertThat(runs.notes()).anyMatch(note -> note.contains("no column of seeds"));
  }

  @Test
  void aMappingComesBeforeUsualNames() {
    RunFormat format =
        RunFormat.STANDARD.with(
            RunFormat.columns("lr=peak, score=final loss ,size=n,seed=trial,diverged="));
    Sweep sweep =
        runs("r.csv", "lr,peak,final loss,loss,n,trial,state\n9,0.1,2,1,8,7,odd\n", format).sweep();
    assertThat(sweep.score()).isEqualTo("final loss");
    assertThat(observations(sweep, 0)).containsExactly(Observation.finished(0.1, 7, 2, 0));
  }

  @Test
  void runsWithoutSeedsAreNumberedAtEachRate() {
    Sweep sweep = csv("lr,depth,loss", "0.1,8,1", "0.1,8,2", "0.2,8,3", "0.1,4,4");
    assertThat(observations(sweep, 1).stream().map(Observation::seed)).containsExactly(1L, 2L, 1L);
    assertThat(observations(sweep, 0).stream().map(Observation::seed)).containsExactly(1L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "inf", "-Infinity", "", "None", "null", "1e999"})
  void aRunWithoutAFiniteScoreDiverged(String score) {
    RunsReader.Runs runs =
        runs("r.csv", "lr,depth,loss\n0.1,8," + score + "\n0.2,8,1\n", RunFormat.STANDARD);
    assertThat(observations(runs.sweep(), 0))
        .containsExactly(Observation.diverged(0.1, 1, 0), Observation.finished(0.2, 1, 1, 0));
    assertThat(runs.notes()).anyMatch(note -> note.startsWith("1 run without a finite score"));
  }

  @Test
  void theEndOfARunIsUnderstoodInTheWordsOfTrackers() {
    RunsReader.Runs runs =
        runs(
            "r.csv",
            "lr,depth,loss,state\n0.1,8,1,finished\n0.2,8,1,COMPLETE\n0.3,8,1,crashed\n0.4,8,1,"
                + "TrialState.PRUNED\n0.5,8,1,running\n0.6,8,9,FAILED\n",
            RunFormat.STANDARD);
    assertThat(observations(runs.sweep(), 0).stream().map(Observation::ending))
        .containsExactly(
            Observation.Ending.FINISHED,
            Observation.Ending.FINISHED,
            Observation.Ending.DIVERGED,
            Observation.Ending.ABANDONED,
            Observation.Ending.DIVERGED);
    assertThat(runs.sweep().unfinished()).isEqualTo(1);
    refused("lr,depth,loss,state\n0.1,8,1,banana\n", "line 2", "'state'", "'banana'", "known:");
  }

  @Test
  void semicolonsBringDecimalCommas() {
    Sweep sweep = csv("lr;depth;loss;seed", "0,01;8;1,25;1", "\"1e-1\";8;2;1");
    assertThat(observations(sweep, 0))
        .containsExactly(
            Observation.finished(0.01, 1, 1.25, 0), Observation.finished(0.1, 1, 2, 0));
    Sweep tabs = csv("lr\tdepth\tloss", "0.01\t8\t1.25");
    assertThat(observations(tabs, 0)).containsExactly(Observation.finished(0.01, 1, 1.25, 0));
  }

  @Test
  void decimalMarksAreNotMixedOrGuessed() {
    refused("lr;depth;loss\n0,01;8;1.25\n", "line 2", "'loss'", "another decimal mark");
    refused("lr,depth,loss\n\"0,01\",8,1\n", "line 2", "'lr'", "decimal comma", "--decimal-comma");
    refused("lr;depth;loss\n0,01;8;1.234,5\n", "line 2", "'loss'", "a number is needed");
    RunFormat comma = new RunFormat(Map.of(), Optional.empty(), true, false);
    assertThat(observations(runs("r.csv", "lr,depth,loss\n\"0,01\",8,1\n", comma).sweep(), 0))
        .containsExactly(Observation.finished(0.01, 1, 1, 0));
  }

  @Test
  void anotherSeparatorCanBeNamed() {
    RunFormat bars = new RunFormat(Map.of(), Optional.of('|'), false, false);
    assertThat(observations(runs("r.csv", "lr|depth|loss\n0.1|8|1\n", bars).sweep(), 0)).hasSize(1);
    assertThat(RunFormat.separator("tab")).isEqualTo('\t');
    assertThatThrownBy(() -> RunFormat.separator("ab")).isInstanceOf(InputException.class);
  }

  @Test
  void largerScoresCanBeBetter() {
    RunFormat larger = new RunFormat(Map.of(), Optional.empty(), false, true);
    RunsReader.Runs runs = runs("r.csv", "lr,depth,accuracy\n0.1,8,0.75\n", larger);
    assertThat(observations(runs.sweep(), 0))
        .containsExactly(Observation.finished(0.1, 1, -0.75, 0));
    assertThat(runs.sweep().score()).isEqualTo("−accuracy");
    assertThat(runs("r.csv", "lr,depth,accuracy\n0.1,8,0.75\n", RunFormat.STANDARD).notes())
        .anyMatch(note -> note.contains("--larger-is-better"));
  }

  @Test
  void sizesMayBeNamesOrKeysWithNumbers() {
    Sweep names = csv("lr,size,loss", "0.1,small,1", "0.1,large,1", "0.1,small,2");
    assertThat(names.varied()).isEmpty();
    assertThat(names.hasValues()).isFalse();
    assertThat(names.sizes().stream().map(s -> s.size().label())).containsExactly("small", "large");
    Sweep keys = csv("lr,size,loss", "0.1,width=64,1", "0.1,width=8,1");
    assertThat(keys.varied()).contains("width");
    assertThat(keys.sizes().stream().map(s -> s.size().value().orElseThrow()))
        .containsExactly(8.0, 64.0);
  }

  @Test
  void modelsBringDepths() throws IOException {
    NetworkDepths depths = model -> Map.of(DepthMeasure.UPDATE_UNITS, (double) model.length());
    Path file = folder.resolve("r.csv");
    Files.writeString(file, "lr,model,loss\n0.1,abc,1\n0.1,abcde,1\n");
    Sweep sweep = RunsReader.read(file, RunFormat.STANDARD, depths, 0.9).sweep();
    assertThat(sweep.measures()).containsExactly(DepthMeasure.UPDATE_UNITS);
    assertThat(sweep.sizes().get(1).size().depth(DepthMeasure.UPDATE_UNITS)).hasValue(5);
  }

  @Test
  void aModelThatCannotBeReadIsAnErrorOnlyWhereItsColumnWasNamed() {
    String text = "lr,depth,model,loss\n0.1,8,resnet,1\n";
    assertThat(runs("r.csv", text, RunFormat.STANDARD).notes())
        .anyMatch(note -> note.contains("depth=8 has no depths"));
    refused(
        "r.csv",
        text,
        RunFormat.STANDARD.with(RunFormat.columns("model=model")),
        "depth=8",
        "is no model here");
  }

  @Test
  void columnsOfDepthsAreTakenWithoutModels() {
    Sweep sweep = csv("lr,size,depth_update_units,loss", "0.1,a,4,1", "0.1,b,9,1");
    assertThat(sweep.sizes().get(1).size().depth(DepthMeasure.UPDATE_UNITS)).hasValue(9);
    refused("lr,size,depth_layers,loss\n0.1,a,4,1\n0.2,a,5,1\n", "line 3", "one depth");
  }

  @Test
  void missingColumnsAreNamedWithTheNearest() {
    refused("lr,depth\n0.1,8\n", "header", "the score", "columns: 'lr', 'depth'");
    refused("rate,depth,loss\n0.1,8,1\n", "the lr", "--columns lr=", "'rate'");
    refused("peak_lr,depth,loss\n0.1,8,1\n", "--columns lr=peak_lr");
    refused("lr,loss\n0.1,1\n", "the size", "--columns size=");
    refused(
        "r.csv",
        "lr,depth,loss\n0.1,8,1\n",
        RunFormat.STANDARD.with(RunFormat.columns("score=los")),
        "--columns score=los",
        "did you mean 'loss'?");
    refused("lr,lr,depth,loss\n0.1,1,8,1\n", "two columns 'lr'");
  }

  @Test
  void whatIsNoRunIsPlacedExactly() {
    refused("lr,depth,loss\n0.1,8,1\nfast,8,1\n", "line 3", "'lr'", "'fast'", "number");
    refused("lr,depth,loss\n-0.1,8,1\n", "line 2", "'lr'", "-0.1", "above zero");
    refused("lr,depth,loss\n0,8,1\n", "line 2", "above zero");
    refused("lr,depth,loss\n,8,1\n", "line 2", "missing");
    refused("lr,depth,loss\n0.1,-8,1\n", "line 2", "'depth'", "above zero");
    refused("lr,depth,loss\n0.1,,1\n", "line 2", "size is missing");
    refused("lr,depth,loss,seed\n0.1,8,1,1.5\n", "line 2", "'seed'", "whole number");
    refused("lr,depth,loss\n0.1,8,1d\n", "line 2", "'1d'");
    refused("lr,depth,loss\n0.1,8,1,7\n", "line 2", "4 fields", "header has 3");
  }

  @Test
  void oneRunMayNotComeTwice() {
    refused(
        "lr,depth,loss,seed\n0.1,8,1,5\n0.2,8,1,5\n0.10,8.0,2,5\n", "line 4", "line 2", "depth=8");
  }

  @Test
  void aRunThatWasGivenUpDoesNotCountBesideTheSameOneFinished() {
    Sweep sweep =
        csv("lr,depth,loss,seed,state", "0.1,8,,5,pruned", "0.1,8,2,5,finished", "0.1,8,,5,pruned");
    assertThat(observations(sweep, 0)).containsExactly(Observation.finished(0.1, 5, 2, 0));
  }

  @Test
  void filesThatHoldNoRunsSaySo() throws IOException {
    refused("", "is empty");
    refused("\n\n", "no columns");
    refused("lr,depth,loss\n", "a header and no runs");
    refused("lr,depth,loss,state\n0.1,8,1,running\n", "no run that has ended");
    refused("lr,depth,loss\n0.1,8,\"1\n", "not valid CSV");
    refused("lr,depth\0,loss\n", "no text");
    Path wide = Files.write(folder.resolve("wide.csv"), "\uFEFFlr,depth".getBytes(UTF_16LE));
    assertThatThrownBy(() -> RunsReader.read(wide, RunFormat.STANDARD, NONE, 0.9))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("UTF-16");
    Path absent = folder.resolve("absent.csv");
    assertThatThrownBy(() -> RunsReader.read(absent, RunFormat.STANDARD, NONE, 0.9))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("absent.csv");
  }

  @Test
  void jsonLinesOfTrackersAreRead() {
    String text =
        "{\"name\":\"a\",\"config\":{\"lr\":0.1,\"depth\":8,\"tags\":[1,{\"x\":2}]},"
            + "\"summary\":{\"loss\":NaN},\"state\":\"finished\"}\n\n"
            + "{\"summary\":{\"loss\":1.5},\"config\":{\"depth\":8,\"lr\":0.05,\"new\":null}}\n";
    Sweep sweep = runs("r.jsonl", text, RunFormat.STANDARD).sweep();
    assertThat(observations(sweep, 0))
        .containsExactly(Observation.diverged(0.1, 1, 0), Observation.finished(0.05, 1, 1.5, 0));
    refused("r.jsonl", "[{\"lr\":1}]", RunFormat.STANDARD, "begins a list", "one object a run");
    refused("r.jsonl", "{\"lr\":1,\"lr\":2}", RunFormat.STANDARD, "line 1", "not valid JSON");
    refused("r.jsonl", "{\"lr\":1}\n{\"lr\"", RunFormat.STANDARD, "line 2");
  }

  @Test
  void optimaAreFoundAsInAStudy() {
    StringBuilder text = new StringBuilder("lr,depth,loss,seed\n");
    for (int seed = 1; seed <= 4; seed++) {
      for (int i = 0; i < 9; i++) {
        double away = (i - 4) * 0.5;
        double noise = 0.01 * Math.sin(7 * seed + 3 * i);
        text.append(0.1 * Math.exp(away)).append(",4,").append(away * away + noise);
        text.append(',').append(seed).append('\n');
      }
    }
    Sweep sweep = runs("r.csv", text.toString(), RunFormat.STANDARD).sweep();
    assertThat(sweep.sizes().get(0).optimum().orElseThrow().learningRate())
        .isCloseTo(0.1, within(0.005));
    assertThat(sweep.sizes().get(0).optimum().orElseThrow().interval()).isPresent();
  }

  @Test
  void aMalformedMappingIsExplained() {
    assertThatThrownBy(() -> RunFormat.columns("lr"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("FIELD=COLUMN");
    assertThatThrownBy(() -> RunFormat.columns("rate=x"))
        .isInstanceOf(UnknownIdentifierException.class);
    assertThatThrownBy(() -> RunFormat.columns("lr=a,lr=b")).isInstanceOf(InputException.class);
    assertThat(RunFormat.columns("lr=a\\,b=c")).containsEntry(RunField.LEARNING_RATE, "a,b=c");
  }
}
