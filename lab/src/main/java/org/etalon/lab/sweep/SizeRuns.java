package org.etalon.lab.sweep;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.etalon.depth.DepthMeasure;
import org.etalon.lab.fit.Observation;
import org.etalon.lab.fit.Optimum;
import org.etalon.lab.fit.OptimumFit;
import org.etalon.lab.study.Size;

/**
 * The runs of one size.
 *
 * @param size the network
 * @param observations its runs, by learning rate and seed, each once
 * @param optimum where the mean score is least; empty if at no learning rate all runs finished
 */
public record SizeRuns(Size size, List<Observation> observations, Optional<Optimum> optimum) {
  /** Copies. */
  public SizeRuns {
    observations = List.copyOf(observations);
  }

  /** Finds the optimum of runs. */
  public static SizeRuns of(Size size, List<Observation> observations, double confidence) {
    return new SizeRuns(
        size,
        observations,
        OptimumFit.isPossible(observations)
            ? Optional.of(OptimumFit.of(observations, confidence))
            : Optional.empty());
  }

  /** What the size is told by in a fit; see {@link Size#position}. */
  public OptionalDouble position(Optional<DepthMeasure> measure) {
    return size.position(measure);
  }

  /** How many of its runs ended so. */
  public long count(Observation.Ending ending) {
    return observations.stream().filter(run -> run.ending() == ending).count();
  }
}
