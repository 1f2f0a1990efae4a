package org.etalon.lab.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.etalon.lab.fit.Interval;
import org.etalon.lab.fit.Observation;
import org.etalon.lab.fit.Optimum;
import org.etalon.lab.fit.OptimumFit;
import org.etalon.lab.search.Tried.Place;

/**
 * A search that finds the optimum with a fraction of the grid's training.
 *
 * <p>It tries the guess and two rates about a factor of four to either side with the first seed,
 * goes on in that stride until the best rate has a worse one on both sides (runs that diverge are
 * worse), beyond the range if need be, then halves the stride down to about a factor of √2. Around
 * the rate then best it adds the other seeds, one more each round at five rates, moving along if
 * another rate becomes best, until the interval of the optimum is short enough.
 *
 * <p>With {@link Settings#abandoning}, hopeless runs are given up at their half. A run whose mean
 * loss over its first half is A has a mean loss of at least A/2 over the whole, since losses are
 * not negative. With the bound at four times the least score seen, none is given up that could have
 * come within twice the least score: the best rate tried is never among them. The local fit only
 * loses rates that are worse than twice the best, which are far from what it is to describe.
 */
public final class AdaptiveSearch implements RateSearch {
  /** First stride in log η: a factor of four. */
  private static final double COARSE = Math.log(4);

  /** Last stride in log η: a factor of √2. */
  private static final double FINE = Math.log(2) / 2;

  /** Farthest a search goes beyond its range, in log η: a factor of a thousand. */
  private static final double BEYOND = Math.log(1000);

  private static final double ABANDON = 4;

  private final Settings settings;
  private final int coarse;
  private final int fine;

  /**
   * What an adaptive search is told.
   *
   * @param grid the rates it may ask for
   * @param seeds different ones, in the order in which they are used
   * @param guess where to begin, such as a law's prediction; the middle of the range if empty
   * @param accuracy half-length of the optimum's interval in log η at which the search ends,
   *     positive
   * @param confidence of that interval
   * @param stepsPerRun steps of a whole run
   * @param budget most steps of training in all; runs count in full when they are asked for
   * @param abandoning whether hopeless runs are given up; only right if the score is the mean
   *     training loss and no loss is negative
   */
  public record Settings(
      RateGrid grid,
      List<Long> seeds,
      OptionalDouble guess,
      double accuracy,
      double confidence,
      long stepsPerRun,
      long budget,
      boolean abandoning) {
    /** Checks the numbers. */
    public Settings {
      seeds = Seeds.checked(seeds);
      if (!(accuracy > 0) || stepsPerRun < 1 || budget < stepsPerRun) {
        throw new IllegalArgumentException(
            "accuracy " + accuracy + ", " + stepsPerRun + " steps a run, budget " + budget);
      }
    }
  }

  /** A search. */
  public AdaptiveSearch(Settings settings) {
    this.settings = settings;
    double spacing = settings.grid().spacing();
    this.fine = (int) Math.max(1, Math.rint(FINE / spacing));
    this.coarse = (int) Math.max(fine, Math.rint(COARSE / spacing));
  }

  @Override
  public Step next(Function<Run, Optional<Observation>> finished) {
    Tried tried = new Tried(settings.grid());
    for (int round = 1; ; round++) {
      Plan plan = plan(tried);
      if (plan.why().isPresent()) {
        return end(tried, round - 1, plan.why().get());
      }
      long affordable = (settings.budget() - tried.steps()) / settings.stepsPerRun();
      if (affordable < 1) {
        return end(tried, round - 1, Step.Why.BUDGET_SPENT);
      }
      List<Place> places =
          plan.places().subList(0, (int) Math.min(affordable, plan.places().size()));
      List<Run> missing = tried.add(places, bound(tried), finished);
      if (!missing.isEmpty()) {
        return new Step.Ask(round, List.copyOf(missing));
      }
    }
  }

  private Step end(Tried tried, int rounds, Step.Why why) {
    List<Observation> all = tried.observations();
    return OptimumFit.isPossible(all)
        ? new Step.Done(OptimumFit.of(all, settings.confidence()), all, rounds, why)
        : new Step.Nothing(all);
  }

  private OptionalDouble bound(Tried tried) {
    OptionalDouble least = tried.leastScore();
    return settings.abandoning() && least.isPresent()
        ? OptionalDouble.of(ABANDON * least.getAsDouble())
        : OptionalDouble.empty();
  }

  /** The runs of a round, the more useful first, or why there are none. */
  private record Plan(List<Place> places, Optional<Step.Why> why) {
    static Plan of(List<Place> places) {
      return new Plan(places, Optional.empty());
    }

    static Plan end(Step.Why why) {
      return new Plan(List.of(), Optional.of(why));
    }
  }

  private Plan plan(Tried tried) {
    long first = settings.seeds().get(0);
    if (tried.isEmpty()) {
      int start = start();
      return Plan.of(places(first, start, start + coarse, start - coarse));
    }
    Optional<Integer> found = tried.best();
    if (found.isEmpty()) {
      // Everything diverged: only lower rates can help.
      int lower = tried.lowest() - coarse;
      return isAllowed(lower)
          ? Plan.of(places(first, lower, lower - coarse))
          : Plan.end(Step.Why.EDGE);
    }
    int best = found.get();
    OptionalInt stride = stride(tried, best);
    if (stride.isEmpty()) {
      List<Place> outwards =
          places(first, best - coarse, best + coarse).stream()
              .filter(place -> !tried.has(place.position()) && isAllowed(place.position()))
              .toList();
      return outwards.isEmpty() ? Plan.end(Step.Why.EDGE) : Plan.of(outwards);
    }
    return stride.getAsInt() > fine
        ? Plan.of(missing(tried, best, stride.getAsInt()))
        : around(tried, best);
  }

  /** The least stride at which rates were tried on both sides of the best; empty if on one only. */
  private OptionalInt stride(Tried tried, int best) {
    return IntStream.iterate(coarse, s -> s >= 1, s -> s / 2)
        .map(s -> Math.max(s, fine))
        .filter(s -> tried.has(best - s) && tried.has(best + s))
        .min();
  }

  /** Half the stride to either side. */
  private List<Place> missing(Tried tried, int best, int stride) {
    int half = Math.max(fine, stride / 2);
    return places(settings.seeds().get(0), best - half, best + half).stream()
        .filter(place -> !tried.has(place.position()))
        .toList();
  }

  /** More seeds around the best rate. */
  private Plan around(Tried tried, int best) {
    List<Integer> window =
        IntStream.of(0, -1, 1, -2, 2)
            .map(k -> best + k * fine)
            .filter(p -> isAllowed(p) && tried.isFinite(p))
            .boxed()
            .toList();
    for (int seeds = 1; seeds <= settings.seeds().size(); seeds++) {
      if (seeds > OptimumFit.FEWEST_SEEDS && isAccurate(tried)) {
        return Plan.end(Step.Why.ACCURATE);
      }
      List<Place> lacking = new ArrayList<>();
      for (long seed : settings.seeds().subList(0, seeds)) {
        window.stream()
            .map(position -> new Place(position, seed))
            .filter(place -> !tried.has(place))
            .forEach(lacking::add);
      }
      if (!lacking.isEmpty()) {
        lacking.sort(Comparator.comparingInt(place -> Math.abs(place.position() - best)));
        return Plan.of(List.copyOf(lacking));
      }
    }
    return Plan.end(isAccurate(tried) ? Step.Why.ACCURATE : Step.Why.SEEDS_SPENT);
  }

  private boolean isAccurate(Tried tried) {
    Optimum optimum = OptimumFit.of(tried.observations(), settings.confidence());
    return optimum
        .interval()
        .filter(interval -> halfLength(interval) <= settings.accuracy())
        .isPresent();
  }

  private static double halfLength(Interval interval) {
    return Math.log(interval.high() / interval.low()) / 2;
  }

  private int start() {
    double middle = Math.sqrt(settings.grid().low() * settings.grid().high());
    return settings.grid().nearest(settings.guess().orElse(middle));
  }

  private boolean isAllowed(int position) {
    double spacing = settings.grid().spacing();
    return position * spacing >= -BEYOND
        && (position - settings.grid().count() + 1) * spacing <= BEYOND;
  }

  private static List<Place> places(long seed, int... positions) {
    return IntStream.of(positions).mapToObj(position -> new Place(position, seed)).toList();
  }
}
