package org.etalon.lab.sweep;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.etalon.depth.DepthMeasure;
import org.etalon.lab.fit.Description;
import org.etalon.lab.fit.LawComparison;
import org.etalon.lab.fit.OptimaOverSizes;
import org.etalon.lab.fit.Optimum;
import org.etalon.law.Law;
import org.etalon.law.Laws;

/**
 * Which law tells the optima of a sweep best. Those compete that say of every size how its rate
 * goes with one depth: laws with an exponent of their own over each measure they are stated for,
 * and, for each reading of size, a power law with a fitted exponent and one with a bend. Laws that
 * work tensor by tensor name no such curve and do not take part.
 */
public final class LawTournament {
  /** Names of what varies that no law of depth speaks of. */
  private static final List<String> NO_DEPTH =
      List.of("width", "channel", "hidden", "dim", "head", "kernel", "batch", "patch");

  private LawTournament() {}

  /**
   * Compares.
   *
   * @return empty for fewer sizes with reliable optima than can be compared, and where nothing that
   *     is known of the sizes varies
   */
  static Optional<LawComparison> of(Sweep sweep) {
    List<SizeRuns> sizes =
        sweep.sizes().stream()
            .filter(size -> size.optimum().filter(Optimum::isReliable).isPresent())
            .toList();
    Map<Reading, List<Double>> readings = new LinkedHashMap<>();
    // Update units early: of measures that are proportional to each other one is named first.
    Reading.of(sweep).stream()
        .sorted(Comparator.comparingInt(LawTournament::rank))
        .forEach(reading -> add(readings, sizes, reading));
    if (sizes.size() < LawComparison.FEWEST_SIZES || readings.isEmpty()) {
      return Optional.empty();
    }
    List<Description> descriptions = new ArrayList<>(stated(sweep, readings, sizes.size()));
    readings.forEach(
        (reading, xs) ->
            descriptions.add(Description.powerLaw("exponent fitted over " + reading.name(), xs)));
    readings.forEach(
        (reading, xs) ->
            descriptions.add(Description.bent("bend fitted over " + reading.name(), xs)));
    List<Double> anywhere = sizes.stream().map(size -> 1.0).toList();
    List<Optimum> optima = sizes.stream().map(size -> size.optimum().orElseThrow()).toList();
    return Optional.of(LawComparison.of(OptimaOverSizes.of(anywhere, optima), descriptions));
  }

  private static void add(
      Map<Reading, List<Double>> readings, List<SizeRuns> sizes, Reading reading) {
    List<Double> xs = new ArrayList<>();
    for (SizeRuns size : sizes) {
      OptionalDouble position = reading.position(size);
      if (position.isEmpty()) {
        return;
      }
      xs.add(position.getAsDouble());
    }
    if (xs.stream().distinct().count() > 2) {
      readings.put(reading, xs);
    }
  }

  private static List<Description> stated(
      Sweep sweep, Map<Reading, List<Double>> readings, int sizes) {
    boolean knowsDepths = !sweep.measures().isEmpty();
    List<Description> stated = new ArrayList<>();
    for (Law law : Laws.all()) {
      if (law.exponent().isEmpty()) {
        continue;
      }
      double slope = -law.exponent().getAsDouble();
      if (slope == 0) {
        List<Double> anywhere = java.util.Collections.nCopies(sizes, 1.0);
        stated.add(Description.stated(law.id(), anywhere, 0));
      } else if (knowsDepths) {
        for (DepthMeasure measure : law.statedMeasures()) {
          readings.forEach(
              (reading, xs) -> {
                if (reading.measure().equals(Optional.of(measure))) {
                  stated.add(Description.stated(law.id() + " over " + measure.id(), xs, slope));
                }
              });
        }
      } else if (mayBeDepth(sweep)) {
        readings.forEach(
            (reading, xs) ->
                stated.add(
                    Description.stated(law.id() + " (D = " + reading.name() + ")", xs, slope)));
      }
    }
    return stated;
  }

  /** Whether what varies may be a depth, as far as its name tells. */
  public static boolean mayBeDepth(Sweep sweep) {
    String varied = sweep.varied().orElse("").toLowerCase(Locale.ROOT);
    return NO_DEPTH.stream().noneMatch(varied::contains);
  }

  private static int rank(Reading reading) {
    return reading.measure().map(m -> m == DepthMeasure.UPDATE_UNITS ? 1 : 2).orElse(0);
  }
}
