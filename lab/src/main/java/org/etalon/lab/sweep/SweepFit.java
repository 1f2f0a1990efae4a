package org.etalon.lab.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.etalon.depth.DepthMeasure;
import org.etalon.graph.InputException;
import org.etalon.lab.fit.LawComparison;
import org.etalon.lab.fit.Optimum;

/**
 * What a sweep's optima say: their power law over what varies and over every measure of depth that
 * all sizes have, and which law tells them best.
 *
 * @param sweep the runs
 * @param trends over what varies first, then over the measures of depth; at least one
 * @param leftOut sizes whose optimum entered no fit
 * @param comparison of laws; empty where there are too few sizes
 */
public record SweepFit(
    Sweep sweep, List<Trend> trends, List<LeftOut> leftOut, Optional<LawComparison> comparison) {
  /** Copies. */
  public SweepFit {
    trends = List.copyOf(trends);
    leftOut = List.copyOf(leftOut);
  }

  /**
   * A size that entered no fit.
   *
   * @param size its label
   * @param why in plain words
   */
  public record LeftOut(String size, String why) {}

  /**
   * Fits.
   *
   * @throws InputException if the sizes have neither values nor depths, so that there is nothing to
   *     fit against
   */
  public static SweepFit of(Sweep sweep) {
    List<Trend> trends =
        Reading.of(sweep).stream().map(reading -> Trend.of(sweep, reading)).toList();
    if (trends.isEmpty()) {
      throw new InputException(
          sweep.name(),
          "its sizes are names only: there is no number to fit against",
          "use sizes that are numbers, or name each size's model, which has a depth");
    }
    List<LeftOut> leftOut = new ArrayList<>();
    for (SizeRuns size : sweep.sizes()) {
      String label = size.size().label();
      if (size.optimum().isEmpty()) {
        leftOut.add(
            new LeftOut(
                label,
                size.observations().isEmpty()
                    ? "it has no runs yet"
                    : "at every rate a run diverged or was given up"));
      } else if (!size.optimum().get().isReliable()) {
        leftOut.add(new LeftOut(label, reasons(size.optimum().get())));
      }
    }
    return new SweepFit(sweep, trends, leftOut, LawTournament.of(sweep));
  }

  private static String reasons(Optimum optimum) {
    return String.join(
        "; ",
        optimum.caveats().stream()
            .filter(caveat -> caveat != Optimum.Caveat.FEW_SEEDS)
            .sorted()
            .map(CaveatWords::of)
            .toList());
  }

  /**
   * The trend to show first: over what varies where it has a fit, else over update units, else over
   * the first measure that varies.
   */
  public Trend first() {
    return trends.stream()
        .limit(sweep.hasValues() ? 1 : 0)
        .filter(trend -> trend.fit().isPresent())
        .findFirst()
        .or(() -> trends.stream().filter(t -> isOver(t, DepthMeasure.UPDATE_UNITS)).findFirst())
        .or(() -> trends.stream().filter(trend -> trend.fit().isPresent()).findFirst())
        .orElse(trends.get(0));
  }

  private static boolean isOver(Trend trend, DepthMeasure measure) {
    return trend.fit().isPresent() && trend.measure().equals(Optional.of(measure));
  }

  /**
   * The trend over a reading.
   *
   * @param name of what varies, or of a measure of depth
   * @throws InputException if it is no reading of these sizes
   */
  public Trend against(String name) {
    return trends.stream()
        .filter(trend -> trend.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "--against " + name,
                    "not every size of " + sweep.name() + " has such a number",
                    "fit against one of "
                        + String.join(", ", trends.stream().map(Trend::name).toList())));
  }
}
