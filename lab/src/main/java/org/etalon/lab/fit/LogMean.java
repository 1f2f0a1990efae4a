package org.etalon.lab.fit;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.etalon.graph.InputException;

/**
 * Positive numbers, such as one measurement per seed, aggregated by the mean of their logarithms:
 * where they are heavy-tailed, as update energies of finite width are, the plain mean is ruled by
 * the largest.
 *
 * <p>A number that is zero or infinite (a layer that does not move, a run that diverged) has no
 * logarithm. It is counted, and left out of the mean: look at {@link #isComplete} before the mean
 * is called the measurement.
 */
public final class LogMean {
  private final int zeros;
  private final int infinities;
  private final double[] logarithms;

  private LogMean(int zeros, int infinities, double[] logarithms) {
    this.zeros = zeros;
    this.infinities = infinities;
    this.logarithms = logarithms;
  }

  /**
   * Aggregates.
   *
   * @param values not negative; zeros and infinities are allowed and counted
   * @throws InputException naming the value, if one is negative or not a number
   */
  public static LogMean of(double... values) {
    for (int i = 0; i < values.length; i++) {
      if (!(values[i] >= 0)) {
        throw new InputException(
            "value " + (i + 1) + " of " + values.length,
            values[i] + " is not a size",
            "sizes are zero or positive");
      }
    }
    return new LogMean(
        (int) Arrays.stream(values).filter(v -> v == 0).count(),
        (int) Arrays.stream(values).filter(Double::isInfinite).count(),
        Arrays.stream(values)
            .filter(v -> v > 0 && v < Double.POSITIVE_INFINITY)
            .map(Math::log)
            .toArray());
  }

  /** How many values were zero. */
  public int zeros() {
    return zeros;
  }

  /** How many values were infinite. */
  public int infinities() {
    return infinities;
  }

  /** How many values, positive and finite, went into the mean. */
  public int count() {
    return logarithms.length;
  }

  /** Whether every value went into the mean, and there was one. */
  public boolean isComplete() {
    return zeros == 0 && infinities == 0 && count() > 0;
  }

  /** Mean of the natural logarithms; empty if no value has one. */
  public OptionalDouble mean() {
    return Arrays.stream(logarithms).average();
  }

  /** The geometric mean; empty if no value has a logarithm. */
  public OptionalDouble geometricMean() {
    OptionalDouble mean = mean();
    return mean.isPresent() ? OptionalDouble.of(Math.exp(mean.getAsDouble())) : mean;
  }

  /**
   * Standard error of {@link #mean}, from the scatter of the logarithms, on {@code count − 1}
   * degrees of freedom; empty for fewer than two.
   */
  public OptionalDouble standardError() {
    return count() < 2
        ? OptionalDouble.empty()
        : OptionalDouble.of(Math.sqrt(squares() / (count() - 1) / count()));
  }

  /** Student's two-sided interval of the mean logarithm; empty for fewer than two values. */
  public Optional<Interval> interval(double confidence) {
    Interval.checkConfidence(confidence);
    return count() < 2
        ? Optional.empty()
        : Optional.of(
            Estimate.of(mean().orElseThrow(), standardError().orElseThrow(), count() - 1)
                .interval(confidence));
  }

  /**
   * The point of a fit, with its own standard error if there is one.
   *
   * @throws InputException if no value has a logarithm
   */
  public Point at(double x) {
    return new Point(x, logarithm(x), standardError().orElse(0));
  }

  /**
   * The points of a fit, their standard errors from the scatter of all groups together: s/√n_i with
   * s² = Σ squares / Σ (n_i − 1). With few values in each group, as with two or three seeds, a
   * group's own scatter is small by luck often enough to rule a weighted fit; the pooled one is
   * not. It supposes that the logarithms scatter alike in all groups.
   *
   * @param xs where each group was measured
   * @param groups as many
   * @throws InputException if a group has no value with a logarithm
   */
  public static List<Point> pooled(List<Double> xs, List<LogMean> groups) {
    if (xs.size() != groups.size()) {
      throw new IllegalArgumentException(xs.size() + " places for " + groups.size() + " groups");
    }
    int freedom = groups.stream().mapToInt(group -> Math.max(0, group.count() - 1)).sum();
    double squares = groups.stream().mapToDouble(LogMean::squares).sum();
    double variance = freedom == 0 ? 0 : squares / freedom;
    return IntStream.range(0, xs.size())
        .mapToObj(
            i ->
                new Point(
                    xs.get(i),
                    groups.get(i).logarithm(xs.get(i)),
                    Math.sqrt(variance / groups.get(i).count())))
        .toList();
  }

  private double squares() {
    double mean = mean().orElse(0);
    return Arrays.stream(logarithms).map(v -> (v - mean) * (v - mean)).sum();
  }

  private double logarithm(double x) {
    return mean()
        .orElseThrow(
            () ->
                new InputException(
                    "measurements at x = " + x,
                    "none of " + (zeros + infinities) + " is positive and finite",
                    "leave this size out, and say so"));
  }
}
