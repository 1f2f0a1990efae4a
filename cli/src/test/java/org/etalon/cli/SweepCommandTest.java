package org.etalon.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SweepCommandTest {
  private static final List<String> SHORT =
      List.of("--rates", "0.01:10:5", "--seeds", "2", "--steps", "8", "--workers", "1");

  @TempDir private Path folder;

  private Cli.Outcome sweep(String... arguments) {
    List<String> line =
        new java.util.ArrayList<>(
            List.of("sweep", "--store", folder.resolve("e.db").toString(), "--format", "json"));
    line.addAll(List.of(arguments));
    return Cli.run(line.toArray(String[]::new));
  }

  private Cli.Outcome options(String... arguments) {
    List<String> line = new java.util.ArrayList<>(List.of(arguments));
    line.addAll(SHORT);
    return sweep(line.toArray(String[]::new));
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("file.yaml"), text, UTF_8);
  }

  @Test
  void optionsAndAFileSayTheSameAndTrialsAreShared() throws IOException {
    Cli.Outcome first = options("--study", "a", "--model", "mlp:width=8", "--vary", "depth=2,3");
    assertThat(first.status()).as(first.err()).isZero();
    assertThat(first.json()).containsEntry("trained", 20.0).containsEntry("study", "a");
    assertThat(first.err()).contains("mlp:width=8 is trained as mlp:width=8,in=64,classes=10");

    Path file =
        file(
            """
            model: mlp:width=8
            vary: {depth: [2, 3]}
            steps: 8
            learning-rates: {from: 0.01, to: 10, count: 5}
            seeds: 2
            """);
    Cli.Outcome second = sweep(file.toString());
    assertThat(second.json())
        .containsEntry("study", "file")
        .as("another study of the same trials")
        .containsEntry("trained", 0.0)
        .containsEntry("sizes", first.json().get("sizes"));

    Cli.Outcome again = sweep("--study", "file");
    assertThat(again.json()).isEqualTo(second.json());
  }

  @Test
  void divergenceIsAResultAndAnEdgeIsTold() {
    Cli.Outcome outcome = options("--model", "mlp:width=8", "--rates", "10:1e6:5");
    assertThat(outcome.status()).as(outcome.err()).isEqualTo(2);
    outcome =
        sweep(
            "--model",
            "mlp:width=8",
            "--rates",
            "3:1e12:5",
            "--seeds",
            "2",
            "--steps",
            "30",
            "--workers",
            "2");
    Map<String, Object> size = Cli.objects(outcome.json(), "sizes").get(0);
    assertThat((Double) size.get("diverged")).isPositive();
    assertThat(size.get("optimum") == null || outcome.out().contains("\"atEdge\" : true")).isTrue();
  }

  @Test
  void modelsFromFilesAreSizesLikeOthers() throws IOException {
    Path spec =
        Files.writeString(
            folder.resolve("net.yaml"),
            "etalon: 1\ninput: [batch, 64]\nlayers: [{linear: 16}, relu, {linear: 10}]\n",
            UTF_8);
    Path file =
        file(
            """
            models: [%s, {model: 'mlp:depth=2,width=8', label: family, value: 2}]
            steps: 8
            learning-rates: {from: 0.01, to: 1, count: 4}
            seeds: 1
            """
                .formatted(spec));
    Cli.Outcome outcome = sweep(file.toString());
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(Cli.objects(outcome.json(), "sizes"))
        .extracting(size -> size.get("size"))
        .containsExactly(spec.toString(), "family");
  }

  @Test
  void aDryRunTrainsNothing() {
    Cli.Outcome outcome = options("--model", "mlp", "--vary", "depth=2,3", "--dry-run");
    assertThat(outcome.json()).containsEntry("gridTrials", 20.0).containsEntry("gridSteps", 160.0);
    assertThat(folder.resolve("e.db")).doesNotExist();
  }

  @Test
  void aDryRunTellsFromTheStoreWhatAStudyWillTake() {
    assertThat(options("--study", "a", "--model", "mlp:width=8", "--vary", "depth=2,3").status())
        .isZero();
    Cli.Outcome stored = sweep("--study", "a", "--dry-run", "--workers", "2");
    assertThat(stored.json())
        .as("nothing is trained, and nothing is left to be")
        .containsEntry("gridTrials", 20.0)
        .containsEntry("trialsLeft", 0.0)
        .containsEntry("coreHours", 0.0)
        .doesNotContainKey("trained");

    Cli.Outcome more =
        options("--study", "b", "--model", "mlp:width=8", "--vary", "depth=2,4", "--dry-run");
    List<Map<String, Object>> sizes = Cli.objects(more.json(), "forecast");
    assertThat(sizes.get(0)).containsEntry("toldBy", "same").containsEntry("trials", 10.0);
    assertThat(sizes.get(1))
        .containsEntry("toldBy", "scaled")
        .containsEntry("model", "mlp:depth=3,width=8,in=64,classes=10");
    assertThat((Double) more.json().get("coreHours")).isPositive();
    assertThat((String) more.json().get("expectedFinish")).startsWith("20");

    Cli.Outcome unknown = options("--study", "c", "--model", "cnn:width=2,depth=2", "--dry-run");
    assertThat(unknown.json()).containsEntry("coreHours", null);
    assertThat(Cli.run("studies", "--store", folder.resolve("e.db").toString()).out())
        .as("only what was run is kept")
        .doesNotContain("\nb ", "\nc ");
  }

  @Test
  void aChangedStudyNeedsAnotherName() {
    assertThat(options("--study", "a", "--model", "mlp:width=8").status()).isZero();
    Cli.Outcome outcome = options("--study", "a", "--model", "mlp:width=8", "--batch", "32");
    assertThat(outcome.status()).isEqualTo(3);
    assertThat(outcome.err()).contains("study 'a'").contains("another name");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--study nosuch                       | 3 | does not exist",
        "nosuch.yaml                          | 3 | nosuch.yaml",
        "--model nosuch                       | 3 | nosuch",
        "--model mlp --vary depth             | 3 | --vary",
        "--model mlp --vary depth=x           | 3 | depth",
        "--model mlp --rates 1                | 3 | --rates",
        "--model mlp --rates 1:0.1            | 3 | learning-rates.to",
        "--model mlp --batch few              | 3 | --batch",
        "--model mlp --workers 0              | 3 | --workers",
        "--model mlp --search luck            | 2 | luck",
        "--model mlp --optimizer nosuch       | 2 | nosuch",
        "--model mlp --data nosuch            | 3 | nosuch",
        "--model mlp:in=3                     | 3 | mlp:in=3",
        "--model mlp --engine nosuch          | 2 | local, spark",
        "--model mlp --engine spark           | 3 | its jars are not here",
        "--model mlp --master local           | 3 | --engine spark",
        "--model mlp --spark-conf a=b         | 3 | --engine spark",
        "--model mlp --spark-conf a           | 2 | --spark-conf",
        "--batch 64                           | 3 | model",
        "''                                   | 3 | no study"
      })
  void badInputEndsWithOneMessage(String arguments, int status, String message) {
    Cli.Outcome outcome =
        sweep(arguments.isBlank() ? new String[0] : arguments.strip().split(" +"));
    assertThat(outcome.status()).as(outcome.err()).isEqualTo(status);
    assertThat(outcome.err()).contains(message).doesNotContain("Exception");
    assertThat(outcome.out()).isEmpty();
  }
}
