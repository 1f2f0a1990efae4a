package org.etalon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FitCommandTest {
  @TempDir private Path folder;

  /** Runs whose optimum goes as depth to the power −3/2, three seeds. */
  private Path runs(String header, int... depths) throws IOException {
    Random random = new Random(4);
    StringBuilder text = new StringBuilder(header).append('\n');
    for (int depth : depths) {
      for (int seed = 1; seed <= 3; seed++) {
        double shift = 0.1 * random.nextGaussian();
        for (int i = 0; i < 20; i++) {
          double rate = 0.002 * Math.pow(500, i / 19.0);
          double away = Math.log(rate * Math.pow(depth, 1.5)) - shift;
          String score = away > 2.5 ? "NaN" : Double.toString(away * away);
          text.append(String.join(",", "" + rate, "" + depth, "" + seed, score)).append('\n');
        }
      }
    }
    return Files.writeString(folder.resolve("runs.csv"), text);
  }

  private Path usual() throws IOException {
    return runs("lr,depth,seed,loss", 4, 6, 8, 12, 16);
  }

  private static Cli.Outcome fit(Object file, String... more) {
    List<String> arguments = new java.util.ArrayList<>(List.of("fit", "--csv", file.toString()));
    arguments.addAll(List.of(more));
    return Cli.run(arguments.toArray(String[]::new));
  }

  @Test
  void theTextEndsWithWhatTheRunsSay() throws IOException {
    Cli.Outcome outcome = fit(usual(), "--test", "-0.5");
    assertThat(outcome.status()).isZero();
    assertThat(outcome.out())
        .contains("η* ∝ depth^-1.", "5 sizes")
        .contains("exponent -1.5 is not contradicted")
        .contains("exponent -0.5 is contradicted (p = <0.001)")
        .contains("am-mup (D = depth)", "constant");
    assertThat(outcome.err())
        .contains("note: columns: lr = lr, score = loss, size = depth, seed = seed")
        .contains("without a finite score");
  }

  @Test
  void theDocumentHasTheFormOfTheContract() throws IOException {
    Map<String, Object> json = fit(usual(), "--format", "json").json();
    assertThat(Cli.object(json, "exponent")).containsOnlyKeys("value", "low", "high", "confidence");
    assertThat((double) Cli.object(json, "exponent").get("value")).isBetween(-1.6, -1.4);
    assertThat(json).containsEntry("against", "depth").containsEntry("varied", "depth");
    Map<String, Object> size = Cli.objects(json, "sizes").get(0);
    assertThat(Cli.object(size, "optimum"))
        .containsKeys("learningRate", "low", "high", "confidence", "atEdge", "trials");
    assertThat(Cli.object(size, "optimum")).containsEntry("trials", 60.0);
    Map<String, Object> test = Cli.objects(Cli.objects(json, "fits").get(0), "tests").get(0);
    assertThat(test).containsEntry("exponent", -1.5).containsEntry("contradicted", false);
    Map<String, Object> comparison = Cli.object(json, "comparison");
    assertThat(Cli.objects(comparison, "laws").get(0)).containsEntry("difference", 0.0);
  }

  @Test
  void modelsBringMeasuresOfDepth() throws IOException {
    Path file = usual();
    String text = Files.readString(file).replace("lr,depth", "lr,net");
    text = text.replaceAll("(?m)^([0-9.E-]+),(\\d+),", "$1,mlp:depth=$2;width=8,");
    Files.writeString(
        file, text.replaceAll("mlp:depth=(\\d+);width=8", "\"mlp:depth=$1,width=8\""));
    Cli.Outcome outcome = fit(file, "--columns", "model=net", "--against", "layers");
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("η* ∝ layers^", "am-mup over update-units", "path-sum");
    assertThat(fit(file, "--columns", "model=net", "--against", "width").status()).isEqualTo(3);
  }

  @Test
  void aFewSizesAreFittedWithWhatCanBeSaid() throws IOException {
    Cli.Outcome two = fit(runs("lr,depth,seed,loss", 4, 8));
    assertThat(two.status()).isZero();
    assertThat(two.out())
        .contains("two sizes give no interval", "cannot be tested", "laws cannot be compared")
        .contains("but: the exponent is from 2 sizes only");
    Cli.Outcome one = fit(runs("lr,depth,seed,loss", 4));
    assertThat(one.status()).isZero();
    assertThat(one.out()).contains("no exponent: one size alone has a reliable optimum");
    assertThat(fit(runs("lr,depth,seed,loss", 4), "--format", "json").json())
        .containsEntry("exponent", null)
        .containsEntry("comparison", null);
  }

  @Test
  void theChartIsDrawn() throws IOException {
    Path svg = folder.resolve("fit.svg");
    assertThat(fit(usual(), "--plot", svg.toString()).status()).isZero();
    assertThat(Files.readString(svg)).contains("exponent −3/2", "optimum", "η*");
    assertThat(fit(usual(), "--plot", "fit.gif").status()).isEqualTo(3);
  }

  @Test
  void runsThatCannotBeReadAreBadInput() throws IOException {
    Path file = Files.writeString(folder.resolve("r.csv"), "a,b\n1,2\n");
    Cli.Outcome outcome = fit(file);
    assertThat(outcome.status()).isEqualTo(3);
    assertThat(outcome.err()).contains("r.csv", "--columns lr=", "'a', 'b'");
    assertThat(fit(file, "--columns", "foo=a").status()).isEqualTo(2);
    assertThat(fit(folder.resolve("absent.csv")).status()).isEqualTo(3);
    assertThat(fit(usual(), "--confidence", "2").status()).isEqualTo(3);
    assertThat(fit(usual(), "--study", "s").status()).isEqualTo(3);
    assertThat(fit(usual(), "--store", "x.db").err()).contains("--store", "--study");
    assertThat(Cli.run("fit").err()).contains("--study NAME", "--csv FILE");
    assertThat(Cli.run("fit", "--study", "s", "--larger-is-better").err()).contains("--csv");
  }

  @Test
  void aStoreThatIsNotThereIsNotMade() {
    Path store = folder.resolve("none.db");
    Cli.Outcome outcome = Cli.run("fit", "--study", "s", "--store", store.toString());
    assertThat(outcome.status()).isEqualTo(3);
    assertThat(outcome.err()).contains("does not exist");
    assertThat(store).doesNotExist();
  }

  @Test
  void theLawMeasuredTakesItsExponentFromRuns() throws IOException {
    Path file = usual();
    String text = Files.readString(file);
    text = text.replaceFirst("lr,depth,seed,loss", "lr,depth,seed,loss,depth_update_units");
    text = text.replaceAll("(?m)^([0-9.E-]+,(\\d+),\\d,.*)$", "$1,$2");
    Files.writeString(file, text);
    String[] transfer = {
      "transfer",
      "--base",
      "mlp:depth=4",
      "--target",
      "mlp:depth=15",
      "--lr",
      "0.1",
      "--law",
      "measured",
      "--format",
      "json",
      "--csv",
      file.toString()
    };
    Cli.Outcome outcome = Cli.run(transfer);
    assertThat(outcome.status()).as(outcome.err()).isZero();
    Map<String, Object> json = outcome.json();
    double exponent = (double) json.get("exponent");
    assertThat(exponent).isBetween(1.4, 1.6);
    assertThat((double) json.get("learningRate"))
        .isCloseTo(
            0.1 * Math.pow(5.0 / 16, exponent), org.assertj.core.api.Assertions.within(1e-9));
    assertThat(Cli.object(json, "interval")).containsEntry("confidence", 0.95);
    assertThat((double) Cli.object(json, "interval").get("low"))
        .isLessThan((double) json.get("learningRate"));
    Cli.Outcome both = Cli.run(with(transfer, "--exponent", "1"));
    assertThat(both.status()).isEqualTo(3);
    assertThat(both.err()).contains("--exponent", "--csv");
    assertThat(Cli.run(with(transfer, "--depth", "layers")).err()).contains("depth_layers");
    assertThat(Cli.run(with(transfer, "--kind", "sharpness")).err()).contains("--law probe");
  }

  @Test
  void runsAreForTheLawMeasuredOnly() throws IOException {
    Cli.Outcome outcome =
        Cli.run(
            "transfer",
            "--base",
            "mlp",
            "--target",
            "mlp",
            "--lr",
            "1",
            "--csv",
            usual().toString());
    assertThat(outcome.status()).isEqualTo(3);
    assertThat(outcome.err()).contains("--csv", "--law measured");
  }

  private static String[] with(String[] arguments, String... more) {
    return java.util.stream.Stream.concat(
            java.util.Arrays.stream(arguments), java.util.Arrays.stream(more))
        .toArray(String[]::new);
  }
}
