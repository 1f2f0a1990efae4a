package org.etalon.lab.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.etalon.lab.fit.Observation;

/**
 * Runs that are known beforehand, in one round. It looks for no optimum.
 *
 * @param runs each once
 */
public record FixedRuns(List<Run> runs) implements RateSearch {
  /** Copies. */
  public FixedRuns {
    runs = List.copyOf(runs);
  }

  @Override
  public Step next(Function<Run, Optional<Observation>> finished) {
    List<Observation> done = new ArrayList<>();
    List<Run> missing = new ArrayList<>();
    for (Run run : runs) {
      finished.apply(run).ifPresentOrElse(done::add, () -> missing.add(run));
    }
    return missing.isEmpty() ? new Step.Listed(done) : new Step.Ask(1, missing);
  }
}
