package org.etalon.lab.store;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etalon.graph.InputException;
import org.etalon.lab.fit.Observation;
import org.etalon.lab.study.Provenance;
import org.etalon.lab.study.Score;
import org.etalon.lab.study.Scores;
import org.etalon.lab.study.Trial;
import org.etalon.lab.study.TrialResult;

/**
 * Trials and their results, shared by any number of threads and processes. Every method throws
 * {@link InputException} where the store cannot be read or written: full, read-only, damaged, gone.
 * Where the connection to a server is lost, a method waits and tries again, as long as {@link
 * Patience} says or until its thread is interrupted; none changes anything twice by that.
 */
public interface Store extends AutoCloseable {
  /** Opens a store to read and write; makes it where there is none. */
  static Store open(StoreAddress address) {
    return open(address, Patience.USUAL, StoreListener.NONE);
  }

  /**
   * Opens a store to read and write; makes it where there is none. It must be there now; where a
   * server is lost later, whatever is under way waits for it.
   *
   * @param patience how long
   * @param listener is told that it waits
   * @throws InputException if it cannot be reached, is no store, or a newer Etalon's
   */
  static Store open(StoreAddress address, Patience patience, StoreListener listener) {
    return JdbcStore.open(address, patience, listener);
  }

  /**
   * Opens a store for what only reads: nothing needs to be writable.
   *
   * @param patience as for {@link #open(StoreAddress, Patience, StoreListener)}
   * @param listener likewise
   * @return empty where there is no such file, or the database has no tables of Etalon
   * @throws InputException likewise, and if its tables are an older Etalon's and may not be brought
   *     up to date
   */
  static Optional<Store> openToRead(
      StoreAddress address, Patience patience, StoreListener listener) {
    return JdbcStore.open(address, patience, listener, true).map(store -> store);
  }

  /** Where it is, for people. */
  String address();

  /**
   * Keeps a study's definition.
   *
   * @throws InputException if another study has that name
   */
  void keepStudy(String name, String definition);

  /** The definition of a study. */
  Optional<String> study(String name);

  /** Every study, by name. */
  List<StudySummary> studies();

  /**
   * A study in numbers.
   *
   * @param name its name
   * @param trials asked for so far
   * @param outcomes how many of these ended in which way; outcomes that none had are missing
   * @param seconds of training they took
   */
  record StudySummary(
      String name, long trials, Map<TrialResult.Outcome, Long> outcomes, double seconds) {
    /** Copies. */
    public StudySummary {
      outcomes = Map.copyOf(outcomes);
    }

    /** Trials with a result of whatever outcome. */
    public long finished() {
      return outcomes.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Trials that ended so. */
    public long count(TrialResult.Outcome outcome) {
      return outcomes.getOrDefault(outcome, 0L);
    }
  }

  /** A trial of a study and which of its sizes it is of. */
  record StudyTrial(String size, Trial trial) {}

  /** Notes that a study asks for trials; what is known already stays as it is. */
  void ask(String study, Collection<StudyTrial> trials);

  /** The trials of a study, in the order of size, learning rate and seed. */
  List<StudyTrial> trials(String study);

  /**
   * The trials of a study with their results, in the same order. They are read while they are gone
   * through, some at a time, so that a study of any size can be.
   */
  Iterable<BroughtTrial> trialsWithResults(String study);

  /** The result of a trial, by its key. */
  Optional<TrialResult> result(String key);

  /** The results of trials by their key, in whatever study; those without one are missing. */
  Map<String, TrialResult> results(Collection<String> keys);

  /** The results of a study by the trial's key. */
  Map<String, TrialResult> results(String study);

  /**
   * What a study compares of one result: all but its curve.
   *
   * @param key the trial's
   * @param size which of the study's sizes it is of
   * @param learningRate the trial's
   * @param seed the trial's
   * @param transferred whether the trial was trained by a plan
   * @param outcome how it ended
   * @param steps done
   * @param scores of a finished run
   * @param seconds it took
   */
  record ScoredTrial(
      String key,
      String size,
      double learningRate,
      long seed,
      boolean transferred,
      TrialResult.Outcome outcome,
      long steps,
      Scores scores,
      double seconds) {}

  /** The scores of a study's finished trials, in the order of size, learning rate and seed. */
  List<ScoredTrial> scores(String study);

  /** The same at one learning rate of one size. */
  List<ScoredTrial> scores(String study, String size, double learningRate);

  /**
   * What the finished trials of one size say, in the order of learning rate and seed, each once: of
   * a run that was given up under one bound and finished under another, the finished one.
   *
   * @param score what counts
   */
  List<Observation> observations(String study, String size, Score score);

  /**
   * What results were made with.
   *
   * @param provenance versions and machine
   * @param trials of the study that were made with it
   * @param seconds of training they took
   * @param first when the first of them was finished: UTC, ISO 8601
   * @param last when the last was
   */
  record MadeWith(Provenance provenance, long trials, double seconds, String first, String last) {}

  /** What a study's results were made with, most trials first. */
  List<MadeWith> madeWith(String study);

  /**
   * How long the finished trials of one model took.
   *
   * @param model reference of the network, in canonical form
   * @param batch examples per step
   * @param trials how many
   * @param steps they did together
   * @param seconds they took together
   */
  record Timing(String model, int batch, long trials, long steps, double seconds) {
    /** Seconds of one step, on average. */
    public double secondsPerStep() {
      return seconds / steps;
    }
  }

  /** How long training took, for every model and batch that a study has. */
  List<Timing> timings();

  /** How many of a study's trials ended in which way. */
  Map<TrialResult.Outcome, Long> outcomes(String study);

  /** How many trials a study has asked for so far. */
  long asked(String study);

  /** How many of these have a result. */
  long finished(String study);

  /** The same of one size. */
  long finished(String study, String size);

  /** The keys of a study's trials that have a result. */
  List<String> finishedKeys(String study);

  /** The leases of this store for one process. */
  Leases leases(Owner owner);

  /**
   * Keeps a result and gives the lease back, both or neither. On disk when it returns.
   *
   * @return false if the trial had a result already, which then stays; true if this one was kept,
   *     even if that took several tries
   */
  boolean finish(Trial trial, TrialResult result, Owner owner);

  /**
   * A trial brought from another store.
   *
   * @param size which of the study's sizes it is of
   * @param trial what was trained
   * @param result what came of it; empty if it had none yet
   */
  record BroughtTrial(String size, Trial trial, Optional<TrialResult> result) {}

  /**
   * Keeps a study from elsewhere with its trials and results, all of it or nothing. What is here
   * already stays as it is, so that bringing a study again changes nothing.
   *
   * @param trials may be gone through again, where a connection is lost
   * @return how many results were new
   * @throws InputException if another study has that name
   */
  long bring(String study, String definition, Iterable<BroughtTrial> trials);

  @Override
  void close();
}
