package org.etalon.lab.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import org.etalon.depth.DepthMeasure;
import org.etalon.graph.InputException;
import org.etalon.lab.search.RateGrid;
import org.etalon.lab.store.Store;
import org.etalon.lab.store.StoreAddress;
import org.etalon.lab.study.Score;
import org.etalon.lab.study.SearchPlan;
import org.etalon.lab.study.Size;
import org.etalon.lab.study.Study;
import org.etalon.lab.study.StudyWriter;
import org.etalon.lab.study.Trial;
import org.etalon.lab.study.TrialResult;
import org.etalon.lab.study.Trials;
import org.etalon.lab.sweep.SizeRuns;
import org.etalon.lab.sweep.Sweep;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StudyExchangeTest {
  private static final NetworkDepths NONE =
      model -> {
        throw new InputException(model, "is no model here", "");
      };

  private static final Study STUDY = study(List.of());

  @TempDir private static Path shared;
  private static byte[] exported = {};
  @TempDir private Path folder;

  private static Size size(String label, double value) {
    return new Size(
        label,
        OptionalDouble.of(value),
        "mlp:depth=" + (int) value,
        "",
        Map.of(DepthMeasure.UPDATE_UNITS, value + 1, DepthMeasure.BLOCKS, 0.0),
        OptionalDouble.empty());
  }

  private static Study study(List<Size> more) {
    List<Size> sizes = new ArrayList<>(List.of(size("depth=3", 3), size("deep, \"very\"", 9)));
    sizes.addAll(more);
    return new Study(
        "s",
        Optional.of("depth"),
        sizes,
        Trials.training(100),
        new SearchPlan(
            SearchPlan.Kind.GRID,
            new RateGrid(0.01, 1, 5),
            List.of(1L, 2L),
            0.9,
            0.35,
            OptionalLong.empty()),
        Score.MEAN_TRAINING_LOSS);
  }

  private Store store(String name) {
    return Store.open(new StoreAddress(folder.resolve(name).toString()));
  }

  /** A study with results of every kind, and trials without one. */
  @BeforeAll
  static void aStoreWithAStudy() {
    Random random = new Random(3);
    List<Store.BroughtTrial> trials = new ArrayList<>();
    for (Size size : STUDY.sizes()) {
      for (int i = 0; i < 5; i++) {
        for (long seed : List.of(1L, Long.MIN_VALUE)) {
          double rate = 0.01 * Math.pow(10, i / 2.0);
          Trial trial =
              STUDY
                  .training()
                  .trial(size, rate, seed, OptionalDouble.empty(), Score.MEAN_TRAINING_LOSS);
          boolean without = i == 4 && seed == 1;
          trials.add(
              new Store.BroughtTrial(
                  size.label(),
                  trial,
                  without ? Optional.empty() : Optional.of(result(i, random))));
        }
      }
    }
    Trial planned = Trials.transferred(0.2, 2, "measured", OptionalDouble.of(1.0 / 3));
    trials.add(new Store.BroughtTrial("depth=3", planned, Optional.empty()));
    TrialResult givenUp = Trials.result(TrialResult.Outcome.ABANDONED, 2.5f);
    trials.add(
        new Store.BroughtTrial("depth=3", Trials.abandoned(0.3, 3, 4.1), Optional.of(givenUp)));
    try (Store store = original()) {
      store.bring("s", StudyWriter.write(STUDY), trials);
      exported = lines(store);
    }
  }

  private static Store original() {
    return Store.open(new StoreAddress(shared.resolve("a.db").toString()));
  }

  private static TrialResult result(int i, Random random) {
    if (i == 3) {
      return Trials.result(TrialResult.Outcome.DIVERGED, 2.3f, Float.NaN, 1e30f);
    }
    float[] losses = {random.nextFloat(), Float.MIN_VALUE, 1f / 3, (i - 1) * (i - 1)};
    return Trials.result(TrialResult.Outcome.FINISHED, losses);
  }

  private static byte[] lines(Store store) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      StudyLinesWriter.write("s", store.study("s").orElseThrow(), store, out);
      return out.toByteArray();
    } catch (IOException unexpected) {
      throw new AssertionError(unexpected);
    }
  }

  private static byte[] exported() {
    return exported.clone();
  }

  private StudyLinesReader.Exported read(byte[] bytes) throws IOException {
    return StudyLinesReader.read(Files.write(folder.resolve("s.jsonl"), bytes));
  }

  @Test
  void aStudyGoesToAnotherStoreWithoutLoss() throws IOException {
    byte[] exported = exported();
    StudyLinesReader.Exported study = read(exported);
    assertThat(study.trials()).hasSize(22);
    assertThat(study.finished()).isEqualTo(19);
    try (Store other = store("b.db")) {
      assertThat(other.bring(study.name(), study.definition(), study.trials())).isEqualTo(19);
      assertThat(new String(lines(other), UTF_8)).isEqualTo(new String(exported, UTF_8));
    }
    try (Store one = original();
        Store other = store("b.db")) {
      assertThat(other.trials("s")).isEqualTo(one.trials("s"));
      assertThat(other.results("s")).isEqualTo(one.results("s"));
      assertThat(other.study("s")).isEqualTo(one.study("s"));
    }
  }

  @Test
  void bringingAStudyAgainChangesNothing() throws IOException {
    StudyLinesReader.Exported study = read(exported());
    try (Store other = store("b.db")) {
      other.bring(study.name(), study.definition(), study.trials());
      assertThat(other.bring(study.name(), study.definition(), study.trials())).isZero();
      assertThat(other.trials("s")).hasSize(22);
    }
  }

  @Test
  void anotherStudyOfThatNameStaysAsItIs() throws IOException {
    StudyLinesReader.Exported exported = read(exported());
    try (Store other = store("b.db")) {
      other.keepStudy("s", StudyWriter.write(study(List.of(size("depth=99", 99)))));
      assertThatThrownBy(
              () -> other.bring(exported.name(), exported.definition(), exported.trials()))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("other settings");
      assertThat(other.trials("s")).isEmpty();
    }
  }

  @Test
  void aTableOfAStudyIsReadWithoutAMapping() throws IOException {
    Path file = folder.resolve("s.csv");
    Sweep own;
    try (Store store = original()) {
      StringWriter text = new StringWriter();
      StudyCsv.write(STUDY, store, text);
      Files.writeString(file, text.toString());
      own = Sweep.of(STUDY, store, 0.9);
    }
    Sweep read = RunsReader.read(file, RunFormat.STANDARD, NONE, 0.9).sweep();
    assertThat(read.sizes().stream().map(s -> s.size().label()))
        .containsExactlyElementsOf(own.sizes().stream().map(s -> s.size().label()).toList());
    assertThat(read.sizes().stream().map(SizeRuns::optimum).toList())
        .isEqualTo(own.sizes().stream().map(SizeRuns::optimum).toList());
    assertThat(read.sizes().stream().map(s -> s.size().value()).toList())
        .isEqualTo(own.sizes().stream().map(s -> s.size().value()).toList());
    assertThat(read.measures()).isEqualTo(own.measures());
    assertThat(read.unfinished()).isEqualTo(own.unfinished());
    for (int i = 0; i < own.sizes().size(); i++) {
      assertThat(read.sizes().get(i).observations())
          .containsExactlyInAnyOrderElementsOf(own.sizes().get(i).observations());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"learningRate\":0.01|\"learningRate\":0.02",
        "\"seed\":1|\"seed\":3",
        "\"size\":\"depth=3\"|\"size\":\"depth=4\"",
        "\"outcome\":\"finished\"|\"outcome\":\"perfect\"",
        "\"version\":1|\"version\":2",
        "\"name\":\"s\"|\"name\":\"t\"",
        "\"init\":\"he\",\"readout\"|\"init\":\"hex\",\"readout\"",
        "\"batch\":64|\"batch\":0",
        "\"batch\":64|\"batch\":99999999999",
        "\"losses\":[|\"losses\":[\"x\",",
        "\"seconds\":0.5|\"seconds\":-1",
        "\"etalon\":\"study\"|\"etalon\":\"model\"",
      })
  void aChangedExportIsRefused(String change) {
    String[] parts = change.split("\\|", -1);
    String text = new String(exported(), UTF_8);
    assertThat(text).contains(parts[0]);
    String changed = text.replaceFirst(java.util.regex.Pattern.quote(parts[0]), parts[1]);
    assertThatThrownBy(() -> read(changed.getBytes(UTF_8)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("s.jsonl")
        .hasMessageContaining("line ");
  }

  @Test
  void anExportInWhichATrialComesTwiceIsRefused() {
    String text = new String(exported(), UTF_8);
    List<String> lines = new ArrayList<>(text.lines().toList());
    lines.add(lines.get(1));
    assertThatThrownBy(() -> read(String.join("\n", lines).getBytes(UTF_8)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("came before");
  }

  @Test
  void damagedFilesAreRefusedAndNeverCrash() throws IOException {
    byte[] whole = exported();
    StringWriter table = new StringWriter();
    try (Store store = original()) {
      StudyCsv.write(STUDY, store, table);
    }
    Random random = new Random(11);
    for (int i = 0; i < 400; i++) {
      byte[] damaged = damaged(whole, random);
      quietly(() -> read(damaged));
      byte[] csv = damaged(table.toString().getBytes(UTF_8), random);
      String name = random.nextBoolean() ? "d.csv" : "d.jsonl";
      Path file = Files.write(folder.resolve(name), random.nextBoolean() ? csv : damaged);
      quietly(() -> RunsReader.read(file, RunFormat.STANDARD, NONE, 0.9));
    }
  }

  /** Something that reads a file. */
  @FunctionalInterface
  private interface Reading {
    void run() throws IOException;
  }

  private static void quietly(Reading reading) {
    assertThatCode(
            () -> {
              try {
                reading.run();
              } catch (InputException expected) {
                assertThat(expected.getMessage()).isNotBlank();
              }
            })
        .doesNotThrowAnyException();
  }

  private static byte[] damaged(byte[] whole, Random random) {
    byte[] bytes = whole.clone();
    switch (random.nextInt(4)) {
      case 0 -> bytes = java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 1 -> {
        for (int k = 0; k < 1 + random.nextInt(20); k++) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
      }
      case 2 -> {
        String odd = ",;\t\"\n{}[]:-.eE\\0" + (char) 0;
        for (int k = 0; k < 1 + random.nextInt(8); k++) {
          bytes[random.nextInt(bytes.length)] = (byte) odd.charAt(random.nextInt(odd.length()));
        }
      }
      default -> {
        int from = random.nextInt(bytes.length);
        int to = random.nextInt(bytes.length);
        int length = Math.min(random.nextInt(200), bytes.length - Math.max(from, to));
        System.arraycopy(whole, from, bytes, to, length);
      }
    }
    return bytes;
  }
}
