package org.etalon.lab.fit;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * The optimal learning rate of one size: where the mean score over seeds is least.
 *
 * @param learningRate off the grid where the scores allow it, else the best one tried
 * @param bestTried the best rate tried, by mean score: the papers' protocol
 * @param confidence of the interval
 * @param interval of the learning rate; empty where no honest one can be given, which the caveats
 *     explain
 * @param deviations how far each seed alone moves log η*, to first order; their mean is zero. Empty
 *     without a local fit
 * @param caveats what must be said with the number
 * @param trials runs it is from, diverged and abandoned ones included
 * @param steps of training it took
 */
public record Optimum(
    double learningRate,
    double bestTried,
    double confidence,
    Optional<Interval> interval,
    List<Double> deviations,
    Set<Caveat> caveats,
    int trials,
    long steps) {
  /** What must be said with an optimum. */
  public enum Caveat {
    /** The lowest rate tried was best: the optimum may lie below. */
    AT_LOWEST_RATE,
    /** The highest rate tried was best: the optimum may lie above. */
    AT_HIGHEST_RATE,
    /** Runs at the next higher rate diverged or were given up: there is no right side to fit. */
    AT_DIVERGENCE,
    /** The scores do not tell the optimum from rates far away. */
    FLAT,
    /** Another minimum, beyond a barrier, is as good. */
    SEVERAL_MINIMA,
    /** Too few seeds for an interval. */
    FEW_SEEDS
  }

  /** Copies. */
  public Optimum {
    deviations = List.copyOf(deviations);
    caveats = Set.copyOf(caveats);
  }

  /** Whether the best rate was the lowest or highest tried, so that the optimum may lie beyond. */
  public boolean atEdge() {
    return caveats.contains(Caveat.AT_LOWEST_RATE) || caveats.contains(Caveat.AT_HIGHEST_RATE);
  }

  /** Lower end of the interval. */
  public OptionalDouble low() {
    return interval.map(i -> OptionalDouble.of(i.low())).orElse(OptionalDouble.empty());
  }

  /** Upper end of the interval. */
  public OptionalDouble high() {
    return interval.map(i -> OptionalDouble.of(i.high())).orElse(OptionalDouble.empty());
  }

  /** log η*, aggregated over seeds like any other measurement; empty for fewer than two seeds. */
  public Optional<LogMean> logMean() {
    return deviations.size() < 2
        ? Optional.empty()
        : Optional.of(
            LogMean.of(deviations.stream().mapToDouble(d -> learningRate * Math.exp(d)).toArray()));
  }

  /** Standard error of log η* between seeds, to first order; empty for fewer than two seeds. */
  public OptionalDouble standardError() {
    return logMean().map(LogMean::standardError).orElse(OptionalDouble.empty());
  }

  /** Whether it may enter a fit over sizes: found inside what was tried, and not by chance. */
  public boolean isReliable() {
    return Set.of(Caveat.FEW_SEEDS).containsAll(caveats);
  }
}
