package org.etalon.lab.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.etalon.graph.InputException;
import org.etalon.lab.run.SizeSearch;
import org.etalon.lab.run.StudyListener;
import org.etalon.lab.run.StudyRun;
import org.etalon.lab.search.GridSearch;
import org.etalon.lab.search.RateGrid;
import org.etalon.lab.study.Score;
import org.etalon.lab.study.Trial;
import org.etalon.lab.study.TrialResult;
import org.etalon.lab.study.TrialRunner;
import org.etalon.lab.study.Trials;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A store in a real PostgreSQL, whose binaries the tests bring along for one platform. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class PostgresStoreTest {
  private static final Patience SHORT = patience(Duration.ofSeconds(60));
  private static final RateGrid RATES = new RateGrid(1e-3, 1, 12);
  private static final List<Long> SEEDS = List.of(1L, 2L, 3L);

  @TempDir private static Path folder;
  private static Server server;

  @BeforeAll
  static void start() throws Exception {
    server = new Server(folder);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  private static Patience patience(Duration total) {
    return new Patience(
        Duration.ofMillis(500), Duration.ofMillis(50), Duration.ofMillis(400), total);
  }

  /** Notes what is said of a store. */
  private static final class Told implements StoreListener {
    private final List<String> words = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch away = new CountDownLatch(1);

    @Override
    public void away(String address, String why, Duration patience) {
      words.add("away");
      away.countDown();
    }

    @Override
    public void back(String address, Duration time) {
      words.add("back");
    }
  }

  private static Store.StudyTrial of(Trial trial) {
    return new Store.StudyTrial("depth=3", trial);
  }

  private static TrialResult trained(Trial trial) {
    double distance = Math.log(trial.learningRate() / 0.1);
    float[] losses = new float[10];
    for (int i = 0; i < losses.length; i++) {
      losses[i] = (float) (1 + 0.1 * distance * distance + 1e-3 * ((trial.seed() + i) % 3));
    }
    return Trials.result(TrialResult.Outcome.FINISHED, losses);
  }

  private static StudyRun run(Store store, TrialRunner runner) {
    SizeSearch size =
        new SizeSearch(
            "depth=3",
            new GridSearch(RATES, SEEDS, 0.9),
            run -> Trials.trial(run.learningRate(), run.seed()),
            Score.MEAN_TRAINING_LOSS);
    return new StudyRun("s", List.of(size), store, runner, 2, StudyListener.NONE);
  }

  @Test
  void aStudyIsKeptSharedAndReadLikeInAFile() throws Exception {
    StoreAddress address = server.database("shared");
    Trial plain = Trials.trial(0.1, 1);
    Trial planned = Trials.transferred(0.2, 2, "measured", OptionalDouble.of(1.25));
    TrialResult result = Trials.result(TrialResult.Outcome.FINISHED, 2, 1);
    Owner me = Owner.ofThisProcess();
    try (Store store = Store.open(address);
        Store other = Store.open(address)) {
      store.keepStudy("s", "definition");
      store.ask("s", List.of(of(plain), of(planned)));
      other.ask("s", List.of(of(plain)));
      Leases leases = store.leases(me);
      Leases others = other.leases(Owner.ofThisProcess());
      assertThat(leases.claim(plain.key())).isTrue();
      assertThat(others.claim(plain.key())).isFalse();
      leases.beat();
      assertThat(store.finish(plain, result, me)).isTrue();
      assertThat(other.finish(plain, result, me)).isFalse();
      assertThat(other.result(plain.key())).contains(result);
      assertThat(other.trials("s")).containsExactly(of(plain), of(planned));
      assertThat(other.scores("s")).hasSize(1);
      assertThat(other.asked("s")).isEqualTo(2);
      assertThat(other.studies())
          .containsExactly(
              new Store.StudySummary("s", 2, Map.of(TrialResult.Outcome.FINISHED, 1L), 0.5));
      other.keepStudy("t", "definition");
      other.ask("t", List.of(of(plain)));
      assertThat(store.scores("t")).as("known from another study").isEqualTo(store.scores("s"));
    }
  }

  @Test
  void aServerThatIsRestartedAmidAStudyLosesAndRepeatsNothing() throws Exception {
    StoreAddress address = server.database("restarted");
    Told told = new Told();
    Map<String, AtomicInteger> trained = new ConcurrentHashMap<>();
    AtomicInteger count = new AtomicInteger();
    try (Store store = Store.open(address, SHORT, told)) {
      store.keepStudy("s", "definition");
      TrialRunner runner =
          trial -> {
            trained.computeIfAbsent(trial.key(), key -> new AtomicInteger()).incrementAndGet();
            if (count.incrementAndGet() == 10) {
              server.stop();
              Thread starter = new Thread(() -> startOnce(told));
              starter.start();
            }
            return trained(trial);
          };
      assertThat(run(store, runner).run()).hasSize(1);
      assertThat(store.finishedKeys("s")).hasSize(RATES.count() * SEEDS.size());
      assertThat(trained.values()).allSatisfy(times -> assertThat(times).hasValue(1));
      assertThat(told.words).as("said once each").containsExactly("away", "back");
    }
  }

  /** Starts the server when somebody has missed it. */
  private static void startOnce(Told told) {
    try {
      told.away.await();
      server.start();
    } catch (Exception failure) {
      throw new IllegalStateException(failure);
    }
  }

  @Test
  void aServerThatStaysAwayEndsTheStudyWithOneMessage() throws Exception {
    StoreAddress address = server.database("gone");
    AtomicInteger count = new AtomicInteger();
    try (Store store = Store.open(address, patience(Duration.ofSeconds(2)), StoreListener.NONE)) {
      store.keepStudy("s", "definition");
      TrialRunner runner =
          trial -> {
            if (count.incrementAndGet() == 10) {
              server.stop();
            }
            return trained(trial);
          };
      assertThatThrownBy(() -> run(store, runner).run())
          .isInstanceOf(InputException.class)
          .hasMessageContaining("did not come back")
          .hasMessageContaining("all results so far are kept");
      assertThatThrownBy(() -> Store.open(address))
          .as("at the start there is no waiting")
          .isInstanceOf(InputException.class);
    } finally {
      server.start();
    }
    try (Store store = Store.open(address)) {
      assertThat(store.finishedKeys("s")).hasSizeGreaterThanOrEqualTo(8);
      assertThat(run(store, PostgresStoreTest::trained).run()).hasSize(1);
    }
  }

  @Test
  void waitingEndsWithAnInterrupt() throws Exception {
    StoreAddress address = server.database("interrupted");
    Told told = new Told();
    try (Store store = Store.open(address, SHORT, told)) {
      store.keepStudy("s", "definition");
      server.stop();
      Throwable[] thrown = new Throwable[1];
      Thread reader =
          new Thread(
              () -> {
                try {
                  store.study("s");
                } catch (InputException failure) {
                  thrown[0] = failure;
                }
              });
      reader.start();
      told.away.await();
      reader.interrupt();
      reader.join();
      assertThat(thrown[0]).isInstanceOf(InputException.class);
    } finally {
      server.start();
    }
  }

  /** Without prepared statements, so that the wire sees the word COMMIT. */
  private static StoreAddress throughWire(LossyWire wire) {
    return new StoreAddress(
        Server.address("lossy", wire.port(), "postgres").text() + "&prepareThreshold=0");
  }

  @Test
  void whatWasCommittedIntoALostConnectionIsDoneOnce() throws Exception {
    StoreAddress direct = server.database("lossy");
    Trial trial = Trials.trial(0.1, 1);
    Trial brought = Trials.trial(0.2, 1);
    TrialResult result = Trials.result(TrialResult.Outcome.FINISHED, 2, 1);
    Owner me = Owner.ofThisProcess();
    try (LossyWire wire = new LossyWire(server.port());
        Store other = Store.open(direct);
        Store store = Store.open(throughWire(wire), SHORT, StoreListener.NONE)) {
      Leases leases = store.leases(me);
      wire.loseNextAnswer();
      store.keepStudy("s", "definition");
      assertThat(wire.hasLost()).isTrue();
      wire.loseNextAnswer();
      store.ask("s", List.of(of(trial)));
      assertThat(wire.hasLost()).isTrue();
      wire.loseNextAnswer();
      assertThat(leases.claim(trial.key())).as("its own lease").isTrue();
      assertThat(wire.hasLost()).isTrue();
      assertThat(leases.claim(trial.key())).as("at work on it").isFalse();
      assertThat(other.leases(Owner.ofThisProcess()).claim(trial.key())).isFalse();
      wire.loseNextAnswer();
      assertThat(store.finish(trial, result, me)).as("its own result").isTrue();
      assertThat(wire.hasLost()).isTrue();
      assertThat(store.finish(trial, result, me)).as("there already").isFalse();
      wire.loseNextAnswer();
      Store.BroughtTrial one =
          new Store.BroughtTrial("depth=3", brought, java.util.Optional.of(result));
      assertThat(store.bring("s", "definition", List.of(one))).isEqualTo(1);
      assertThat(wire.hasLost()).isTrue();
      assertThat(other.scores("s")).hasSize(2);
    }
  }

  @Test
  void whoeverWasCutOffForLongCountsOnceAndIsNotTakenForDeadAtOnce() throws Exception {
    StoreAddress address = server.database("cut_off");
    Trial trial = Trials.trial(0.1, 1);
    TrialResult result = Trials.result(TrialResult.Outcome.FINISHED, 2, 1);
    Owner far = new Owner("far", "elsewhere.invalid", 1);
    Owner near = Owner.ofThisProcess();
    long[] nanos = {0};
    try (JdbcStore mine = JdbcStore.open(address, SHORT, StoreListener.NONE);
        Store others = Store.open(address, SHORT, StoreListener.NONE)) {
      mine.keepStudy("s", "definition");
      mine.ask("s", List.of(of(trial)));
      Leases watching = mine.leases(near, () -> nanos[0]);
      assertThat(others.leases(far).claim(trial.key())).isTrue();
      assertThat(watching.claim(trial.key())).as("just seen").isFalse();
      server.stop();
      assertThatThrownBy(watching::beat).isInstanceOf(InputException.class);
      server.start();
      nanos[0] += 2 * Leases.PATIENCE.toNanos();
      assertThat(watching.claim(trial.key())).as("nobody could beat meanwhile").isFalse();
      nanos[0] += 2 * Leases.PATIENCE.toNanos();
      assertThat(watching.claim(trial.key())).as("has stood still since").isTrue();
      assertThat(mine.finish(trial, result, near)).isTrue();
      assertThat(others.finish(trial, result, far)).as("came later").isFalse();
      assertThat(mine.scores("s")).hasSize(1);
    }
  }

  @Test
  void aRoleThatMayOnlySelectReadsAllAndIsToldWhereItMayNotWrite() throws Exception {
    StoreAddress address = server.database("etalon");
    Trial trial = Trials.trial(0.1, 1);
    TrialResult result = Trials.result(TrialResult.Outcome.FINISHED, 2, 1);
    server.execute("etalon", "create role guest login");
    StoreAddress guest = Server.address("etalon", server.port(), "guest");
    assertThat(Store.openToRead(guest, SHORT, StoreListener.NONE)).as("no tables yet").isEmpty();
    try (Store store = Store.open(address)) {
      store.keepStudy("s", "definition");
      store.ask("s", List.of(of(trial)));
      store.finish(trial, result, Owner.ofThisProcess());
    }
    assertThatThrownBy(() -> openToRead(guest)).hasMessageContaining("permission denied");
    server.execute("etalon", StoreDocument.role());
    StoreAddress reader = Server.address("etalon", server.port(), "reader");
    try (Store store = openToRead(reader)) {
      assertThat(store.studies()).hasSize(1);
      assertThat(store.results("s")).containsOnlyKeys(trial.key());
      assertThat(store.observations("s", "depth=3", Score.MEAN_TRAINING_LOSS)).hasSize(1);
      assertThat(store.madeWith("s")).hasSize(1);
      assertThatThrownBy(() -> store.keepStudy("t", "")).hasMessageContaining("may read at most");
    }
    for (String query : StoreDocument.queries()) {
      server.execute("etalon", query);
    }
    age();
    assertThatThrownBy(() -> openToRead(reader))
        .hasMessageContaining("version 1")
        .hasMessageContaining("open it once");
  }

  private static Store openToRead(StoreAddress address) {
    return Store.openToRead(address, SHORT, StoreListener.NONE).orElseThrow();
  }

  /** Makes the database's tables those of the first version. */
  private static void age() throws SQLException {
    server.execute(
        "etalon",
        "drop table score; drop table provenance;"
            + " delete from flyway_schema_history where version = '2'");
  }
}
