package org.etalon.lab.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.etalon.lab.fit.Observation;
import org.etalon.lab.study.Provenance;
import org.etalon.lab.study.Score;
import org.etalon.lab.study.Scores;
import org.etalon.lab.study.TrialResult.Outcome;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/**
 * The table {@code score}: what studies compare, one stretch of rows for each study, without
 * curves.
 */
final class ScoreRows {
  private static final String COLUMNS =
      "study, size, learning_rate, seed, trial, transferred, outcome, steps, mean_training_loss,"
          + " final_training_loss, validation_loss, accuracy, seconds, provenance, finished_at";

  private static final String IN_ORDER = " order by size, learning_rate, seed, trial";

  /** From what it follows; {@code %s} says for which trials of which studies. */
  private static final String FILL =
      "insert into score ("
          + COLUMNS
          + ") select st.study, st.size, t.learning_rate, t.seed, t.key,"
          + " case when t.transfer_law is null then 0 else 1 end, r.outcome, r.steps,"
          + " r.mean_training_loss, r.final_training_loss, r.validation_loss, r.accuracy, r.seconds,"
          + " p.id, r.finished_at"
          + " from study_trial st join trial t on t.key = st.trial join result r on r.trial = t.key"
          + " join provenance p on p.etalon = r.etalon and p.engine = r.engine and p.java = r.java"
          + " and p.system = r.system and p.host = r.host"
          + " where %s on conflict do nothing";

  /** Counts of outcomes in one pass: grouped by outcome, a million rows would first be sorted. */
  private static final String TALLY =
      Arrays.stream(Outcome.values())
              .map(
                  outcome ->
                      "sum(case outcome when '" + outcome + "' then 1 else 0 end) as " + outcome)
              .collect(Collectors.joining(", "))
          + ", sum(seconds) as seconds";

  private ScoreRows() {}

  /** Fills in what a trial's new result says to every study that asks for it. */
  static void fillFor(Handle handle, String trial) {
    handle.createUpdate(FILL.formatted("t.key = :trial")).bind("trial", trial).execute();
  }

  /** Fills in what trials, new to a study, had as a result before. */
  static void fillFor(Handle handle, String study, List<String> trials) {
    String sql = FILL.formatted("st.study = :study and st.trial in (<trials>)");
    for (List<String> some : Chunks.of(trials)) {
      handle.createUpdate(sql).bind("study", study).bindList("trials", some).execute();
    }
  }

  /** Fills in for every study that shares a trial with the given one. */
  static void fillForAllOf(Handle handle, String study) {
    handle
        .createUpdate(
            FILL.formatted("st.trial in (select trial from study_trial where study = :study)"))
        .bind("study", study)
        .execute();
  }

  /** Notes what results were made with, so that {@link #FILL} finds it. */
  static void keep(Handle handle, Provenance provenance) {
    // Another process may note another provenance under the number that was free: then once more.
    while (!isKept(handle, provenance)) {
      handle
          .createUpdate(
              "insert into provenance (id, etalon, engine, java, system, host)"
                  + " select coalesce(max(id), 0) + 1, :etalon, :engine, :java, :system, :host"
                  + " from provenance where true on conflict do nothing")
          .bindMap(Rows.values(provenance))
          .execute();
    }
  }

  private static boolean isKept(Handle handle, Provenance provenance) {
    return handle
        .createQuery(
            "select id from provenance where etalon = :etalon and engine = :engine"
                + " and java = :java and system = :system and host = :host")
        .bindMap(Rows.values(provenance))
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  /** The scores of a study's finished trials. */
  static List<Store.ScoredTrial> scores(Handle handle, String study) {
    return handle
        .createQuery("select " + COLUMNS + " from score where study = :study" + IN_ORDER)
        .bind("study", study)
        .map((row, context) -> scored(row))
        .list();
  }

  /** The same at one learning rate of one size. */
  static List<Store.ScoredTrial> scores(
      Handle handle, String study, String size, double learningRate) {
    return handle
        .createQuery(
            "select "
                + COLUMNS
                + " from score where study = :study and size = :size and learning_rate = :rate"
                + IN_ORDER)
        .bind("study", study)
        .bind("size", size)
        .bind("rate", learningRate)
        .map((row, context) -> scored(row))
        .list();
  }

  private static Store.ScoredTrial scored(ResultSet row) throws SQLException {
    return new Store.ScoredTrial(
        row.getString("trial"),
        row.getString("size"),
        row.getDouble("learning_rate"),
        row.getLong("seed"),
        row.getInt("transferred") != 0,
        Outcome.valueOf(row.getString("outcome")),
        row.getLong("steps"),
        new Scores(
            Rows.optional(row, "mean_training_loss"),
            Rows.optional(row, "final_training_loss"),
            Rows.optional(row, "validation_loss"),
            Rows.optional(row, "accuracy")),
        row.getDouble("seconds"));
  }

  /**
   * A size's observations, each rate and seed once. Columns are few and told by position: this is
   * read a million times.
   */
  static List<Observation> observations(Handle handle, String study, String size, Score score) {
    String sql =
        "select learning_rate, seed, case outcome when 'FINISHED' then 0 when 'DIVERGED' then 1"
            + " else 2 end, steps, "
            + column(score)
            + " from score where study = :study and size = :size"
            + " order by learning_rate, seed, trial";
    List<Observation> observations = new ArrayList<>();
    handle
        .createQuery(sql)
        .bind("study", study)
        .bind("size", size)
        .map(observation(score))
        .forEach(one -> add(observations, one));
    return observations;
  }

  private static RowMapper<Observation> observation(Score score) {
    Outcome[] outcomes = {Outcome.FINISHED, Outcome.DIVERGED, Outcome.ABANDONED};
    return (row, context) -> {
      double number = row.getDouble(5);
      OptionalDouble kept = row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(number);
      // The score takes the one that it is made of.
      OptionalDouble value = score.of(new Scores(kept, kept, kept, kept));
      return outcomes[row.getInt(3)].observation(
          row.getDouble(1), row.getLong(2), value, row.getLong(4));
    };
  }

  /** A run that was given up may have been finished under another bound: that one counts. */
  private static void add(List<Observation> observations, Observation one) {
    int last = observations.size() - 1;
    if (last < 0 || !isSameRun(observations.get(last), one)) {
      observations.add(one);
    } else if (!observations.get(last).isFinished()) {
      observations.set(last, one);
    }
  }

  private static boolean isSameRun(Observation one, Observation other) {
    return one.seed() == other.seed()
        && Double.compare(one.learningRate(), other.learningRate()) == 0;
  }

  private static String column(Score score) {
    return switch (score) {
      case MEAN_TRAINING_LOSS -> "mean_training_loss";
      case FINAL_TRAINING_LOSS -> "final_training_loss";
      case VALIDATION_LOSS -> "validation_loss";
      case ERROR_RATE -> "accuracy";
    };
  }

  /** What a study's results were made with, most trials first. */
  static List<Store.MadeWith> madeWith(Handle handle, String study) {
    String sql =
        "select p.etalon, p.engine, p.java, p.system, p.host, c.trials, c.seconds, c.earliest,"
            + " c.latest from (select provenance, count(*) as trials, sum(seconds) as seconds,"
            + " min(finished_at) as earliest, max(finished_at) as latest"
            + " from score where study = :study group by provenance) c"
            + " join provenance p on p.id = c.provenance order by c.trials desc, c.earliest";
    return handle
        .createQuery(sql)
        .bind("study", study)
        .map(
            (row, context) ->
                new Store.MadeWith(
                    Rows.provenance(row),
                    row.getLong("trials"),
                    row.getDouble("seconds"),
                    row.getString("earliest"),
                    row.getString("latest")))
        .list();
  }

  /** Every study in numbers, by name. */
  static List<Store.StudySummary> summaries(Handle handle) {
    String sql =
        "select s.name, coalesce(a.trials, 0) as asked, c.* from study s"
            + " left join (select study, count(*) as trials from study_trial group by study) a"
            + " on a.study = s.name left join (select study, "
            + TALLY
            + " from score group by study) c on c.study = s.name order by s.name";
    return handle
        .createQuery(sql)
        .map(
            (row, context) ->
                new Store.StudySummary(
                    row.getString("name"),
                    row.getLong("asked"),
                    outcomes(row),
                    row.getDouble("seconds")))
        .list();
  }

  /** How many of a study's trials ended in which way. */
  static Map<Outcome, Long> outcomes(Handle handle, String study) {
    return handle
        .createQuery("select " + TALLY + " from score where study = :study")
        .bind("study", study)
        .map((row, context) -> outcomes(row))
        .one();
  }

  private static Map<Outcome, Long> outcomes(ResultSet row) throws SQLException {
    Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    for (Outcome outcome : Outcome.values()) {
      long count = row.getLong(outcome.name());
      if (count > 0) {
        outcomes.put(outcome, count);
      }
    }
    return outcomes;
  }

  /** How long trials took; one that is in several studies counts once. */
  static List<Store.Timing> timings(Handle handle) {
    String sql =
        "select t.model, t.batch, count(*) as trials, sum(c.steps) as steps,"
            + " sum(c.seconds) as seconds from (select trial, min(steps) as steps,"
            + " min(seconds) as seconds from score where outcome = 'FINISHED' group by trial) c"
            + " join trial t on t.key = c.trial group by t.model, t.batch"
            + " order by t.model, t.batch";
    return handle
        .createQuery(sql)
        .map(
            (row, context) ->
                new Store.Timing(
                    row.getString("model"),
                    row.getInt("batch"),
                    row.getLong("trials"),
                    row.getLong("steps"),
                    row.getDouble("seconds")))
        .list();
  }
}
