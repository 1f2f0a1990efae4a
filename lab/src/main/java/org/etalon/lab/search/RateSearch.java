package org.etalon.lab.search;

import java.util.Optional;
import java.util.function.Function;
import org.etalon.lab.fit.Observation;

/** A search for the optimal learning rate of one size. */
public sealed interface RateSearch permits GridSearch, AdaptiveSearch, FixedRuns {
  /**
   * What to do next. The search goes through its rounds from the first, looking their runs up,
   * until one is not finished: nothing is remembered between calls, and what is finished beyond
   * what it asks for does not count.
   *
   * @param finished what came of a run, if it is finished; must always say the same of the same run
   */
  Step next(Function<Run, Optional<Observation>> finished);
}
