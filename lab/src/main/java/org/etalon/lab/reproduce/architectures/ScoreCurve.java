package org.etalon.lab.reproduce.architectures;

import java.util.Collection;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.etalon.lab.fit.Observation;
import org.etalon.tensor.Network;

/**
 * Mean loss over seeds at each rate of a grid, read between rates along straight lines in log η. A
 * run counts as guessing where it diverged or did worse than that, so that one bad run weighs no
 * more than it tells.
 */
final class ScoreCurve {
  private final NavigableMap<Double, Double> byLogRate;

  private ScoreCurve(NavigableMap<Double, Double> byLogRate) {
    this.byLogRate = byLogRate;
  }

  /** The cross-entropy of guessing: ln of the number of classes. */
  static double guessing(Network network) {
    var shape = network.graph().output().shape();
    return Math.log((double) shape.dim(shape.rank() - 1).value());
  }

  /**
   * A curve.
   *
   * @param runs of one network over the whole grid, at least one
   * @param guessing the most that a run counts
   */
  static ScoreCurve of(Collection<Observation> runs, double guessing) {
    return new ScoreCurve(
        runs.stream()
            .collect(
                Collectors.groupingBy(
                    run -> Math.log(run.learningRate()),
                    TreeMap::new,
                    Collectors.averagingDouble(
                        run -> Math.min(guessing, run.score().orElse(guessing))))));
  }

  /** The loss at a rate; empty outside the rates that were tried. */
  OptionalDouble at(double rate) {
    double at = Math.log(rate);
    var below = byLogRate.floorEntry(at);
    var above = byLogRate.ceilingEntry(at);
    if (below == null || above == null) {
      return OptionalDouble.empty();
    }
    double width = above.getKey() - below.getKey();
    double share = width > 0 ? (at - below.getKey()) / width : 0;
    return OptionalDouble.of(below.getValue() + share * (above.getValue() - below.getValue()));
  }

  /** The lowest rate that was tried. */
  double lowest() {
    return Math.exp(byLogRate.firstKey());
  }

  /** The highest rate that was tried. */
  double highest() {
    return Math.exp(byLogRate.lastKey());
  }

  /** The least loss at a rate that was tried. */
  double least() {
    return byLogRate.values().stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  /** What a rate costs against the best one tried; empty outside the rates that were tried. */
  OptionalDouble regret(double rate) {
    OptionalDouble loss = at(rate);
    return loss.isPresent() ? OptionalDouble.of(loss.getAsDouble() - least()) : loss;
  }
}
