package org.etalon.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {
  @TempDir private Path folder;

  private Path out() {
    return folder.resolve("page.html");
  }

  private String store() {
    return folder.resolve("e.db").toString();
  }

  private Cli.Outcome sweep(String name) {
    return Cli.run(
        "sweep",
        "--store",
        store(),
        "--study",
        name,
        "--model",
        "resmlp:width=4",
        "--vary",
        "blocks=1,2",
        "--rates",
        "0.01:1:4",
        "--seeds",
        "2",
        "--steps",
        "3");
  }

  private Path runs(String text) throws IOException {
    return Files.writeString(folder.resolve("runs.csv"), text);
  }

  private String page() throws IOException {
    return Files.readString(out(), UTF_8);
  }

  @Test
  void aStudyOfTheStoreBecomesAPageAndFilesOfItsPlots() throws Exception {
    assertThat(sweep("o'clock").status()).isZero();
    Path plots = folder.resolve("new/plots");
    Cli.Outcome outcome =
        Cli.run(
            "report",
            "--store",
            store(),
            "--study",
            "o'clock",
            "--out",
            out().toString(),
            "--plots",
            plots.toString());
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.out()).as("the result is the page").isEmpty();
    assertThat(page())
        .contains("<h1>o&#39;clock</h1>")
        .contains("2 networks (blocks=1 to blocks=2), trained on digits with sgd")
        .contains("--study &#39;o&#39;\\&#39;&#39;clock&#39;")
        .contains("id=\"regret\"")
        .contains("class=\"edge path\"");
    try (Stream<Path> files = Files.list(plots)) {
      List<String> names = files.map(file -> file.getFileName().toString()).toList();
      assertThat(names).contains("rates.svg", "rates.png", "rates-2-blocks-2.svg");
      assertThat(names).allMatch(name -> name.matches("[a-z0-9-]+\\.(svg|png)"));
    }
  }

  @Test
  void theSameStoreGivesTheSamePage() throws Exception {
    assertThat(sweep("s").status()).isZero();
    String[] line = {"report", "--store", store(), "--study", "s", "--out", out().toString()};
    assertThat(Cli.run(line).status()).isZero();
    String first = page();
    assertThat(Cli.run(line).status()).isZero();
    assertThat(page()).isEqualTo(first);
  }

  @Test
  void runsMadeElsewhereBecomeAPage() throws Exception {
    StringBuilder text = new StringBuilder("lr,seed,loss,depth,model\n");
    for (int depth : new int[] {2, 4, 8}) {
      for (int i = 0; i < 9; i++) {
        for (int seed = 1; seed <= 3; seed++) {
          double rate = 0.01 * Math.pow(1.8, i);
          double away = Math.log(rate * Math.pow(depth, 1.5) / 0.6);
          double loss = 1 + 0.1 * away * away + 0.01 * ((seed * 7 + i * 3) % 5 - 2);
          text.append(rate).append(',').append(seed).append(',').append(loss).append(',');
          text.append(depth).append(",mlp:depth=").append(depth).append('\n');
        }
      }
    }
    Path csv = runs(text.toString());
    Cli.Outcome outcome = Cli.run("report", "--csv", csv.toString(), "--out", out().toString());
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(page())
        .contains("81 runs at 9 learning rates")
        .contains("The runs were made elsewhere")
        .contains("read off the sweep")
        .doesNotContain("id=\"reproduce\"");
  }

  @Test
  void aModelThatIsGoneIsNotedAndTheRestIsThere() throws Exception {
    Path model = folder.resolve("net.yaml");
    Cli.Outcome written =
        Cli.run(
            "analyze",
            "mlp:depth=1,width=4,in=64,classes=10",
            "--format",
            "spec",
            "--out",
            model.toString());
    assertThat(written.status()).as(written.err()).isZero();
    Path study =
        Files.writeString(
            folder.resolve("study.yaml"),
            """
            models: ['%s', 'mlp:depth=2,width=4,in=64,classes=10']
            steps: 3
            seeds: 2
            learning-rates: {from: 0.01, to: 1, count: 4}
            """
                .formatted(model));
    Cli.Outcome swept = Cli.run("sweep", study.toString(), "--store", store());
    assertThat(swept.status()).as(swept.err()).isZero();
    Files.delete(model);
    Cli.Outcome outcome =
        Cli.run("report", "--store", store(), "--study", "study", "--out", out().toString());
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(page())
        .contains("It cannot be drawn: ")
        .contains("class=\"edge path\"")
        .contains("16 runs at 4 learning rates");
  }

  @Test
  void badRequestsFailBeforeAnythingIsWritten() throws Exception {
    assertThat(sweep("s").status()).isZero();
    String page = out().toString();
    assertThat(Cli.run("report", "--out", page).status()).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(Cli.run("report", "--store", store(), "--study", "s").status())
        .isEqualTo(ExitStatus.WRONG_USAGE);
    Cli.Outcome other = Cli.run("report", "--store", store(), "--study", "x", "--out", page);
    assertThat(other.status()).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(other.err()).contains("has no study 'x'");
    assertThat(
            Cli.run("report", "--store", store(), "--study", "s", "--out", page, "--base", "nine")
                .err())
        .contains("has no size 'nine'");
    assertThat(
            Cli.run(
                    "report",
                    "--store",
                    store(),
                    "--study",
                    "s",
                    "--out",
                    page,
                    "--confidence",
                    "1.5")
                .status())
        .isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(
            Cli.run("report", "--store", store(), "--study", "s", "--out", "no/where.html").err())
        .contains("its folder does not exist");
    assertThat(out()).doesNotExist();
  }
}
