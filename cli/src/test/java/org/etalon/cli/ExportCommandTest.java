package org.etalon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code transfer --export} and {@code --fold}; the files themselves are tested in their package.
 */
class ExportCommandTest {
  @TempDir private Path folder;

  private static Cli.Outcome transfer(String... more) {
    return Cli.run(
        Stream.concat(
                Stream.of(
                    "transfer",
                    "--base",
                    "mlp:width=16",
                    "--target",
                    "mlp:width=64",
                    "--lr",
                    "0.1"),
                Stream.of(more))
            .toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource({"pytorch, def scale_(", "optax, optax.multi_transform(", "djl, class EtalonPlan {"})
  void codeIsTheWholeOutput(String export, String content) {
    Cli.Outcome outcome = transfer("--export", export);
    assertThat(outcome.status()).isEqualTo(ExitStatus.DONE);
    assertThat(outcome.out())
        .contains(content, "hidden.0.weight")
        .doesNotContain("forward factor at");
    assertThat(outcome.out()).startsWith(export.equals("djl") ? "// Written" : "# Written");
  }

  @Test
  void jsonIsTheSameAsTheFormat() {
    assertThat(transfer("--export", "json").out()).isEqualTo(transfer("--format", "json").out());
  }

  @Test
  void codeGoesToTheFile() throws Exception {
    Path file = folder.resolve("plan.py");
    Cli.Outcome outcome = transfer("--export", "pytorch", "--out", file.toString());
    assertThat(outcome.out()).isEmpty();
    assertThat(Files.readString(file)).isEqualTo(transfer("--export", "pytorch").out());
  }

  @ParameterizedTest
  @CsvSource({"keras, json", "PyTorch, pytorch"})
  void unknownExportIsWrongUsage(String export, String known) {
    Cli.Outcome outcome = transfer("--export", export);
    assertThat(outcome.status()).isEqualTo(ExitStatus.WRONG_USAGE);
    assertThat(outcome.err()).contains("export", known);
  }

  @Test
  void codeHasNoJsonForm() {
    Cli.Outcome outcome = transfer("--export", "djl", "--format", "json");
    assertThat(outcome.status()).isEqualTo(ExitStatus.WRONG_USAGE);
    assertThat(outcome.err()).contains("djl");
  }

  @Test
  void foldedPlanHasNoForwardFactorsAndSaysWhereTheyWent() {
    Map<String, Object> plain = transfer("--format", "json").json();
    Map<String, Object> folded = transfer("--format", "json", "--fold").json();
    assertThat((List<?>) plain.get("forward")).isNotEmpty();
    assertThat((List<?>) folded.get("forward")).isEmpty();
    assertThat(folded.get("tensors").toString()).contains("folded forward factor readout × 0.25");
    assertThat(folded.get("assumptions").toString()).contains("must start from the plan's stds");
    assertThat(transfer("--export", "pytorch", "--fold").out()).contains("FACTORS = (\n)\n");
  }

  @Test
  void whatCannotBeFoldedIsBadInput() {
    Cli.Outcome outcome =
        Cli.run(
            "transfer",
            "--base",
            "gpt:depth=1,width=24,heads=2",
            "--target",
            "gpt:depth=1,width=48,heads=4",
            "--lr",
            "0.1",
            "--fold");
    assertThat(outcome.status()).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(outcome.err()).contains("--fold", "tied");
    assertThat(outcome.out()).isEmpty();
  }
}
