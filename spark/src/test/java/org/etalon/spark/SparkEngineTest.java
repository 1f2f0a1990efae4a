package org.etalon.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.SparkConf;
import org.etalon.engine.Engine;
import org.etalon.engine.EngineSettings;
import org.etalon.engine.Engines;
import org.etalon.engine.LocalEngine;
import org.etalon.graph.InputException;
import org.etalon.lab.run.Workplace;
import org.etalon.lab.study.TrialResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SparkEngineTest {
  private static final Map<String, String> QUIET =
      Map.of("spark.ui.enabled", "false", "spark.driver.host", "127.0.0.1");

  private final List<String> notes = new ArrayList<>();

  @TempDir private Path folder;

  private EngineSettings settings(String master) {
    return new EngineSettings(
        OptionalInt.empty(), Optional.empty(), Optional.of(master), QUIET, notes::add);
  }

  @Test
  void sparkGivesTheResultsOfALocalRunTrialByTrial() throws InterruptedException {
    Map<String, TrialResult> local;
    try (Workplace here =
        new LocalEngine()
            .open(
                new EngineSettings(
                    OptionalInt.of(2), Optional.empty(), Optional.empty(), Map.of(), note -> {}))) {
      local = SmallStudy.results(here, folder.resolve("local.db"));
    }
    assertThat(local.values())
        .hasSize(16)
        .extracting(TrialResult::outcome)
        .contains(TrialResult.Outcome.FINISHED, TrialResult.Outcome.DIVERGED);
    Engine spark = Engines.byId(Engines.SPARK);
    try (Workplace cluster = spark.open(settings("local[2]"))) {
      assertThat(SmallStudy.results(cluster, folder.resolve("spark.db"))).isEqualTo(local);
      assertThat(cluster.slots()).isEqualTo(2);
    }
    assertThat(notes).isEmpty();
  }

  @Test
  void aMasterWhereNobodyListensIsToldAtOnce() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    String master = "spark://127.0.0.1:" + port;
    assertThatThrownBy(() -> new SparkEngine().open(settings(master)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(master)
        .hasMessageContaining("refused");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "spark://", "spark://nowhere", "local[x]", "yarn"})
  void aMasterThatSparkDoesNotKnowIsBadInput(String master) {
    assertThatThrownBy(() -> new SparkEngine().open(settings(master)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("--master " + master);
  }

  @Test
  void workersAreForTheLocalEngine() {
    EngineSettings two =
        new EngineSettings(
            OptionalInt.of(2), Optional.empty(), Optional.empty(), QUIET, notes::add);
    assertThatThrownBy(() -> new SparkEngine().open(two))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("--workers")
        .hasMessageContaining("local[N]");
  }

  @Test
  void whatTheUserSaysOfSparkStandsAndOneThreadIsTheRule() {
    EngineSettings given =
        new EngineSettings(
            OptionalInt.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of("spark.executorEnv.OMP_NUM_THREADS", "3", "spark.default.parallelism", "7"),
            notes::add);
    SparkConf conf = SparkEngine.conf(given);
    assertThat(conf.get("spark.master")).isEqualTo("local[*]");
    assertThat(conf.get("spark.executorEnv.OMP_NUM_THREADS")).isEqualTo("3");
    assertThat(conf.get("spark.executorEnv.OPENBLAS_NUM_THREADS")).isEqualTo("1");
    assertThat(conf.contains("spark.default.parallelism")).isFalse();
  }
}
