package org.etalon.lab.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.etalon.lab.fit.Observation;
import org.etalon.lab.fit.OptimumFit;

/**
 * Every rate of the range with every seed, in one round: the papers' protocol.
 *
 * @param grid the rates
 * @param seeds different ones
 * @param confidence of the optimum's interval
 */
public record GridSearch(RateGrid grid, List<Long> seeds, double confidence) implements RateSearch {
  /** Copies. */
  public GridSearch {
    seeds = Seeds.checked(seeds);
  }

  @Override
  public Step next(Function<Run, Optional<Observation>> finished) {
    List<Observation> done = new ArrayList<>();
    List<Run> missing = new ArrayList<>();
    for (long seed : seeds) {
      for (int position = 0; position < grid.count(); position++) {
        Run run = new Run(grid.rate(position), seed, OptionalDouble.empty());
        finished.apply(run).ifPresentOrElse(done::add, () -> missing.add(run));
      }
    }
    if (!missing.isEmpty()) {
      return new Step.Ask(1, List.copyOf(missing));
    }
    return OptimumFit.isPossible(done)
        ? new Step.Done(OptimumFit.of(done, confidence), List.copyOf(done), 1, Step.Why.COMPLETE)
        : new Step.Nothing(List.copyOf(done));
  }
}
