package org.etalon.lab.search;

import java.util.List;
import org.etalon.lab.fit.Observation;
import org.etalon.lab.fit.Optimum;

/** What a search says when told what is finished. */
public sealed interface Step {
  /**
   * These runs are still to be done.
   *
   * @param round which round they are of, from 1
   * @param runs not empty; all may be run at once and in any order. The more useful come first
   */
  record Ask(int round, List<Run> runs) implements Step {}

  /**
   * The search is over.
   *
   * @param optimum what was found
   * @param observations the runs it is from, round by round
   * @param rounds how many there were
   * @param why the search ended
   */
  record Done(Optimum optimum, List<Observation> observations, int rounds, Why why)
      implements Step {
    /** Steps of training that the runs took. */
    public long steps() {
      return observations.stream().mapToLong(Observation::steps).sum();
    }
  }

  /**
   * The search is over, and at every rate a run diverged or was given up.
   *
   * @param observations the runs, round by round
   */
  record Nothing(List<Observation> observations) implements Step {}

  /**
   * All runs that were asked for beforehand are done; no optimum was looked for.
   *
   * @param observations the runs, in the order of the list
   */
  record Listed(List<Observation> observations) implements Step {
    /** Copies. */
    public Listed {
      observations = List.copyOf(observations);
    }
  }

  /** Why a search ended. */
  enum Why {
    /** Every rate and seed was run. */
    COMPLETE,
    /** The interval is as short as was asked for. */
    ACCURATE,
    /** Every seed was used around the optimum. */
    SEEDS_SPENT,
    /** The next run would exceed the budget. */
    BUDGET_SPENT,
    /** The best rate lies at the end of how far a search goes beyond its range. */
    EDGE
  }
}
