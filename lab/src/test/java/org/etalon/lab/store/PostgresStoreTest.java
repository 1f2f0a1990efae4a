package org.etalon.lab.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.util.List;
import java.util.OptionalDouble;
import org.etalon.graph.InputException;
import org.etalon.lab.study.Trial;
import org.etalon.lab.study.TrialResult;
import org.etalon.lab.study.Trials;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A store in a real PostgreSQL, whose binaries the tests bring along for one platform. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class PostgresStoreTest {
  private static Store.StudyTrial of(Trial trial) {
    return new Store.StudyTrial("depth=3", trial);
  }

  @Test
  void aStudyIsKeptSharedAndReadLikeInAFile() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
      StoreAddress address = new StoreAddress(postgres.getJdbcUrl("postgres", "postgres"));
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
        assertThat(other.studies()).containsExactly(new Store.StudySummary("s", 2, 1, 0.5));
      }
    }
  }

  @Test
  void aDatabaseThatIsGoneIsToldInOneMessage() throws Exception {
    EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
    try (Store store = Store.open(new StoreAddress(postgres.getJdbcUrl("postgres", "postgres")))) {
      store.keepStudy("s", "definition");
      postgres.close();
      assertThatThrownBy(() -> store.study("s"))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("all results so far are kept");
    }
  }
}
