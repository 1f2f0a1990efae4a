package org.etalon.torch.check;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.etalon.lab.fit.Interval;

/**
 * One quantity of one representation after some steps, over the sizes of a check.
 *
 * @param representation the name of the value in the graph, or {@code logits}, or for depth which
 *     share of it
 * @param kind {@code layer}, {@code stream}, {@code attention}, {@code mean} or {@code logits}
 * @param weight the weight tensor that feeds it; empty where there is none or several
 * @param quantity size or change
 * @param step steps of training before it
 * @param sizes for each width or depth the geometric mean over seeds; 0 or infinite where a seed's
 *     is
 * @param slope of log(size) on log(width or depth); empty where a size is 0 or infinite
 * @param interval of the slope
 * @param expectation what the parametrisation promises
 * @param judgement what follows
 */
public record Measurement(
    String representation,
    String kind,
    String weight,
    Quantity quantity,
    int step,
    List<Double> sizes,
    OptionalDouble slope,
    Optional<Interval> interval,
    Expectation expectation,
    Judgement judgement) {
  /** Copies the list. */
  public Measurement {
    sizes = List.copyOf(sizes);
  }

  /** How far the slope is from what is expected; infinite where sizes are. */
  public double deviation() {
    if (slope.isEmpty()) {
      return sizes.stream().anyMatch(size -> size.isInfinite()) ? Double.POSITIVE_INFINITY : 0;
    }
    return expectation == Expectation.FLAT
        ? Math.abs(slope.getAsDouble())
        : Math.max(0, slope.getAsDouble());
  }
}
