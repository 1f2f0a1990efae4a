package org.etalon.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.etalon.lab.store.Store;
import org.etalon.lab.store.StoreAddress;
import org.etalon.lab.study.TrialResult;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Studies in processes of their own, which may be killed, and several at once. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class SweepIT {
  private static final Path HOME = Path.of(System.getProperty("etalon.home"));
  private static final String STUDY =
      """
      study: small
      model: mlp:width=48
      vary: {depth: [2, 4]}
      batch: 64
      steps: 40
      learning-rates: {from: 0.01, to: 3, count: 8}
      seeds: 3
      search: %s
      """;

  @TempDir private Path folder;

  private Process start(String store) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                HOME.resolve("bin/etalon").toString(),
                "sweep",
                "study.yaml",
                "--store",
                store,
                "--format",
                "json")
            .directory(folder.toFile())
            .redirectOutput(Files.createTempFile(folder, "out", ".json").toFile())
            .redirectError(folder.resolve("stderr").toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder.start();
  }

  private void finish(String store) throws Exception {
    assertThat(start(store).waitFor()).as(Files.readString(folder.resolve("stderr"))).isZero();
  }

  private Map<String, TrialResult> results(String store) {
    try (Store open = Store.open(new StoreAddress(folder.resolve(store).toString()))) {
      return open.results("small");
    }
  }

  private void study(String search) throws Exception {
    Files.writeString(folder.resolve("study.yaml"), STUDY.formatted(search), UTF_8);
  }

  @Test
  void aStudyKilledAtAnyMomentEndsAsIfItHadNotBeen() throws Exception {
    killAndFinish(5, "adaptive");
  }

  @Test
  @Tag("full")
  void aStudyKilledFiftyTimesEndsAsIfItHadNotBeen() throws Exception {
    killAndFinish(25, "grid");
    killAndFinish(25, "adaptive");
  }

  private void killAndFinish(int kills, String search) throws Exception {
    study(search);
    finish("unbroken-" + search + ".db");
    Random random = new Random(kills);
    String store = "broken-" + search + ".db";
    for (int i = 0; i < kills; i++) {
      Process process = start(store);
      // From before the store is there until the study may be done.
      if (!process.waitFor(500 + random.nextInt(2500), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    }
    finish(store);
    assertThat(results(store)).isNotEmpty().isEqualTo(results("unbroken-" + search + ".db"));
  }

  @Test
  void aFullDiskStopsTheStudyWhichGoesOnWhenThereIsSpace() throws Exception {
    study("grid");
    Path disk = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(
        command("mount", "-t", "tmpfs", "-o", "size=320k", "tmpfs", disk.toString()),
        "needs a small disk, which takes the rights to mount one");
    try {
      assertThat(start("disk/e.db").waitFor()).isEqualTo(3);
      assertThat(Files.readString(folder.resolve("stderr")))
          .contains("disk is full")
          .contains("all results so far are kept")
          .doesNotContain("Exception");
      assertThat(command("mount", "-o", "remount,size=10m", disk.toString())).isTrue();
      finish("disk/e.db");
      assertThat(results("disk/e.db")).hasSize(2 * 8 * 3);
    } finally {
      assertThat(command("umount", disk.toString())).isTrue();
    }
  }

  private static boolean command(String... line) throws Exception {
    try {
      return new ProcessBuilder(line)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (java.io.IOException missing) {
      return false;
    }
  }

  @Test
  void eightProcessesOnOneStudyTrainEachTrialOnce() throws Exception {
    study("grid");
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      processes.add(start("shared.db"));
    }
    for (Process process : processes) {
      assertThat(process.waitFor()).as(Files.readString(folder.resolve("stderr"))).isZero();
    }
    int trained = 0;
    try (var outputs = Files.newDirectoryStream(folder, "out*.json")) {
      for (Path output : outputs) {
        trained += ((Number) Cli.json(Files.readString(output)).get("trained")).intValue();
      }
    }
    assertThat(results("shared.db")).hasSize(2 * 8 * 3);
    assertThat(trained).isEqualTo(2 * 8 * 3);
  }
}
