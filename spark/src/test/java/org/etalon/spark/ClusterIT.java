package org.etalon.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.etalon.lab.store.Store;
import org.etalon.lab.store.StoreAddress;
import org.etalon.lab.study.TrialResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real cluster on this machine, real trials, and processes that are killed. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ClusterIT {
  private static final String NAME = "small";
  private static final int TRIALS = 2 * 8 * 3;
  private static final String STUDY =
      """
      study: small
      model: mlp:width=48,in=64,classes=10
      vary: {depth: [2, 6]}
      batch: 64
      steps: 150
      learning-rates: {from: 0.01, to: 3, count: 8}
      seeds: 3
      """;

  @TempDir private Path folder;

  private static List<String> sweep(String store, String... more) {
    List<String> line =
        new ArrayList<>(List.of("sweep", "study.yaml", "--store", store, "--format", "json"));
    line.addAll(List.of(more));
    return line;
  }

  private static Cluster.Driver driver(Cluster cluster, String name, String... more)
      throws IOException {
    List<String> line =
        sweep(
            "cluster.db",
            "--engine",
            "spark",
            "--master",
            cluster.master(),
            "--spark-conf",
            "spark.ui.enabled=false",
            "--spark-conf",
            "spark.executor.memory=500m",
            "--spark-conf",
            "spark.executor.extraJavaOptions=-XX:TieredStopAtLevel=1");
    line.addAll(List.of(more));
    return cluster.etalon(name, Map.of(), line);
  }

  private Map<String, TrialResult> results(String store) {
    try (Store open = Store.open(new StoreAddress(folder.resolve(store).toString()))) {
      return open.results(NAME);
    }
  }

  /** Waits until the store has so many results; how many it has then. */
  private int awaitResults(int count, Cluster.Driver driver)
      throws IOException, InterruptedException {
    try (Store open = Store.open(new StoreAddress(folder.resolve("cluster.db").toString()))) {
      while (open.finishedKeys(NAME).size() < count) {
        assertThat(driver.process().isAlive()).as(driver.err()).isTrue();
        Thread.sleep(20);
      }
      return open.finishedKeys(NAME).size();
    }
  }

  @Test
  void killedWorkersAndDriversLoseAndRepeatNothing() throws Exception {
    Files.writeString(folder.resolve("study.yaml"), STUDY, UTF_8);
    try (Cluster cluster = new Cluster(folder)) {
      cluster.startMaster();
      Cluster.Driver local = cluster.etalon("local", Map.of(), sweep("local.db"));
      Cluster.Driver first = driver(cluster, "first");
      Cluster.awaitMatch(
          first.stderr(), Pattern.compile("waiting for a free slot at " + cluster.master()));
      cluster.addWorker();
      cluster.addWorker();
      Cluster.awaitMatch(first.stderr(), Pattern.compile("going on with \\d"));
      awaitResults(TRIALS / 4, first);
      Cluster.kill(first.process());
      int kept = results("cluster.db").size();
      assertThat(kept).isLessThan(TRIALS);

      Cluster.Driver second =
          driver(
              cluster,
              "second",
              "--spark-conf",
              "spark.speculation=true",
              "--spark-conf",
              "spark.speculation.interval=20ms",
              "--spark-conf",
              "spark.speculation.task.duration.threshold=50ms");
      awaitResults(kept + TRIALS / 4, second);
      cluster.killWorker(1);
      assertThat(second.result()).contains("\"trained\" : " + (TRIALS - kept));
      assertThat(second.err().lines())
          .as("notes only")
          .allMatch(line -> line.startsWith("etalon: "));

      assertThat(local.result()).contains("\"trained\" : " + TRIALS);
      assertThat(results("cluster.db")).hasSize(TRIALS).isEqualTo(results("local.db"));
      assertThat(executors(cluster)).as("a second attempt").contains("Running task 0.1 in stage");
      assertThat(executors(cluster)).doesNotContain("libtorch unknown");
    }
  }

  private static String executors(Cluster cluster) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int worker = 1; worker <= 2; worker++) {
      try (var files = Files.walk(cluster.work(worker))) {
        for (Path file : files.filter(path -> path.endsWith("stderr")).toList()) {
          text.append(Files.readString(file, UTF_8));
        }
      }
    }
    return text.toString();
  }

  @Test
  void submittedWithoutNativeLibrariesItSaysWhereAndWhatToShip() throws Exception {
    Files.writeString(folder.resolve("study.yaml"), STUDY, UTF_8);
    try (Cluster cluster = new Cluster(folder)) {
      Cluster.Driver driver = cluster.submit("submitted", sweep("x.db"));
      assertThat(driver.process().waitFor()).as(driver.err()).isEqualTo(3);
      assertThat(driver.err())
          .contains("executor on ", "org.bytedeco:pytorch:2", "--jars")
          .doesNotContain("Exception");
      assertThat(driver.stdout()).isEmptyFile();
    }
  }
}
