package org.etalon.lab.run;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.etalon.lab.fit.Observation;
import org.etalon.lab.search.Run;
import org.etalon.lab.search.Step;
import org.etalon.lab.store.Store;

/**
 * One size of a study at work: what is known of its runs, and which of its round are waiting. A
 * search is asked for its next step only when the whole round is known, since every round but the
 * last run of it would get the same answer. Whoever uses it sees to it that threads do so in turn.
 */
final class SizeAtWork {
  private final SizeSearch size;
  private final Map<Run, Observation> known = new HashMap<>();
  private final Deque<Run> waiting = new ArrayDeque<>();
  private int open;
  private int timed;
  private double seconds;

  SizeAtWork(SizeSearch size) {
    this.size = size;
  }

  /** Name of the size. */
  String name() {
    return size.size();
  }

  SizeSearch search() {
    return size;
  }

  /** A run of this size as the study's trial. */
  Store.StudyTrial trial(Run run) {
    return new Store.StudyTrial(name(), size.trial().apply(run));
  }

  /** What the search says, given what is known. */
  Step next() {
    return size.search().next(run -> Optional.ofNullable(known.get(run)));
  }

  /**
   * The same, where more may be known than was told so far.
   *
   * @param scored finished trials by their key
   */
  Step next(Function<String, Optional<Store.ScoredTrial>> scored) {
    return size.search()
        .next(
            run -> {
              if (!known.containsKey(run)) {
                scored
                    .apply(size.trial().apply(run).key())
                    .ifPresent(trial -> known.put(run, observation(run, trial)));
              }
              return Optional.ofNullable(known.get(run));
            });
  }

  private Observation observation(Run run, Store.ScoredTrial trial) {
    return trial
        .outcome()
        .observation(
            run.learningRate(), run.seed(), size.score().of(trial.scores()), trial.steps());
  }

  /** Takes note of what came of a run that was not of the round. */
  void note(Run run, Observation observation) {
    known.put(run, observation);
  }

  /** A round begins. */
  void open(Collection<Run> round) {
    waiting.addAll(round);
    open = round.size();
  }

  boolean isWaiting() {
    return !waiting.isEmpty();
  }

  /** Runs of the round that nobody has taken. */
  int waiting() {
    return waiting.size();
  }

  /** The run whose turn it is. */
  Run take() {
    return waiting.remove();
  }

  /** Puts a run back that could not be had, behind the others. */
  void putBack(Run run) {
    waiting.add(run);
  }

  /** How long a trial takes, by those that are done; infinite as long as none is. */
  double expectedSeconds() {
    return timed == 0 ? Double.POSITIVE_INFINITY : seconds / timed;
  }

  /**
   * Takes note of what came of a run of the round, in how many seconds; whether it was the round's
   * last.
   */
  boolean finish(Run run, Observation observation, double took) {
    known.put(run, observation);
    timed++;
    seconds += took;
    open--;
    return open == 0;
  }
}
