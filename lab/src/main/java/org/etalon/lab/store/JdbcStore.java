package org.etalon.lab.store;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.nio.file.Files;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.etalon.lab.fit.Observation;
import org.etalon.lab.study.Score;
import org.etalon.lab.study.Trial;
import org.etalon.lab.study.TrialResult;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** A store in a database that speaks SQL; the statements are those both databases share. */
final class JdbcStore implements Store {
  private final Database database;
  private final Keeping keeping;
  private final Set<Leases.Held> held = ConcurrentHashMap.newKeySet();

  private JdbcStore(Database database) {
    this.database = database;
    this.keeping = new Keeping(database);
  }

  /** Opens; makes the store where there is none. */
  static JdbcStore open(StoreAddress address, Patience patience, StoreListener listener) {
    return open(address, patience, listener, false).orElseThrow();
  }

  /**
   * Opens.
   *
   * @param toRead whether it suffices that the store can be read
   * @return empty where there is none, if it is only to be read
   */
  static Optional<JdbcStore> open(
      StoreAddress address, Patience patience, StoreListener listener, boolean toRead) {
    if (toRead && !address.isPostgresql() && !Files.exists(address.file())) {
      return Optional.empty();
    }
    HikariDataSource source;
    try {
      source = new HikariDataSource(Connections.config(address, patience, toRead));
    } catch (HikariPool.PoolInitializationException unreachable) {
      throw Failures.told(address.shown(), unreachable);
    }
    try {
      if (!Migrations.apply(address, source, toRead)) {
        source.close();
        return Optional.empty();
      }
    } catch (RuntimeException failure) {
      source.close();
      throw failure;
    }
    return Optional.of(new JdbcStore(new Database(address, source, patience, listener)));
  }

  @Override
  public String address() {
    return database.shown();
  }

  @Override
  public void keepStudy(String name, String definition) {
    String kept = database.change((handle, again) -> Keeping.study(handle, name, definition));
    keeping.requireSame(name, definition, kept);
  }

  @Override
  public Optional<String> study(String name) {
    return database.read(
        handle ->
            handle
                .createQuery("select definition from study where name = :name")
                .bind("name", name)
                .mapTo(String.class)
                .findOne());
  }

  @Override
  public List<StudySummary> studies() {
    return database.read(ScoreRows::summaries);
  }

  @Override
  public void ask(String study, Collection<StudyTrial> trials) {
    if (!trials.isEmpty()) {
      database.change((handle, again) -> keeping.ask(handle, study, trials));
    }
  }

  @Override
  public boolean finish(Trial trial, TrialResult result, Owner owner) {
    boolean kept = keeping.finish(trial, result, owner);
    held.remove(new Leases.Held(owner.id(), trial.key()));
    return kept;
  }

  @Override
  public long bring(String study, String definition, Iterable<BroughtTrial> trials) {
    return keeping.bring(study, definition, trials);
  }

  @Override
  public List<StudyTrial> trials(String study) {
    String sql = "select st.size, " + Rows.of("t", Rows.TRIAL) + Rows.OF_STUDY;
    return list(
        sql, study, (row, context) -> new StudyTrial(row.getString("size"), Rows.trial(row)));
  }

  @Override
  public Iterable<BroughtTrial> trialsWithResults(String study) {
    return () -> new WholeStudy(database, study);
  }

  @Override
  public Optional<TrialResult> result(String key) {
    return database.read(
        handle ->
            handle
                .createQuery("select " + Rows.RESULT + " from result where trial = :key")
                .bind("key", key)
                .map((row, context) -> Rows.result(row))
                .findOne());
  }

  @Override
  public Map<String, TrialResult> results(Collection<String> keys) {
    Map<String, TrialResult> results = new HashMap<>();
    for (List<String> some : Chunks.of(List.copyOf(keys))) {
      database
          .read(handle -> results(handle, some))
          .forEach(one -> results.put(one.getKey(), one.getValue()));
    }
    return results;
  }

  /** The results of so few trials that one question does. */
  static List<Map.Entry<String, TrialResult>> results(Handle handle, List<String> keys) {
    return handle
        .createQuery("select " + Rows.RESULT + " from result where trial in (<keys>)")
        .bindList("keys", keys)
        .map((row, context) -> Map.entry(row.getString("trial"), Rows.result(row)))
        .list();
  }

  @Override
  public Map<String, TrialResult> results(String study) {
    String sql =
        "select "
            + Rows.of("r", Rows.RESULT)
            + " from study_trial st join result r on r.trial = st.trial where st.study = :study";
    Map<String, TrialResult> results = new LinkedHashMap<>();
    list(sql, study, (row, context) -> Map.entry(row.getString("trial"), Rows.result(row)))
        .forEach(one -> results.put(one.getKey(), one.getValue()));
    return results;
  }

  @Override
  public List<ScoredTrial> scores(String study) {
    return database.read(handle -> ScoreRows.scores(handle, study));
  }

  @Override
  public List<ScoredTrial> scores(String study, String size, double learningRate) {
    return database.read(handle -> ScoreRows.scores(handle, study, size, learningRate));
  }

  @Override
  public List<Observation> observations(String study, String size, Score score) {
    return database.read(handle -> ScoreRows.observations(handle, study, size, score));
  }

  @Override
  public List<MadeWith> madeWith(String study) {
    return database.read(handle -> ScoreRows.madeWith(handle, study));
  }

  @Override
  public Map<TrialResult.Outcome, Long> outcomes(String study) {
    return database.read(handle -> ScoreRows.outcomes(handle, study));
  }

  @Override
  public List<Timing> timings() {
    return database.read(ScoreRows::timings);
  }

  @Override
  public long asked(String study) {
    return count("study_trial", study);
  }

  @Override
  public long finished(String study) {
    return count("score", study);
  }

  @Override
  public long finished(String study, String size) {
    return database.read(
        handle ->
            handle
                .createQuery("select count(*) from score where study = :study and size = :size")
                .bind("study", study)
                .bind("size", size)
                .mapTo(Long.class)
                .one());
  }

  private long count(String table, String study) {
    return database.read(
        handle ->
            handle
                .createQuery("select count(*) from " + table + " where study = :study")
                .bind("study", study)
                .mapTo(Long.class)
                .one());
  }

  @Override
  public List<String> finishedKeys(String study) {
    String sql = "select trial from score where study = :study order by trial";
    return list(sql, study, (row, context) -> row.getString(1));
  }

  @Override
  public Leases leases(Owner owner) {
    return leases(owner, System::nanoTime);
  }

  /** The same by another monotonic clock. */
  Leases leases(Owner owner, LongSupplier nanos) {
    return new Leases(database, owner, held, nanos);
  }

  /** The rows of a query about a study. */
  private <T> List<T> list(String sql, String study, RowMapper<T> mapper) {
    return database.read(handle -> handle.createQuery(sql).bind("study", study).map(mapper).list());
  }

  @Override
  public void close() {
    database.close();
  }
}
