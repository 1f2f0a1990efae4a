package org.etalon.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransferCommandTest {
  @TempDir private Path folder;

  private static Cli.Outcome transfer(String... more) {
    return Cli.run(
        Stream.concat(
                Stream.of("transfer", "--base", "resnet-18", "--target", "resnet-34"),
                Stream.of(more))
            .toArray(String[]::new));
  }

  @Test
  void jsonHasEveryFieldOfTheContract() {
    Map<String, Object> json = transfer("--lr", "0.1", "--format", "json").json();
    assertThat(json.keySet())
        .containsExactly(
            "base",
            "target",
            "depthMeasure",
            "law",
            "exponent",
            "optimizer",
            "baseLearningRate",
            "learningRate",
            "interval",
            "tensors",
            "forward",
            "assumptions",
            "findings");
    assertThat(Cli.object(json, "base"))
        .containsEntry("model", "resnet-18")
        .containsEntry("depth", 10.0);
    assertThat(json)
        .containsEntry("depthMeasure", "update-units")
        .containsEntry("law", "am-mup")
        .containsEntry("exponent", 1.5)
        .containsEntry("optimizer", "sgd")
        .containsEntry("baseLearningRate", 0.1)
        .containsEntry("interval", null);
    double depth = (double) Cli.object(json, "target").get("depth");
    double rate = 0.1 * Math.pow(10 / depth, 1.5);
    assertThat((double) json.get("learningRate")).isCloseTo(rate, within(1e-15));
    assertThat((List<?>) json.get("assumptions"))
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.list(String.class))
        .contains("batch size, schedule, data, momentum and clipping as at the base");
    for (Map<String, Object> tensor : Cli.objects(json, "tensors")) {
      assertThat(tensor.keySet())
          .containsExactly(
              "name",
              "role",
              "learningRate",
              "multiplier",
              "weightDecay",
              "epsilon",
              "initMean",
              "initStd",
              "evidence");
      assertThat(tensor).containsEntry("epsilon", null);
      assertThat((double) tensor.get("learningRate")).isCloseTo(rate, within(1e-15));
    }
  }

  @Test
  void textShowsRatesAndSaysWhatIsAssumed() {
    Cli.Outcome outcome = transfer("--lr", "0.1");
    assertThat(outcome.status()).isZero();
    assertThat(outcome.out()).contains("am-mup", "conv1.weight", "assuming", "batch size");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-0.1", "NaN", "Infinity", "-Infinity", "1e-400", "1e400"})
  void ratesThatAreNoRatesAreBadInput(String rate) {
    Cli.Outcome outcome = transfer("--lr", rate);
    assertThat(outcome.status()).isEqualTo(3);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains("--lr").hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource({
    "--law, am-mop, am-mup",
    "--depth, update-unit, update-units",
    "--init, hee, he",
    "--optimizer, adamW, adamw",
    "--readout, meanfield, mean-field",
    "--width, mupp, mup",
    "--epsilon-policy, cod, code"
  })
  void unknownIdentifiersAreWrongUsageAndTheNearestIsNamed(
      String option, String given, String nearest) {
    Cli.Outcome outcome = transfer("--lr", "0.1", option, given);
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).contains("'" + given + "'").contains("'" + nearest + "'");
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void missingAndMalformedOptionsAreWrongUsage() {
    assertThat(transfer().status()).isEqualTo(2);
    assertThat(transfer("--lr", "fast").status()).isEqualTo(2);
    assertThat(transfer("--lr", "0.1", "--lrr", "1").status()).isEqualTo(2);
    assertThat(transfer("--lr", "0.1", "--format", "xml").status()).isEqualTo(2);
    assertThat(Cli.run("transfre").status()).isEqualTo(2);
    assertThat(Cli.run().status()).isEqualTo(2);
  }

  @Test
  void aMeasuredExponentMustBeGivenAndGoesToNoOtherLaw() {
    assertThat(transfer("--lr", "1", "--law", "measured").status()).isEqualTo(3);
    assertThat(transfer("--lr", "1", "--exponent", "1.2").status()).isEqualTo(3);
    assertThat(transfer("--lr", "1", "--law", "measured", "--exponent", "NaN").status())
        .isEqualTo(3);
    assertThat(
            transfer("--lr", "1", "--law", "measured", "--exponent", "1.2", "--format", "json")
                .json())
        .containsEntry("exponent", 1.2);
  }

  @Test
  void aTargetWithoutPathIsRefused() {
    Cli.Outcome outcome =
        Cli.run(
            "transfer", "--base", "dag-mlp:2_22_222", "--target", "dag-mlp:0_00_000", "--lr", "1");
    assertThat(outcome.status()).isEqualTo(3);
    assertThat(outcome.err()).contains("dag-mlp:0_00_000");
  }

  @Test
  void theResultIsWrittenToAFileAllOrNothing() throws Exception {
    Path file = folder.resolve("plan.json");
    Cli.Outcome outcome = transfer("--lr", "0.1", "--format", "json", "--out", file.toString());
    assertThat(outcome.status()).isZero();
    assertThat(outcome.out()).isEmpty();
    assertThat(Cli.json(Files.readString(file))).containsKey("tensors");
    String before = Files.readString(file);
    assertThat(transfer("--lr", "NaN", "--out", file.toString()).status()).isEqualTo(3);
    assertThat(file).hasContent(before);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aFileThatCannotBeWrittenIsBadInput() {
    assertThat(transfer("--lr", "1", "--out", folder.toString()).status()).isEqualTo(3);
    assertThat(transfer("--lr", "1", "--out", folder + "/no/such/file").status()).isEqualTo(3);
  }

  @Test
  void explainGoesThroughOneTensorStepByStep() {
    Cli.Outcome outcome =
        Cli.run(
            "explain",
            "--base",
            "mlp:width=64",
            "--target",
            "mlp:width=512,depth=11",
            "--lr",
            "0.1",
            "readout.weight");
    assertThat(outcome.status()).isZero();
    assertThat(outcome.out())
        .contains("1. role output")
        .contains("(9/12)^1.5")
        .contains("[Y22]")
        .contains("m = 8")
        .contains("÷ m_in");
    Cli.Outcome unknown =
        Cli.run("explain", "--base", "mlp", "--target", "mlp", "--lr", "0.1", "readot.weight");
    assertThat(unknown.status()).isEqualTo(3);
    assertThat(unknown.err()).contains("did you mean 'readout.weight'?");
  }

  @Test
  void everyCommandHasHelpWithAnExampleAndAVersion() {
    for (String command : List.of("analyze", "transfer", "explain", "families", "laws")) {
      Cli.Outcome help = Cli.run(command, "--help");
      assertThat(help.status()).isZero();
      assertThat(help.out()).contains("Example").contains("  etalon " + command);
      assertThat(Cli.run(command, "--version").out()).startsWith("etalon ");
    }
    assertThat(Cli.run("--help").out()).contains("analyze", "transfer");
  }

  @Test
  void listsNameEveryFamilyAndLaw() {
    assertThat(Cli.run("families").out()).contains("mlp", "nasbench201", "depth", "default");
    assertThat(Cli.run("laws").out()).contains("am-mup", "completep", "residual-aware");
    assertThat(Cli.objects(Cli.run("laws", "--format", "json").json(), "laws"))
        .anySatisfy(law -> assertThat(law).containsEntry("id", "path-sum"));
    assertThat(Cli.objects(Cli.run("families", "--format", "json").json(), "families"))
        .anySatisfy(family -> assertThat(family).containsEntry("id", "resmlp"));
  }

  @Test
  void stackTracesAreForDebuggingOnly() {
    assertThat(Cli.run("analyze", "nosuch").err()).doesNotContain("\tat ");
    assertThat(Cli.run("analyze", "nosuch", "--debug").err()).contains("\tat ");
    assertThat(Cli.run("--debug", "analyze", "nosuch").err()).contains("\tat ");
  }
}
