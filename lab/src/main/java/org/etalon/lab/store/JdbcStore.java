package org.etalon.lab.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.etalon.graph.InputException;
import org.etalon.lab.study.Trial;
import org.etalon.lab.study.TrialResult;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.PreparedBatch;

/** A store in a database that speaks SQL; the statements are those both databases share. */
final class JdbcStore implements Store {
  private final String address;
  private final HikariDataSource source;
  private final Jdbi jdbi;

  private JdbcStore(String address, HikariDataSource source) {
    this.address = address;
    this.source = source;
    this.jdbi = Jdbi.create(source);
  }

  static JdbcStore open(StoreAddress address) {
    HikariConfig config = Connections.config(address);
    HikariDataSource source;
    try {
      source = new HikariDataSource(config);
    } catch (HikariPool.PoolInitializationException unreachable) {
      throw Failures.told(address.shown(), unreachable);
    }
    try {
      Migrations.apply(address, source);
    } catch (RuntimeException failure) {
      source.close();
      throw failure;
    }
    return new JdbcStore(address.shown(), source);
  }

  @Override
  public String address() {
    return address;
  }

  @Override
  public void keepStudy(String name, String definition) {
    requireSame(
        name,
        definition,
        Failures.within(
            address, () -> jdbi.inTransaction(handle -> keepStudy(handle, name, definition))));
  }

  /** The definition that is kept: the given one, or another that was there before. */
  private static String keepStudy(Handle handle, String name, String definition) {
    handle
        .createUpdate(
            "insert into study (name, definition, created_at) values (:name, :definition, :now)"
                + " on conflict (name) do nothing")
        .bind("name", name)
        .bind("definition", definition)
        .bind("now", now())
        .execute();
    return handle
        .createQuery("select definition from study where name = :name")
        .bind("name", name)
        .mapTo(String.class)
        .one();
  }

  private void requireSame(String name, String definition, String kept) {
    if (!kept.equals(definition)) {
      throw new InputException(
          "study '" + name + "'",
          "is in " + address + " already, with other settings",
          "give the changed study another name, or another store with --store");
    }
  }

  @Override
  public Optional<String> study(String name) {
    return read(
        handle ->
            handle
                .createQuery("select definition from study where name = :name")
                .bind("name", name)
                .mapTo(String.class)
                .findOne());
  }

  @Override
  public List<StudySummary> studies() {
    String sql =
        "select s.name, count(st.trial) as asked, count(r.trial) as finished,"
            + " coalesce(sum(r.seconds), 0) as seconds from study s"
            + " left join study_trial st on st.study = s.name"
            + " left join result r on r.trial = st.trial"
            + " group by s.name order by s.name";
    return read(
        handle ->
            handle
                .createQuery(sql)
                .map(
                    (row, context) ->
                        new StudySummary(
                            row.getString("name"),
                            row.getLong("asked"),
                            row.getLong("finished"),
                            row.getDouble("seconds")))
                .list());
  }

  @Override
  public void ask(String study, Collection<StudyTrial> trials) {
    if (trials.isEmpty()) {
      return;
    }
    Failures.within(address, () -> jdbi.inTransaction(handle -> ask(handle, study, trials)));
  }

  private static int[] ask(Handle handle, String study, Collection<StudyTrial> trials) {
    PreparedBatch settings =
        handle.prepareBatch(
            "insert into trial ("
                + Rows.TRIAL
                + ") values ("
                + Rows.TRIAL_VALUES
                + ") on conflict (key) do nothing");
    PreparedBatch members =
        handle.prepareBatch(
            "insert into study_trial (study, trial, size)"
                + " values (:study, :trial, :size) on conflict do nothing");
    for (StudyTrial one : trials) {
      Rows.bind(settings, one.trial()).add();
      members.bind("study", study).bind("trial", one.trial().key()).bind("size", one.size()).add();
    }
    settings.execute();
    return members.execute();
  }

  @Override
  public long bring(String study, String definition, Collection<BroughtTrial> trials) {
    return Failures.within(
        address,
        () ->
            jdbi.inTransaction(
                handle -> {
                  requireSame(study, definition, keepStudy(handle, study, definition));
                  if (trials.isEmpty()) {
                    return 0L;
                  }
                  ask(
                      handle,
                      study,
                      trials.stream().map(one -> new StudyTrial(one.size(), one.trial())).toList());
                  long kept = 0;
                  for (BroughtTrial one : trials) {
                    if (one.result().isPresent()) {
                      kept += keep(handle, one.trial(), one.result().get());
                    }
                  }
                  return kept;
                }));
  }

  private static int keep(Handle handle, Trial trial, TrialResult result) {
    return Rows.bind(
            handle.createUpdate(
                "insert into result ("
                    + Rows.RESULT
                    + ") values ("
                    + Rows.RESULT_VALUES
                    + ") on conflict (trial) do nothing"),
            result)
        .bind("trial", trial.key())
        .bind("finished_at", now())
        .execute();
  }

  @Override
  public List<StudyTrial> trials(String study) {
    String sql =
        "select st.size, "
            + Rows.of("t", Rows.TRIAL)
            + " from study_trial st join trial t on t.key = st.trial where st.study = :study"
            + " order by st.size, t.learning_rate, t.seed, t.key";
    return list(
        sql, study, (row, context) -> new StudyTrial(row.getString("size"), Rows.trial(row)));
  }

  @Override
  public Optional<TrialResult> result(String key) {
    return read(
        handle ->
            handle
                .createQuery("select " + Rows.RESULT + " from result where trial = :key")
                .bind("key", key)
                .map((row, context) -> Rows.result(row))
                .findOne());
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
    String sql =
        "select "
            + Rows.SCORED
            + " from study_trial st join trial t on t.key = st.trial"
            + " join result r on r.trial = st.trial where st.study = :study"
            + " order by st.size, t.learning_rate, t.seed, t.key";
    return list(sql, study, (row, context) -> Rows.scored(row));
  }

  @Override
  public List<MadeWith> madeWith(String study) {
    String sql =
        "select "
            + Rows.of("r", Rows.PROVENANCE)
            + ", count(*) as trials, sum(r.seconds) as seconds,"
            + " min(r.finished_at) as earliest, max(r.finished_at) as latest"
            + " from study_trial st join result r on r.trial = st.trial where st.study = :study"
            + " group by "
            + Rows.of("r", Rows.PROVENANCE)
            + " order by trials desc, earliest";
    return list(
        sql,
        study,
        (row, context) ->
            new MadeWith(
                Rows.provenance(row),
                row.getLong("trials"),
                row.getDouble("seconds"),
                row.getString("earliest"),
                row.getString("latest")));
  }

  @Override
  public long asked(String study) {
    return read(
        handle ->
            handle
                .createQuery("select count(*) from study_trial where study = :study")
                .bind("study", study)
                .mapTo(Long.class)
                .one());
  }

  @Override
  public Map<TrialResult.Outcome, Long> outcomes(String study) {
    String sql =
        "select r.outcome, count(*) as trials"
            + " from study_trial st join result r on r.trial = st.trial where st.study = :study"
            + " group by r.outcome";
    Map<TrialResult.Outcome, Long> outcomes = new EnumMap<>(TrialResult.Outcome.class);
    list(
            sql,
            study,
            (row, context) ->
                Map.entry(
                    TrialResult.Outcome.valueOf(row.getString("outcome")), row.getLong("trials")))
        .forEach(one -> outcomes.put(one.getKey(), one.getValue()));
    return outcomes;
  }

  @Override
  public List<String> finishedKeys(String study) {
    String sql =
        "select r.trial from study_trial st join result r on r.trial = st.trial"
            + " where st.study = :study order by r.trial";
    return list(sql, study, (row, context) -> row.getString("trial"));
  }

  @Override
  public Leases leases(Owner owner) {
    return leases(owner, System::nanoTime);
  }

  /** The same by another monotonic clock. */
  Leases leases(Owner owner, LongSupplier nanos) {
    return new Leases(address, jdbi, owner, nanos);
  }

  @Override
  public boolean finish(Trial trial, TrialResult result, Owner owner) {
    return Failures.within(
        address,
        () ->
            jdbi.inTransaction(
                handle -> {
                  int kept = keep(handle, trial, result);
                  handle
                      .createUpdate("delete from lease where trial = :trial and owner = :owner")
                      .bind("trial", trial.key())
                      .bind("owner", owner.id())
                      .execute();
                  return kept > 0;
                }));
  }

  /** Reads, on a connection of its own. */
  private <T> T read(Function<Handle, T> work) {
    return Failures.within(address, () -> jdbi.withHandle(work::apply));
  }

  /** The rows of a query about a study. */
  private <T> List<T> list(String sql, String study, RowMapper<T> mapper) {
    return read(handle -> handle.createQuery(sql).bind("study", study).map(mapper).list());
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
  }

  @Override
  public void close() {
    source.close();
  }
}
