package org.etalon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import org.etalon.lab.search.RateGrid;
import org.etalon.lab.store.Store;
import org.etalon.lab.store.StoreAddress;
import org.etalon.lab.study.Provenance;
import org.etalon.lab.study.Score;
import org.etalon.lab.study.SearchPlan;
import org.etalon.lab.study.Size;
import org.etalon.lab.study.Study;
import org.etalon.lab.study.StudyWriter;
import org.etalon.lab.study.Training;
import org.etalon.lab.study.Trial;
import org.etalon.lab.study.TrialResult;
import org.etalon.lab.sweep.Sweep;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudiesCommandTest {
  @TempDir private static Path folder;
  private static String store = "";

  @BeforeAll
  static void aStudyOfTwoDepths() {
    store = folder.resolve("etalon.db").toString();
    List<Size> sizes = new ArrayList<>();
    for (int depth : new int[] {3, 6}) {
      sizes.add(
          new Size(
              "depth=" + depth,
              OptionalDouble.of(depth),
              "mlp:depth=" + depth,
              "",
              Map.of(),
              OptionalDouble.empty()));
    }
    RateGrid grid = new RateGrid(0.01, 1, 9);
    List<Long> seeds = List.of(1L, 2L, 3L);
    Study study =
        new Study(
            "depths",
            Optional.of("depth"),
            sizes,
            new Training(
                new Trial.Start("he", "he"),
                Optional.empty(),
                "sgd",
                0,
                "constant",
                "digits",
                false,
                64,
                2,
                "cross-entropy"),
            new SearchPlan(SearchPlan.Kind.GRID, grid, seeds, 0.9, 0.35, OptionalLong.empty()),
            Score.MEAN_TRAINING_LOSS);
    Random random = new Random(2);
    List<Store.BroughtTrial> trials = new ArrayList<>();
    for (Size size : sizes) {
      for (long seed : seeds) {
        double shift = 0.1 * random.nextGaussian();
        for (int i = 0; i < 9; i++) {
          double rate = 0.01 * Math.pow(10, i / 4.0);
          double away = Math.log(rate * size.value().orElseThrow() / 0.6) - shift;
          Trial trial =
              study
                  .training()
                  .trial(size, rate, seed, OptionalDouble.empty(), Score.MEAN_TRAINING_LOSS);
          float loss = (float) (1 + away * away);
          TrialResult result =
              new TrialResult(
                  i == 8 ? TrialResult.Outcome.DIVERGED : TrialResult.Outcome.FINISHED,
                  new float[] {loss, loss},
                  OptionalDouble.empty(),
                  OptionalDouble.empty(),
                  3600,
                  new Provenance("0", "none", "17", "test", "here"));
          trials.add(new Store.BroughtTrial(size.label(), trial, Optional.of(result)));
        }
      }
    }
    try (Store opened = Store.open(new StoreAddress(store))) {
      opened.bring("depths", StudyWriter.write(study), trials);
    }
  }

  private static Cli.Outcome studies(String... more) {
    List<String> arguments = new ArrayList<>(List.of("studies"));
    arguments.addAll(List.of(more));
    return Cli.run(arguments.toArray(String[]::new));
  }

  @Test
  void theListSaysWhatWasFound() {
    Cli.Outcome outcome = studies("--store", store);
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .isEqualTo(
            """
            study   sizes      trials  finished  diverged  hours  score               trained on
            depths  depth=3,6      54        54         6  54.00  mean-training-loss  digits
            """);
    Map<String, Object> json = studies("--store", store, "--format", "json").json();
    assertThat(Cli.objects(json, "studies").get(0))
        .containsEntry("name", "depths")
        .containsEntry("sizes", List.of("depth=3", "depth=6"))
        .containsEntry("diverged", 6.0);
  }

  @Test
  void aStoreThatIsNotThereIsNotMade() {
    String absent = folder.resolve("absent.db").toString();
    Cli.Outcome outcome = studies("--store", absent);
    assertThat(outcome.status()).isEqualTo(3);
    assertThat(outcome.err()).contains("does not exist");
    assertThat(Path.of(absent)).doesNotExist();
  }

  @Test
  void anExportedTableFitsAsTheStudyDoes() throws IOException {
    Path table = folder.resolve("table.csv");
    assertThat(
            studies("export", "depths", "--as", "csv", "--store", store, "--out", table.toString())
                .status())
        .isZero();
    Cli.Outcome own = Cli.run("fit", "--study", "depths", "--store", store, "--format", "json");
    Cli.Outcome read = Cli.run("fit", "--csv", table.toString(), "--format", "json");
    assertThat(read.status()).as(read.err()).isZero();
    Map<String, Object> ours = own.json();
    Map<String, Object> theirs = read.json();
    assertThat(Cli.objects(theirs, "sizes").stream().map(size -> size.get("optimum")).toList())
        .isEqualTo(Cli.objects(ours, "sizes").stream().map(size -> size.get("optimum")).toList());
    assertThat(theirs.get("exponent")).isEqualTo(ours.get("exponent"));
  }

  @Test
  void anExportGoesIntoAnotherStore() throws IOException {
    Path lines = folder.resolve("depths.jsonl");
    String other = folder.resolve("other.db").toString();
    Cli.Outcome exported = studies("export", "depths", "--as", "jsonl", "--store", store);
    Files.writeString(lines, exported.out());
    Cli.Outcome imported = studies("import", lines.toString(), "--store", other);
    assertThat(imported.status()).as(imported.err()).isZero();
    assertThat(imported.out()).contains("54 trials, 54 with a result, of which 54 were new");
    assertThat(studies("import", lines.toString(), "--store", other, "--format", "json").json())
        .containsEntry("newResults", 0.0);
    assertThat(studies("export", "depths", "--as", "jsonl", "--store", other).out())
        .isEqualTo(exported.out());
  }

  @Test
  void aDamagedExportMakesNoStore() throws IOException {
    Path lines = Files.writeString(folder.resolve("damaged.jsonl"), "{\"etalon\":\"study\"");
    String other = folder.resolve("untouched.db").toString();
    Cli.Outcome outcome = studies("import", lines.toString(), "--store", other);
    assertThat(outcome.status()).isEqualTo(3);
    assertThat(outcome.err()).contains("damaged.jsonl", "line 1");
    assertThat(Path.of(other)).doesNotExist();
  }

  @Test
  void wrongUsageIsToldApartFromBadInput() {
    assertThat(studies("export", "depth", "--as", "csv", "--store", store).err())
        .contains("did you mean 'depths'?");
    assertThat(studies("export", "depths", "--as", "xls", "--store", store).status()).isEqualTo(2);
    assertThat(studies("export", "depths", "--store", store).status()).isEqualTo(2);
    assertThat(studies("export", "depths/judgement", "--as", "csv", "--store", store).err())
        .contains("judgement");
    assertThat(studies("frobnicate").status()).isEqualTo(2);
    assertThat(studies("import", folder.resolve("absent.jsonl").toString()).status()).isEqualTo(3);
  }

  @Test
  void aSweepOfAStoreNeedsNoEngine() {
    try (Store opened = Store.open(new StoreAddress(store))) {
      Sweep sweep = RunsOptions.sweep(opened, "depths", 0.9);
      assertThat(sweep.sizes()).hasSize(2);
      assertThat(sweep.varied()).contains("depth");
    }
  }
}
