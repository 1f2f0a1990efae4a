package org.etalon.lab.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.etalon.graph.InputException;
import org.etalon.lab.store.Store.BroughtTrial;
import org.etalon.lab.store.Store.StudyTrial;
import org.etalon.lab.study.Provenance;
import org.etalon.lab.study.Trial;
import org.etalon.lab.study.TrialResult;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** What is written: every change may be made twice, and the second time changes nothing. */
final class Keeping {
  /** Rows that are sent together. */
  private static final int BATCH = 2000;

  /** Of SQLite's cache while a study is brought. */
  private static final int BRINGING_KIBIBYTES = 256 * 1024;

  private static final String KEEP =
      "insert into result ("
          + Rows.RESULT
          + ") values ("
          + Rows.RESULT_VALUES
          + ") on conflict (trial) do nothing";

  private final Database database;

  Keeping(Database database) {
    this.database = database;
  }

  /** The definition that is kept: the given one, or another that was there before. */
  static String study(Handle handle, String name, String definition) {
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

  /**
   * Checks that a study is the one that is kept.
   *
   * @throws InputException if it is another of the same name
   */
  void requireSame(String name, String definition, String kept) {
    if (!kept.equals(definition)) {
      throw new InputException(
          "study '" + name + "'",
          "is in " + database.shown() + " already, with other settings",
          "give the changed study another name, or another store with --store");
    }
  }

  /** A trial with its key, which is a digest and so made once. */
  private record Keyed(String key, String size, Trial trial) {}

  /** Notes trials of a study, and what was known of them before. */
  int ask(Handle handle, String study, Collection<StudyTrial> trials) {
    List<Keyed> keyed =
        trials.stream().map(one -> new Keyed(one.trial().key(), one.size(), one.trial())).toList();
    note(handle, study, keyed);
    ScoreRows.fillFor(handle, study, keyed.stream().map(Keyed::key).toList());
    return keyed.size();
  }

  private void note(Handle handle, String study, List<Keyed> trials) {
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
    for (Keyed one : inOrder(trials)) {
      Rows.bind(settings, one.key(), one.trial()).add();
      members.bind("study", study).bind("trial", one.key()).bind("size", one.size()).add();
    }
    settings.execute();
    members.execute();
  }

  /**
   * The order in which trials are noted: of their keys where there are several writers, since two
   * that ask for the same trials in different orders would wait for each other.
   */
  private List<Keyed> inOrder(List<Keyed> trials) {
    return database.isPostgresql()
        ? trials.stream().sorted(Comparator.comparing(Keyed::key)).toList()
        : trials;
  }

  /** Keeps a result and gives the lease back; see {@link Store#finish}. */
  boolean finish(Trial trial, TrialResult result, Owner owner) {
    String now = now();
    String key = trial.key();
    return database.change(
        (handle, again) -> {
          hold(handle, key);
          boolean kept = keep(handle, key, result, now);
          if (kept) {
            ScoreRows.keep(handle, result.provenance());
            ScoreRows.fillFor(handle, key);
          }
          handle
              .createUpdate("delete from lease where trial = :trial and owner = :owner")
              .bind("trial", key)
              .bind("owner", owner.id())
              .execute();
          return kept || (again && isKept(handle, key, result, now));
        });
  }

  /**
   * Lets no study ask for the trial while its result comes in: the study would miss it. SQLite has
   * one writer at a time anyway.
   */
  private void hold(Handle handle, String trial) {
    if (database.isPostgresql()) {
      var unused =
          handle
              .createQuery("select 1 from trial where key = :trial for update")
              .bind("trial", trial)
              .mapTo(Integer.class)
              .findOne();
    }
  }

  private static boolean keep(Handle handle, String trial, TrialResult result, String now) {
    return Rows.bind(handle.createUpdate(KEEP), result)
            .bind("trial", trial)
            .bind("finished_at", now)
            .execute()
        > 0;
  }

  /** Whether the result that is there is this one, of an earlier try. */
  private static boolean isKept(Handle handle, String trial, TrialResult result, String now) {
    return handle
        .createQuery(
            "select 1 from result where trial = :trial and finished_at = :now and host = :host"
                + " and seconds = :seconds")
        .bind("trial", trial)
        .bind("now", now)
        .bind("host", result.provenance().host())
        .bind("seconds", result.seconds())
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  /** Brings a study from elsewhere; see {@link Store#bring}. */
  long bring(String study, String definition, Iterable<BroughtTrial> trials) {
    String now = now();
    return database.change(
        (handle, again) -> {
          if (database.isPostgresql()) {
            // As in hold, for all trials at once; before anything else, so that nobody waits for us
            // who has what we shall want.
            handle.execute("lock table study_trial in share row exclusive mode");
          } else {
            // Keys come in no order: without room for their indexes each would be read from the
            // file and written back again and again.
            handle.execute("pragma cache_size = " + -BRINGING_KIBIBYTES);
          }
          requireSame(study, definition, study(handle, study, definition));
          Bringing bringing = new Bringing(handle, study, now);
          trials.forEach(bringing::add);
          bringing.end();
          long kept = count(handle, study, now);
          if (!database.isPostgresql()) {
            handle.execute("pragma cache_size = " + -Connections.CACHE_KIBIBYTES);
          }
          return kept;
        });
  }

  /** Results that came at a time: also those of an earlier try. */
  private static long count(Handle handle, String study, String now) {
    return handle
        .createQuery("select count(*) from score where study = :study and finished_at = :now")
        .bind("study", study)
        .bind("now", now)
        .mapTo(Long.class)
        .one();
  }

  /** Trials on their way in, some at a time. */
  private final class Bringing {
    private final Handle handle;
    private final String study;
    private final String now;
    private final List<BroughtTrial> waiting = new ArrayList<>();
    private final Set<Provenance> provenances = new HashSet<>();

    Bringing(Handle handle, String study, String now) {
      this.handle = handle;
      this.study = study;
      this.now = now;
    }

    void add(BroughtTrial trial) {
      waiting.add(trial);
      if (waiting.size() == BATCH) {
        send();
      }
    }

    private void send() {
      if (waiting.isEmpty()) {
        return;
      }
      List<Keyed> keyed = new ArrayList<>();
      PreparedBatch results = handle.prepareBatch(KEEP);
      for (BroughtTrial one : waiting) {
        String key = one.trial().key();
        keyed.add(new Keyed(key, one.size(), one.trial()));
        one.result()
            .ifPresent(
                result -> {
                  provenances.add(result.provenance());
                  Rows.bind(results, result).bind("trial", key).bind("finished_at", now).add();
                });
      }
      note(handle, study, keyed);
      if (results.size() > 0) {
        results.execute();
      }
      waiting.clear();
    }

    /** Sends the rest, and fills in what studies compare. */
    void end() {
      send();
      provenances.forEach(one -> ScoreRows.keep(handle, one));
      ScoreRows.fillForAllOf(handle, study);
    }
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
  }
}
