package org.etalon.lab.store;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etalon.graph.InputException;
import org.etalon.lab.study.Provenance;
import org.etalon.lab.study.Scores;
import org.etalon.lab.study.Trial;
import org.etalon.lab.study.TrialResult;

/**
 * Trials and their results, shared by any number of threads and processes. Every method throws
 * {@link InputException} where the store cannot be read or written: full, read-only, damaged, gone.
 */
public interface Store extends AutoCloseable {
  /** Opens a store; makes it where there is none. */
  static Store open(StoreAddress address) {
    return JdbcStore.open(address);
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
   * @param finished of these, with a result of whatever outcome
   * @param seconds of training they took
   */
  record StudySummary(String name, long trials, long finished, double seconds) {}

  /** A trial of a study and which of its sizes it is of. */
  record StudyTrial(String size, Trial trial) {}

  /** Notes that a study asks for trials; what is known already stays as it is. */
  void ask(String study, Collection<StudyTrial> trials);

  /** The trials of a study, in the order of size, learning rate and seed. */
  List<StudyTrial> trials(String study);

  /** The result of a trial, by its key. */
  Optional<TrialResult> result(String key);

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

  /** How many of a study's trials ended in which way. */
  Map<TrialResult.Outcome, Long> outcomes(String study);

  /** How many trials a study has asked for so far. */
  long asked(String study);

  /** The keys of a study's trials that have a result. */
  List<String> finishedKeys(String study);

  /** The leases of this store for one process. */
  Leases leases(Owner owner);

  /**
   * Keeps a result and gives the lease back, both or neither. On disk when it returns.
   *
   * @return false if the trial had a result already, which then stays
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
   * @return how many results were new
   * @throws InputException if another study has that name
   */
  long bring(String study, String definition, Collection<BroughtTrial> trials);

  @Override
  void close();
}
