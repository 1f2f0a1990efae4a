package org.etalon.lab.search;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import org.etalon.lab.fit.Observation;
import org.etalon.lab.fit.OptimumFit;

/** What a search has seen so far. */
final class Tried {
  private final RateGrid grid;
  private final List<Observation> observations = new ArrayList<>();
  private final NavigableMap<Integer, Map<Long, Observation>> byPosition = new TreeMap<>();

  Tried(RateGrid grid) {
    this.grid = grid;
  }

  /** A run at a position of the grid. */
  record Place(int position, long seed) {}

  /** Looks up the runs of a round, adds them if all are finished, and returns the missing ones. */
  List<Run> add(
      Collection<Place> round,
      OptionalDouble abandonAbove,
      Function<Run, Optional<Observation>> finished) {
    List<Run> missing = new ArrayList<>();
    Map<Place, Observation> results = new HashMap<>();
    for (Place place : round) {
      Run run = new Run(grid.rate(place.position()), place.seed(), abandonAbove);
      finished
          .apply(run)
          .ifPresentOrElse(result -> results.put(place, result), () -> missing.add(run));
    }
    if (missing.isEmpty()) {
      for (Place place : round) {
        Observation result = results.get(place);
        observations.add(result);
        byPosition
            .computeIfAbsent(place.position(), position -> new TreeMap<>())
            .put(place.seed(), result);
      }
    }
    return missing;
  }

  /** All runs, in the order of their rounds. */
  List<Observation> observations() {
    return List.copyOf(observations);
  }

  /** Steps of training so far. */
  long steps() {
    return observations.stream().mapToLong(Observation::steps).sum();
  }

  boolean isEmpty() {
    return observations.isEmpty();
  }

  boolean has(Place place) {
    return byPosition.getOrDefault(place.position(), Map.of()).containsKey(place.seed());
  }

  /** Whether a position was tried, with whatever seed. */
  boolean has(int position) {
    return byPosition.containsKey(position);
  }

  /** Whether every run at a position finished, so that it can be best. */
  boolean isFinite(int position) {
    return byPosition.getOrDefault(position, Map.of()).values().stream()
        .allMatch(Observation::isFinished);
  }

  int lowest() {
    return byPosition.firstKey();
  }

  int highest() {
    return byPosition.lastKey();
  }

  /** The position of the best rate by mean score; empty if none is finite. */
  Optional<Integer> best() {
    if (!OptimumFit.isPossible(observations)) {
      return Optional.empty();
    }
    double rate = OptimumFit.of(observations, 0.9).bestTried();
    return byPosition.keySet().stream().filter(p -> grid.rate(p) == rate).findFirst();
  }

  /** The least score of one run. */
  OptionalDouble leastScore() {
    return observations.stream()
        .filter(Observation::isFinished)
        .mapToDouble(o -> o.score().orElseThrow())
        .min();
  }
}
