package org.etalon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgeCommandTest {
  @TempDir private static Path folder;

  private static Cli.Outcome etalon(String... arguments) {
    List<String> line = new ArrayList<>(List.of(arguments));
    line.addAll(List.of("--store", folder.resolve("e.db").toString()));
    return Cli.run(line.toArray(String[]::new));
  }

  @BeforeAll
  static void sweep() {
    Cli.Outcome swept =
        etalon(
            "sweep",
            "--study",
            "s",
            "--model",
            "mlp:width=8",
            "--vary",
            "depth=2,4,6",
            "--rates",
            "0.01:10:7",
            "--steps",
            "8",
            "--workers",
            "1");
    assertThat(swept.status()).as(swept.err()).isZero();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> law(Cli.Outcome outcome, String size, String law) {
    return Cli.objects(outcome.json(), "targets").stream()
        .filter(target -> size.equals(target.get("size")))
        .flatMap(target -> Cli.objects(target, "laws").stream())
        .filter(one -> law.equals(one.get("law")))
        .findFirst()
        .orElseThrow();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> regret(Cli.Outcome outcome, String size, String law) {
    return (Map<String, Object>) law(outcome, size, law).get("regret");
  }

  @Test
  void predictionsAreTrainedWithNewSeedsAndOnceOnly() {
    Cli.Outcome first = etalon("judge", "--study", "s", "--format", "json");
    assertThat(first.status()).as(first.err()).isZero();
    assertThat(Cli.objects(first.json(), "targets")).hasSize(2);
    assertThat(law(first, "depth=4", "am-mup").get("predicted")).isInstanceOf(Double.class);
    assertThat(regret(first, "depth=4", "completep"))
        .containsEntry("unknown", "needs residual blocks")
        .containsEntry("score", null);
    assertThat(first.out()).contains("\"trained\" : true").doesNotContain("\"trained\" : false");
    Cli.Outcome again = etalon("judge", "--study", "s", "--no-training", "--format", "json");
    assertThat(again.out()).as("all is in the store").isEqualTo(first.out());
    Cli.Outcome text = etalon("judge", "--study", "s", "--law", "am-mup,constant");
    assertThat(text.out())
        .contains("tuned at depth=2 alone")
        .contains("depth=6  am-mup (minimal-path)")
        .contains("\ndepth=6: ")
        .doesNotContain("measured");
    assertThat(text.err()).contains("the same seeds, which the sweep did not use");
  }

  @Test
  void withoutTrainingCostsAreReadOffTheSweep() {
    Cli.Outcome outcome =
        etalon(
            "judge",
            "--study",
            "s",
            "--no-training",
            "--base",
            "depth=4",
            "--format",
            "json",
            "--law",
            "am-mup");
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(Cli.objects(outcome.json(), "targets"))
        .extracting(target -> target.get("size"))
        .containsExactly("depth=2", "depth=6");
    assertThat(outcome.out()).doesNotContain("\"trained\" : true");
  }

  @Test
  void runsMadeElsewhereAreJudgedByWhatTheyHave() throws IOException {
    StringBuilder rows = new StringBuilder("lr,loss,depth,seed\n");
    for (int depth : List.of(4, 8, 16)) {
      for (int i = 0; i < 12; i++) {
        double rate = 0.001 * Math.pow(2, i);
        double away = Math.log(rate / (0.8 * Math.pow(depth, -1.5)));
        for (int seed = 1; seed <= 3; seed++) {
          double loss = 1 + 0.1 * away * away + 0.001 * ((seed * 7 + i * depth) % 5);
          rows.append(rate + "," + loss + "," + depth + "," + seed + "\n");
        }
      }
    }
    Path file = Files.writeString(folder.resolve("runs.csv"), rows);
    Cli.Outcome outcome = Cli.run("judge", "--csv", file.toString(), "--format", "json");
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(law(outcome, "depth=16", "am-mup").get("predicted")).isInstanceOf(Double.class);
    assertThat(law(outcome, "depth=16", "measured").get("predicted")).isInstanceOf(Double.class);
    assertThat(regret(outcome, "depth=16", "constant")).containsEntry("trained", false);
    assertThat(regret(outcome, "depth=16", "path-sum").get("unknown").toString())
        .contains("not known");
    assertThat(Cli.run("judge", "--csv", file.toString(), "--seeds", "3").err())
        .contains("a file trains nothing");
  }

  @Test
  void wrongNamesAndNumbersAreSaid() {
    assertThat(etalon("judge", "--study", "t").status()).isEqualTo(3);
    assertThat(etalon("judge", "--study", "s", "--law", "am-mupp").status()).isEqualTo(2);
    assertThat(etalon("judge", "--study", "s", "--base", "depth=3", "--no-training").err())
        .contains("no size 'depth=3'")
        .contains("depth=2");
    assertThat(etalon("judge", "--study", "s", "--seeds", "0").status()).isEqualTo(3);
    assertThat(etalon("judge", "--study", "s", "--confidence", "90").status()).isEqualTo(3);
    assertThat(etalon("judge").status()).isEqualTo(3);
  }
}
