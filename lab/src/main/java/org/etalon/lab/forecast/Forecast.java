package org.etalon.lab.forecast;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.etalon.lab.store.Store;
import org.etalon.lab.study.Size;
import org.etalon.lab.study.Study;

/**
 * What a study will cost at most, by how long trials took that the store has: every trial of its
 * grid runs all of its steps. Adaptive searches need a part of the grid, and runs that diverge end
 * earlier.
 *
 * @param study the study
 * @param sizes in its order
 */
public record Forecast(Study study, List<SizeForecast> sizes) {
  /** Copies. */
  public Forecast {
    sizes = List.copyOf(sizes);
  }

  /** What one trained network says of others. */
  private record Known(Store.Timing timing, double parameters) {}

  /**
   * Asks a store.
   *
   * @param store what is known; empty for nothing
   * @param parameters how many parameters a network has, by its reference
   */
  public static Forecast of(
      Study study, Optional<Store> store, ToDoubleFunction<String> parameters) {
    List<Store.Timing> timings =
        store.map(Store::timings).orElse(List.of()).stream()
            .filter(timing -> timing.steps() > 0 && timing.seconds() > 0)
            .toList();
    Map<String, Double> counts = new HashMap<>();
    ToDoubleFunction<String> counted =
        model -> counts.computeIfAbsent(model, parameters::applyAsDouble);
    return new Forecast(
        study,
        study.sizes().stream().map(size -> size(study, size, store, timings, counted)).toList());
  }

  private static SizeForecast size(
      Study study,
      Size size,
      Optional<Store> store,
      List<Store.Timing> timings,
      ToDoubleFunction<String> parameters) {
    long all = (long) study.search().grid().count() * study.search().seeds().size();
    long finished = store.map(s -> s.finished(study.name(), size.label())).orElse(0L);
    long trials = Math.max(0, all - finished);
    int batch = study.training().batch();
    Optional<Store.Timing> same =
        timings.stream()
            .filter(timing -> timing.model().equals(size.model()) && timing.batch() == batch)
            .findFirst();
    if (same.isPresent()) {
      Store.Timing timing = same.get();
      return new SizeForecast(
          size.label(),
          trials,
          seconds(study, timing.secondsPerStep()),
          new Basis.Measured(timing.trials()));
    }
    return nearest(size, timings, batch, parameters)
        .map(known -> scaled(study, size, trials, known, parameters))
        .orElse(
            new SizeForecast(size.label(), trials, OptionalDouble.empty(), new Basis.Nothing()));
  }

  private static SizeForecast scaled(
      Study study, Size size, long trials, Known known, ToDoubleFunction<String> parameters) {
    double more = parameters.applyAsDouble(size.model()) / known.parameters();
    double batch = (double) study.training().batch() / known.timing().batch();
    return new SizeForecast(
        size.label(),
        trials,
        seconds(study, known.timing().secondsPerStep() * more * batch),
        new Basis.Scaled(known.timing().model(), known.timing().trials(), more, batch));
  }

  private static OptionalDouble seconds(Study study, double step) {
    return OptionalDouble.of(step * study.training().steps());
  }

  /** The network of the same family that is nearest in its number of parameters, then in batch. */
  private static Optional<Known> nearest(
      Size size, List<Store.Timing> timings, int batch, ToDoubleFunction<String> parameters) {
    String family = family(size.model());
    // A file has no family: its path tells nothing of its size.
    if (!size.modelDigest().isEmpty()
        || timings.stream().noneMatch(timing -> family(timing.model()).equals(family))) {
      return Optional.empty();
    }
    double own = parameters.applyAsDouble(size.model());
    return timings.stream()
        .filter(timing -> family(timing.model()).equals(family))
        .map(timing -> new Known(timing, parameters.applyAsDouble(timing.model())))
        .min(
            Comparator.<Known>comparingDouble(known -> ratio(known.parameters(), own))
                .thenComparingDouble(known -> ratio(known.timing().batch(), batch)));
  }

  private static double ratio(double one, double other) {
    return Math.abs(Math.log(one / other));
  }

  private static String family(String model) {
    int colon = model.indexOf(':');
    return colon < 0 ? model : model.substring(0, colon);
  }

  /** Trials that have no result yet, at most. */
  public long trials() {
    return sizes.stream().mapToLong(SizeForecast::trials).sum();
  }

  /** Hours of one core; empty if nothing is known of a size that has trials left. */
  public OptionalDouble coreHours() {
    double seconds = 0;
    for (SizeForecast size : sizes) {
      if (size.trials() > 0 && size.seconds().isEmpty()) {
        return OptionalDouble.empty();
      }
      seconds += size.seconds().orElse(0);
    }
    return OptionalDouble.of(seconds / 3600);
  }
}
