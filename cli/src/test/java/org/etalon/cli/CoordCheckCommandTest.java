package org.etalon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoordCheckCommandTest {
  private static final String[] SMALL = {
    "mlp:depth=3,in=64", "--vary", "width=64,128,256", "--optimizer", "adam"
  };

  @TempDir private Path folder;

  private static Cli.Outcome check(String... more) {
    return Cli.run(
        Stream.of(Stream.of("coordcheck"), Stream.of(SMALL), Stream.of(more))
            .flatMap(words -> words)
            .toArray(String[]::new));
  }

  @Test
  void mupPassesWithStatusZero() {
    Cli.Outcome outcome = check();
    assertThat(outcome.status()).as(outcome.out() + outcome.err()).isZero();
    assertThat(outcome.out())
        .contains("hidden.1.weight")
        .contains("verdict: passes")
        .contains("width mup");
  }

  @Test
  void theStandardParametrisationFailsWithStatusFourAndNamesTheTensor() {
    Cli.Outcome outcome = check("--width", "none");
    assertThat(outcome.status()).isEqualTo(ExitStatus.CHECK_FAILED);
    assertThat(outcome.out())
        .contains("verdict: fails")
        .contains("first:    step 1, change of hidden.0 (fed by hidden.0.weight)");
  }

  @Test
  void jsonHasEveryMeasurementAndTheOffender() {
    Map<String, Object> json = check("--width", "none", "--format", "json", "--steps", "2").json();
    assertThat(json)
        .containsEntry("model", "mlp:depth=3,in=64")
        .containsEntry("vary", "width")
        .containsEntry("axis", "width")
        .containsEntry("values", List.of(64.0, 128.0, 256.0))
        .containsEntry("verdict", "fails")
        .containsEntry("steps", 2.0)
        .containsEntry("tolerance", 0.25);
    assertThat(Cli.object(json, "offender"))
        .containsEntry("weight", "hidden.0.weight")
        .containsEntry("expected", "flat")
        .containsEntry("verdict", "fails");
    // Sizes at steps 0, 1, 2 and changes at 1, 2, of four representations.
    assertThat(Cli.objects(json, "measurements"))
        .hasSize(20)
        .allSatisfy(
            measurement ->
                assertThat(measurement)
                    .containsOnlyKeys(
                        "step",
                        "quantity",
                        "representation",
                        "kind",
                        "weight",
                        "sizes",
                        "slope",
                        "interval",
                        "expected",
                        "verdict"));
  }

  @Test
  void thePlotIsAnSvgFile() throws Exception {
    Path file = folder.resolve("check.svg");
    assertThat(check("--steps", "1", "--plot", file.toString()).status()).isZero();
    assertThat(Files.readString(file)).contains("<svg").contains("logits");
  }

  @Test
  void digitsAreDataToo() {
    assertThat(check("--data", "digits", "--steps", "1").out()).contains("digits");
  }

  @Test
  void wrongSettingsAreRefusedBeforeAnythingRuns() {
    assertThat(Cli.run("coordcheck", "mlp", "--vary", "width=64").err()).contains("no slope");
    assertThat(refused("--steps", "0")).contains("--steps");
    assertThat(refused("--tolerance", "0")).contains("--tolerance");
    assertThat(refused("--confidence", "1")).contains("--confidence");
    assertThat(refused("--lr", "-1")).contains("learning rate");
    assertThat(refused("--plot", "chart.pdf")).contains("--plot");
    assertThat(check("--optimizer", "adagrad").status()).isEqualTo(ExitStatus.WRONG_USAGE);
  }

  private static String refused(String... more) {
    Cli.Outcome outcome = check(more);
    assertThat(outcome.status()).as(outcome.err()).isEqualTo(ExitStatus.BAD_INPUT);
    return outcome.err();
  }
}
