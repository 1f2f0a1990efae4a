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

class ProbeCommandTest {
  @TempDir private Path folder;

  private static Cli.Outcome probe(String... more) {
    return Cli.run(Stream.concat(Stream.of("probe"), Stream.of(more)).toArray(String[]::new));
  }

  @Test
  void jsonHasEveryFieldOfTheContract() {
    Cli.Outcome outcome =
        probe(
            "mlp:width=16,in=64,classes=10",
            "--vary",
            "depth=2,4,6",
            "--seeds",
            "3",
            "--batch",
            "16",
            "--confidence",
            "0.9",
            "--format",
            "json");
    assertThat(outcome.status()).as(outcome.err()).isZero();
    Map<String, Object> json = outcome.json();
    assertThat(json)
        .containsEntry("model", "mlp:width=16,in=64,classes=10")
        .containsEntry("kind", "update-energy")
        .containsEntry("optimizer", "sgd")
        .containsEntry("against", "depth")
        .containsEntry("data", "digits");
    List<Map<String, Object>> points = Cli.objects(json, "points");
    assertThat(points).hasSize(3);
    assertThat(points.get(1))
        .containsEntry("value", 4.0)
        .containsEntry("seeds", 3.0)
        .containsKeys("learningRate", "standardError");
    assertThat(Cli.objects(points.get(1), "layers"))
        .hasSize(4)
        .allSatisfy(layer -> assertThat(layer).containsOnlyKeys("name", "energy"));
    Map<String, Object> exponent = Cli.object(json, "exponent");
    assertThat(exponent).containsOnlyKeys("value", "low", "high", "confidence");
    assertThat((double) exponent.get("value"))
        .isNegative()
        .isBetween((double) exponent.get("low"), (double) exponent.get("high"));
  }

  @Test
  void theSameSeedGivesTheSameBytesAndAnotherOthers() {
    String[] line = {"mlp:width=8,depth=2", "--seeds", "2", "--format", "json", "--seed", "3"};
    assertThat(probe(line).out()).isEqualTo(probe(line).out());
    line[6] = "4";
    String[] other = line.clone();
    line[6] = "3";
    assertThat(probe(other).out()).isNotEqualTo(probe(line).out());
  }

  @Test
  void aFamilyIsSetToTheDigitsWhereItsInputIsLeftOpenAndANoteSaysSo() {
    Cli.Outcome open = probe("mlp:width=8,depth=2", "--seeds", "1");
    assertThat(open.status()).isZero();
    assertThat(open.err()).contains("note: probing").contains("in=64");
    assertThat(open.out()).contains("data digits").contains("share of each layer");
    Cli.Outcome given = probe("mlp:width=8,depth=2,in=10", "--seeds", "1");
    assertThat(given.err()).contains("random inputs of its own shape");
    assertThat(given.out()).contains("data gaussian");
    assertThat(probe("mlp:width=8,depth=2", "--seeds", "1", "--data", "gaussian").err())
        .doesNotContain("note");
  }

  @Test
  void depthMeasuresCanTakeTheVariedValuesPlace() {
    Map<String, Object> json =
        probe(
                "resmlp:width=8,in=64",
                "--vary",
                "blocks=1,3",
                "--against",
                "layers",
                "--seeds",
                "2",
                "--format",
                "json")
            .json();
    assertThat(json).containsEntry("against", "layers");
    assertThat(Cli.objects(json, "points").get(1)).containsEntry("value", 8.0);
    assertThat(Cli.object(json, "exponent")).containsEntry("low", null);
  }

  @Test
  void plotsAreWrittenInBothFormats() throws Exception {
    for (String name : List.of("probe.svg", "probe.png")) {
      Path file = folder.resolve(name);
      Cli.Outcome outcome =
          probe("mlp:width=8", "--vary", "depth=1,2,3", "--seeds", "2", "--plot", file.toString());
      assertThat(outcome.status()).as(outcome.err()).isZero();
      assertThat(Files.size(file)).isGreaterThan(1000);
    }
    assertThat(probe("mlp", "--plot", "probe.gif").status()).isEqualTo(3);
  }

  @Test
  void wrongOptionsAreToldBeforeAnythingIsMeasured() {
    assertThat(probe("mlp", "--kind", "update-energie").status()).isEqualTo(2);
    assertThat(probe("mlp", "--optimizer", "sdg").status()).isEqualTo(2);
    assertThat(probe("mlp", "--against", "depth").status()).isEqualTo(2);
    assertThat(probe("mlp", "--init", "hee").status()).isEqualTo(2);
    assertThat(probe("mlp", "--seeds", "0").status()).isEqualTo(3);
    assertThat(probe("mlp", "--confidence", "1").status()).isEqualTo(3);
    assertThat(probe("mlp", "--vary", "depth").status()).isEqualTo(3);
    assertThat(probe("mlp", "--vary", "deepth=1,2").err()).contains("did you mean 'depth'");
    assertThat(probe("mlp", "--vary", "depth=2,2").err()).contains("twice");
    assertThat(probe("mlp", "--data", "nosuch").status()).isEqualTo(3);
  }

  @Test
  void theLawProbeCarriesTheRateByTheProbedRatio() {
    String[] line = {
      "transfer",
      "--base",
      "mlp:width=32,in=64,depth=2",
      "--target",
      "mlp:width=32,in=64,depth=8",
      "--lr",
      "0.1",
      "--law",
      "probe",
      "--seeds",
      "4",
      "--format",
      "json"
    };
    Cli.Outcome outcome = Cli.run(line);
    assertThat(outcome.status()).as(outcome.err()).isZero();
    Map<String, Object> plan = outcome.json();
    double rate = (double) plan.get("learningRate");
    assertThat(plan).containsEntry("law", "probe").containsEntry("exponent", null);
    assertThat(Cli.object(plan, "interval")).containsEntry("confidence", 0.95);
    assertThat(rate)
        .isLessThan(0.1)
        .isBetween(
            (double) Cli.object(plan, "interval").get("low"),
            (double) Cli.object(plan, "interval").get("high"));
    double[] probed = new double[2];
    for (int i = 0; i < 2; i++) {
      Map<String, Object> json = probe(line[2 + 2 * i], "--seeds", "4", "--format", "json").json();
      probed[i] = (double) Cli.objects(json, "points").get(0).get("learningRate");
    }
    assertThat(rate).isCloseTo(0.1 * probed[1] / probed[0], within(1e-12));
    assertThat(outcome.out()).contains("η*(target)/η*(base)").contains("confirm it by training");
  }

  @Test
  void theLawProbeChangesNothingFromANetworkToItselfAndItsStepsMultiply() {
    assertThat(carried("mlp:width=8,depth=3", "mlp:width=8,depth=3", 0.1)).isEqualTo(0.1);
    double half = carried("mlp:width=8,depth=2", "mlp:width=8,depth=3", 0.1);
    double whole = carried("mlp:width=8,depth=3", "mlp:width=8,depth=5", half);
    assertThat(whole)
        .isCloseTo(carried("mlp:width=8,depth=2", "mlp:width=8,depth=5", 0.1), within(1e-12));
  }

  private static double carried(String base, String target, double rate) {
    return (double)
        Cli.run(
                "transfer",
                "--base",
                base,
                "--target",
                target,
                "--lr",
                Double.toString(rate),
                "--law",
                "probe",
                "--seeds",
                "2",
                "--format",
                "json")
            .json()
            .get("learningRate");
  }

  @Test
  void optionsOfProbesGoToNoOtherLaw() {
    Cli.Outcome outcome =
        Cli.run("transfer", "--base", "mlp", "--target", "mlp", "--lr", "1", "--seeds", "2");
    assertThat(outcome.status()).isEqualTo(3);
    assertThat(outcome.err()).contains("--seeds").contains("--law probe");
  }
}
