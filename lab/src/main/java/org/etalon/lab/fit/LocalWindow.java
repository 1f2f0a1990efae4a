package org.etalon.lab.fit;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Which rates around the best one, and which degree, a local polynomial is fitted with.
 *
 * <p>The rates are all those whose mean score is below a level, so that a steep side is cut sooner
 * than a gentle one and a cliff does not enter. The level is lowered, one rate at a time, until a
 * polynomial of degree 2 or 3 is not contradicted by the F-test of {@link LocalFit#misfit}. Then
 * one degree more is used: a misfit just too small to be noticed moves the optimum by about its
 * standard error, and intervals of the accepted polynomial itself covered 70 % on asymmetric curves
 * where they said 90 %; of one degree more, 87 to 91 %.
 */
final class LocalWindow {
  /** How far from the best rate, in log η: a factor of twelve. */
  private static final double REACH = 2.5;

  /** A polynomial whose misfit is less likely than this is refused. */
  private static final double LEAST_LIKELY = 0.1;

  private static final int HIGHEST_DEGREE = 4;

  private final ScoreTable table;
  private final double[] means;
  private final int best;
  private final int[] seeds;

  private LocalWindow(ScoreTable table, double[] means, int best) {
    this.table = table;
    this.means = means;
    this.best = best;
    this.seeds = table.completeSeeds(best - 1, best + 1);
  }

  /**
   * The local fit; empty if three neighbouring rates have no seed in common.
   *
   * @param best position of the best rate, with finite means on both sides
   */
  static Optional<LocalFit> fit(ScoreTable table, double[] means, int best) {
    LocalWindow window = new LocalWindow(table, means, best);
    return window.seeds.length == 0 ? Optional.empty() : Optional.of(window.choose());
  }

  private LocalFit choose() {
    if (seeds.length == 1) {
      return single();
    }
    int first = reach(-1);
    int last = reach(1);
    double level = Math.min(highest(first, best), highest(best, last));
    while (first < best - 1 && highest(first, best) > level) {
      first++;
    }
    while (last > best + 1 && highest(best, last) > level) {
      last--;
    }
    while (true) {
      int rates = last - first + 1;
      for (int degree = 2; degree < Math.min(HIGHEST_DEGREE, rates - 2); degree++) {
        OptionalDouble misfit = polynomial(first, last, degree).misfit();
        if (misfit.isEmpty() || misfit.getAsDouble() > LEAST_LIKELY) {
          return polynomial(first, last, degree + 1);
        }
      }
      boolean left = first < best - 1;
      boolean right = last > best + 1;
      if (rates <= 4 || (!left && !right)) {
        return polynomial(first, last, Math.min(rates - 1, rates < 5 ? 2 : HIGHEST_DEGREE));
      }
      if (left && (!right || means[first] >= means[last])) {
        first++;
      } else {
        last--;
      }
    }
  }

  /** One seed tells no misfit: a parabola through five rates at most. */
  private LocalFit single() {
    int first = best - 1 > 0 && isComplete(best - 2) ? best - 2 : best - 1;
    int last = best + 2 < table.size() && isComplete(best + 2) ? best + 2 : best + 1;
    return polynomial(first, last, 2);
  }

  private int reach(int direction) {
    int i = best + direction;
    while (i + direction >= 0
        && i + direction < table.size()
        && isComplete(i + direction)
        && Math.abs(Math.log(table.rate(i + direction) / table.rate(best))) < REACH) {
      i += direction;
    }
    return i;
  }

  private boolean isComplete(int i) {
    return Double.isFinite(means[i])
        && Arrays.stream(seeds).allMatch(s -> Double.isFinite(table.score(s, i)));
  }

  private double highest(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToDouble(i -> means[i]).max().orElseThrow();
  }

  private LocalFit polynomial(int first, int last, int degree) {
    return LocalFit.of(
        IntStream.rangeClosed(first, last).mapToDouble(i -> Math.log(table.rate(i))).toArray(),
        Arrays.stream(seeds)
            .mapToObj(
                s ->
                    IntStream.rangeClosed(first, last)
                        .mapToDouble(i -> table.score(s, i))
                        .toArray())
            .toArray(double[][]::new),
        degree);
  }
}
