package org.etalon.lab.fit;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.etalon.graph.InputException;
import org.etalon.lab.fit.Optimum.Caveat;

/**
 * Finds the optimal learning rate of one size from runs at several rates and seeds.
 *
 * <p>The best rate tried is refined by a polynomial in log η fitted to its neighbourhood ({@link
 * LocalFit} has the interval's method, {@link LocalWindow} the choice of neighbourhood and degree).
 * Where the interval does not close within the neighbourhood it is widened to the first rate from
 * which on every rate is worse than the best one; where there is no such rate, the curve counts as
 * flat, and there is no interval. Nor is there one at an edge, beside divergence without a rate
 * between, with a rival minimum, or for fewer than {@value #FEWEST_SEEDS} seeds.
 */
public final class OptimumFit {
  /** Fewer seeds than this give no interval. */
  public static final int FEWEST_SEEDS = 3;

  private final ScoreTable table;
  private final double[] means;
  private final int best;
  private final double confidence;
  private final int trials;
  private final long steps;

  private OptimumFit(Collection<Observation> observations, double confidence) {
    this.table = ScoreTable.of(observations);
    this.means = table.means();
    this.best =
        IntStream.range(0, means.length)
            .reduce((a, b) -> means[b] < means[a] ? b : a)
            .orElseThrow(() -> nothing("there are no runs"));
    if (!Double.isFinite(means[best])) {
      throw nothing("at every learning rate a run diverged or was given up");
    }
    this.confidence = Interval.checkConfidence(confidence);
    this.trials = observations.size();
    this.steps = observations.stream().mapToLong(Observation::steps).sum();
  }

  /** Whether at some rate every run finished, so that there is an optimum to find. */
  public static boolean isPossible(Collection<Observation> observations) {
    Map<Double, Boolean> finite = new HashMap<>();
    observations.forEach(o -> finite.merge(o.learningRate(), o.isFinished(), Boolean::logicalAnd));
    return finite.containsValue(true);
  }

  /**
   * Finds.
   *
   * @param observations of one size, in any order, each rate and seed once
   * @param confidence of the interval, strictly between 0 and 1
   * @throws InputException if no rate has finished runs only, or a run occurs twice
   */
  public static Optimum of(Collection<Observation> observations, double confidence) {
    return new OptimumFit(observations, confidence).find();
  }

  private Optimum find() {
    Set<Caveat> caveats = EnumSet.noneOf(Caveat.class);
    if (best == 0) {
      caveats.add(Caveat.AT_LOWEST_RATE);
    }
    if (best == table.size() - 1) {
      caveats.add(Caveat.AT_HIGHEST_RATE);
    } else if (!Double.isFinite(means[best + 1])) {
      caveats.add(Caveat.AT_DIVERGENCE);
    }
    Valley valley = new Valley(table, means, best);
    if (valley.hasRival()) {
      caveats.add(Caveat.SEVERAL_MINIMA);
    }
    boolean inside = best > 0 && best < table.size() - 1 && finite(best - 1) && finite(best + 1);
    Optional<LocalFit> fit = inside ? LocalWindow.fit(table, means, best) : Optional.empty();
    if (fit.map(LocalFit::seeds).orElse(table.seeds()) < FEWEST_SEEDS) {
      caveats.add(Caveat.FEW_SEEDS);
    }
    if (fit.isPresent()) {
      LocalFit local = fit.get();
      OptionalDouble optimum = local.optimum();
      if (optimum.isPresent()) {
        double at = optimum.getAsDouble();
        List<Double> deviations = Arrays.stream(local.deviations(at)).boxed().toList();
        return result(at, () -> interval(local, at, valley), deviations, caveats);
      }
    }
    return result(
        Math.log(table.rate(best)),
        () -> between(beyond(valley, best, -1), beyond(valley, best, 1)),
        List.of(),
        caveats);
  }

  private Optimum result(
      double logRate,
      Supplier<Optional<Interval>> makeInterval,
      List<Double> deviations,
      Set<Caveat> caveats) {
    Optional<Interval> interval = caveats.isEmpty() ? makeInterval.get() : Optional.empty();
    if (caveats.isEmpty() && interval.isEmpty()) {
      caveats.add(Caveat.FLAT);
    }
    return new Optimum(
        Math.exp(logRate),
        table.rate(best),
        confidence,
        interval,
        deviations,
        caveats,
        trials,
        steps);
  }

  private Optional<Interval> interval(LocalFit fit, double optimum, Valley valley) {
    // Three seeds choose their window by too little: the same tails then miss 12 %, not 10.
    double tails = (1 - confidence) * (fit.seeds() == FEWEST_SEEDS ? 0.8 : 1);
    OptionalDouble low = fit.end(optimum, -1, 1 - tails);
    OptionalDouble high = fit.end(optimum, 1, 1 - tails);
    return between(
        low.orElseGet(() -> beyond(valley, position(fit.first()), -1)),
        high.orElseGet(() -> beyond(valley, position(fit.last()), 1)));
  }

  private Optional<Interval> between(double low, double high) {
    return Double.isInfinite(low) || Double.isInfinite(high)
        ? Optional.empty()
        : Optional.of(new Interval(low, high, confidence).exp());
  }

  private int position(double logRate) {
    return IntStream.range(0, table.size())
        .filter(i -> Math.log(table.rate(i)) >= logRate)
        .findFirst()
        .orElseThrow();
  }

  /** log η of the first rate past a position that is worse for sure, or infinite. */
  private double beyond(Valley valley, int position, int direction) {
    int worse = valley.firstWorse(position, direction);
    return worse < 0 ? direction * Double.POSITIVE_INFINITY : Math.log(table.rate(worse));
  }

  private boolean finite(int i) {
    return Double.isFinite(means[i]);
  }

  private static InputException nothing(String problem) {
    return new InputException("optimal learning rate", problem, "try lower rates");
  }
}
