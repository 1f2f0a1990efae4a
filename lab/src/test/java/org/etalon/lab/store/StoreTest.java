package org.etalon.lab.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.etalon.graph.InputException;
import org.etalon.lab.store.Store.StudyTrial;
import org.etalon.lab.study.Trial;
import org.etalon.lab.study.TrialResult;
import org.etalon.lab.study.Trials;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
  private static final Owner ME = Owner.ofThisProcess();

  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("etalon.db");
  }

  private StoreAddress address() {
    return new StoreAddress(file().toString());
  }

  private Store store() {
    return Store.open(address());
  }

  private static StudyTrial of(Trial trial) {
    return new StudyTrial("depth=3", trial);
  }

  @Test
  void trialsAndResultsComeBackAsTheyWere() {
    Trial plain = Trials.trial(0.1, 1);
    Trial planned = Trials.transferred(0.2, 2, "measured", OptionalDouble.of(1.25));
    Trial givenUp = Trials.abandoned(0.3, 3, 4.5);
    float[] curve = {2.3f, Float.POSITIVE_INFINITY, Float.NaN};
    TrialResult result = Trials.result(TrialResult.Outcome.DIVERGED, curve);
    try (Store store = store()) {
      store.keepStudy("s", "definition");
      store.ask("s", List.of(of(plain), of(planned), of(givenUp)));
      assertThat(store.finish(planned, result, ME)).isTrue();
    }
    try (Store store = store()) {
      assertThat(store.study("s")).contains("definition");
      assertThat(store.trials("s")).containsExactly(of(plain), of(planned), of(givenUp));
      assertThat(store.result(planned.key())).contains(result);
      assertThat(store.results("s")).containsOnlyKeys(planned.key()).containsValue(result);
      assertThat(store.studies())
          .containsExactly(
              new Store.StudySummary("s", 3, Map.of(TrialResult.Outcome.DIVERGED, 1L), 0.5));
    }
  }

  @Test
  void aTrialOfTwoStudiesIsTimedOnce() {
    Trial trial = Trials.trial(0.1, 1);
    try (Store store = store()) {
      store.keepStudy("s", "definition");
      store.ask("s", List.of(of(trial)));
      store.finish(
          trial, Trials.result(TrialResult.Outcome.FINISHED, new float[] {2.3f, 2.2f}), ME);
      store.keepStudy("again", "definition");
      store.ask("again", List.of(of(trial)));
      assertThat(store.scores("again")).hasSize(1);
      assertThat(store.timings())
          .containsExactly(new Store.Timing(trial.model(), trial.batch(), 1, 2, 0.5));
    }
  }

  @Test
  void aFinishedStudyReadsWellInSqlite3() throws Exception {
    assumeTrue(isThere("sqlite3"), "needs Debian's package sqlite3");
    try (Store store = store()) {
      store.keepStudy("s", "definition");
      store.ask("s", List.of(of(Trials.trial(0.1, 1)), of(Trials.trial(0.2, 1))));
      store.finish(Trials.trial(0.1, 1), Trials.result(TrialResult.Outcome.FINISHED, 2, 1), ME);
    }
    Process sqlite =
        new ProcessBuilder(
                "sqlite3",
                file().toString(),
                "select size, learning_rate, seed, outcome, mean_training_loss from readable")
            .redirectErrorStream(true)
            .start();
    assertThat(sqlite.inputReader().lines())
        .containsExactly("depth=3|0.1|1|FINISHED|1.5", "depth=3|0.2|1||");
  }

  private static boolean isThere(String program) throws InterruptedException {
    try {
      return new ProcessBuilder(program, "-version").start().waitFor() == 0;
    } catch (IOException missing) {
      return false;
    }
  }

  @Test
  void theQueriesThatTheDocumentationShowsAreAnswered() throws Exception {
    store().close();
    for (String query : StoreDocument.queries()) {
      execute(query);
    }
  }

  @Test
  void aStoreOfTheFirstVersionIsBroughtUpToDate() throws Exception {
    Trial trial = Trials.trial(0.1, 1);
    try (Store store = store()) {
      store.keepStudy("s", "");
      store.ask("s", List.of(of(trial), of(Trials.trial(0.2, 1))));
      store.finish(trial, Trials.result(TrialResult.Outcome.FINISHED, 2, 1), ME);
    }
    execute("drop table score");
    execute("drop table provenance");
    execute("delete from flyway_schema_history where version = '2'");
    try (Store store = store()) {
      assertThat(store.scores("s")).singleElement().matches(one -> one.key().equals(trial.key()));
      assertThat(store.madeWith("s")).singleElement().matches(made -> made.trials() == 1);
    }
  }

  @Test
  void whereThereIsNoStoreToReadNoneIsMade() throws Exception {
    assertThat(Store.openToRead(address(), Patience.USUAL, StoreListener.NONE)).isEmpty();
    assertThat(file()).doesNotExist();
    execute("create table notes (text text)");
    assertThat(Store.openToRead(address(), Patience.USUAL, StoreListener.NONE)).isEmpty();
  }

  /** Rights do not bind the user root, so the ways in are tried themselves. */
  @Test
  void aFileThatNobodyCanWriteIsReadAsOneThatDoesNotChange() throws Exception {
    Trial trial = Trials.trial(0.1, 1);
    try (Store store = store()) {
      store.keepStudy("s", "definition");
      store.ask("s", List.of(of(trial)));
    }
    for (boolean fixed : List.of(true, false)) {
      HikariConfig config = new HikariConfig();
      SqliteToRead.configure(config, file(), fixed);
      try (HikariDataSource source = new HikariDataSource(config);
          Connection connection = source.getConnection();
          var statement = connection.createStatement()) {
        assertThat(statement.executeQuery("select count(*) from study_trial").getInt(1)).isOne();
        assertThatThrownBy(() -> statement.execute("delete from study_trial"))
            .isInstanceOf(SQLException.class);
      }
    }
  }

  @Test
  void whatResultsWereMadeWithIsCounted() {
    Trial one = Trials.trial(0.1, 1);
    Trial other = Trials.trial(0.1, 2);
    TrialResult result = Trials.result(TrialResult.Outcome.FINISHED, 1);
    try (Store store = store()) {
      store.keepStudy("s", "");
      store.ask("s", List.of(of(one), of(other), of(Trials.trial(0.1, 3))));
      assertThat(store.madeWith("s")).isEmpty();
      store.finish(one, result, ME);
      store.finish(other, result, ME);
      assertThat(store.madeWith("s"))
          .singleElement()
          .satisfies(
              made -> {
                assertThat(made.provenance()).isEqualTo(result.provenance());
                assertThat(made.trials()).isEqualTo(2);
                assertThat(made.seconds()).isEqualTo(1);
                assertThat(made.first()).startsWith("20").isLessThanOrEqualTo(made.last());
              });
    }
  }

  @Test
  void theFirstResultStays() {
    Trial trial = Trials.trial(0.1, 1);
    TrialResult first = Trials.result(TrialResult.Outcome.FINISHED, 1);
    try (Store store = store()) {
      store.keepStudy("s", "");
      store.ask("s", List.of(of(trial)));
      assertThat(store.finish(trial, first, ME)).isTrue();
      assertThat(store.finish(trial, Trials.result(TrialResult.Outcome.FINISHED, 2), ME)).isFalse();
      assertThat(store.result(trial.key())).contains(first);
    }
  }

  @Test
  void aStudyKeepsItsDefinition() {
    try (Store store = store()) {
      store.keepStudy("s", "one");
      store.keepStudy("s", "one");
      assertThatThrownBy(() -> store.keepStudy("s", "two"))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("other settings");
    }
  }

  @Test
  void oneTrialIsClaimedOnceAndNeverAfterItsResult() {
    Trial trial = Trials.trial(0.1, 1);
    Owner other = new Owner("other", ME.host(), ME.pid());
    try (Store store = store()) {
      store.keepStudy("s", "");
      store.ask("s", List.of(of(trial)));
      assertThat(store.leases(ME).claim(trial.key())).isTrue();
      assertThat(store.leases(other).claim(trial.key())).isFalse();
      store.leases(ME).release(trial.key());
      assertThat(store.leases(other).claim(trial.key())).isTrue();
      store.finish(trial, Trials.result(TrialResult.Outcome.FINISHED, 1), other);
      assertThat(store.leases(ME).claim(trial.key())).isFalse();
    }
  }

  @Test
  void theLeaseOfAProcessThatIsGoneIsFree() throws Exception {
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    Trial trial = Trials.trial(0.1, 1);
    try (Store store = store()) {
      store.keepStudy("s", "");
      store.ask("s", List.of(of(trial)));
      assertThat(store.leases(new Owner("gone", ME.host(), gone.pid())).claim(trial.key()))
          .isTrue();
      assertThat(store.leases(ME).claim(trial.key())).isTrue();
    }
  }

  @Test
  void aLeaseFromElsewhereLivesAsLongAsItBeats() {
    Trial trial = Trials.trial(0.1, 1);
    long[] nanos = {0};
    try (JdbcStore store =
        JdbcStore.open(new StoreAddress(file().toString()), Patience.USUAL, StoreListener.NONE)) {
      store.keepStudy("s", "");
      store.ask("s", List.of(of(trial)));
      Leases far = store.leases(new Owner("far", "elsewhere.invalid", 1));
      Leases mine = store.leases(ME, () -> nanos[0]);
      assertThat(far.claim(trial.key())).isTrue();
      assertThat(mine.claim(trial.key())).as("just seen").isFalse();
      nanos[0] += Leases.PATIENCE.toNanos();
      far.beat();
      assertThat(mine.claim(trial.key())).as("has beaten since").isFalse();
      nanos[0] += Leases.PATIENCE.toNanos() + 1;
      assertThat(mine.claim(trial.key())).as("has stood still").isTrue();
    }
  }

  @Test
  void aFileThatIsNoStoreIsRefusedAndLeftAlone() throws IOException {
    byte[] content = "not a database, but somebody's notes".getBytes(StandardCharsets.UTF_8);
    Files.write(file(), content);
    assertThatThrownBy(this::store)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("store");
    assertThat(Files.readAllBytes(file())).isEqualTo(content);
  }

  @Test
  void aFolderThatDoesNotExistIsNamed() {
    StoreAddress address = new StoreAddress(folder.resolve("missing/etalon.db").toString());
    assertThatThrownBy(() -> Store.open(address))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("does not exist");
  }

  @Test
  void aStoreOfANewerVersionIsRefused() throws SQLException {
    store().close();
    execute(
        "insert into flyway_schema_history (installed_rank, version, description, type, script,"
            + " checksum, installed_by, installed_on, execution_time, success)"
            + " values (99, '99', 'later', 'SQL', 'V99__later.sql', 1, '', current_timestamp, 1, 1)");
    assertThatThrownBy(this::store)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("newer Etalon");
  }

  @Test
  void aTrialChangedByHandIsNoticed() throws SQLException {
    try (Store store = store()) {
      store.keepStudy("s", "");
      store.ask("s", List.of(of(Trials.trial(0.1, 1))));
    }
    execute("update trial set learning_rate = 0.2");
    try (Store store = store()) {
      assertThatThrownBy(() -> store.trials("s"))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("changed by hand");
    }
  }

  @Test
  void passwordsAreNotShown() {
    assertThat(new StoreAddress("jdbc:postgresql://me:secret@host/db?password=hidden").shown())
        .doesNotContain("secret", "hidden");
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
