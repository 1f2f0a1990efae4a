package org.etalon.lab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.etalon.depth.DepthMeasure;
import org.etalon.lab.fit.OptimaOverSizes;
import org.etalon.lab.fit.PowerLawFit;
import org.etalon.lab.sweep.LawTournament;
import org.etalon.lab.sweep.SizeRuns;
import org.etalon.lab.sweep.Sweep;

/**
 * Optimal learning rates over one measure of size.
 *
 * @param measure of depth; empty for what varies
 * @param name of the measure
 * @param same other measures by which the sizes have the very same values
 * @param claimant the law that claims an exponent of −3/2 over this measure; empty where none does
 * @param optima the reliable ones
 * @param fit the power law through them; empty for fewer than two different sizes
 */
record SizeFit(
    Optional<DepthMeasure> measure,
    String name,
    List<String> same,
    Optional<String> claimant,
    OptimaOverSizes optima,
    Optional<PowerLawFit> fit) {
  /** Those that laws use come first. */
  private static final List<DepthMeasure> ORDER =
      List.of(
          DepthMeasure.UPDATE_UNITS,
          DepthMeasure.MINIMAL_PATH,
          DepthMeasure.PATH_SUM,
          DepthMeasure.LONGEST_PATH,
          DepthMeasure.LAYERS,
          DepthMeasure.BLOCKS);

  /** Copies the list. */
  SizeFit {
    same = List.copyOf(same);
  }

  /** The name with all that say the same. */
  String names() {
    return same.isEmpty() ? name : name + " (the same: " + Shown.list(same) + ")";
  }

  /** Over every measure by which at least two sizes differ, and over what varies. */
  static List<SizeFit> all(Sweep sweep) {
    List<Optional<DepthMeasure>> measures = new ArrayList<>();
    ORDER.stream().filter(sweep.measures()::contains).map(Optional::of).forEach(measures::add);
    if (sweep.varied().isPresent() && sweep.hasValues()) {
      measures.add(Optional.empty());
    }
    List<SizeFit> fits = new ArrayList<>();
    List<List<OptionalDouble>> seen = new ArrayList<>();
    for (Optional<DepthMeasure> measure : measures) {
      List<OptionalDouble> positions =
          sweep.sizes().stream().map(size -> size.position(measure)).toList();
      String name = name(sweep, measure);
      int same = seen.indexOf(positions);
      if (same >= 0) {
        SizeFit one = fits.get(same);
        List<String> names = new ArrayList<>(one.same);
        if (!name.equals(one.name) && !names.contains(name)) {
          names.add(name);
        }
        fits.set(
            same, new SizeFit(one.measure, one.name, names, one.claimant, one.optima, one.fit));
      } else if (positions.stream().distinct().count() > 1 && differ(positions)) {
        seen.add(positions);
        OptimaOverSizes optima = sweep.optima(measure);
        fits.add(
            new SizeFit(
                measure, name, List.of(), claimant(sweep, measure), optima, optima.fitIfAny()));
      }
    }
    return fits;
  }

  private static Optional<String> claimant(Sweep sweep, Optional<DepthMeasure> measure) {
    if (measure.isEmpty()) {
      // Told by a name alone, it is taken for the depth only where no depth is known.
      return sweep.measures().isEmpty() && LawTournament.mayBeDepth(sweep)
          ? Optional.of("am-mup")
          : Optional.empty();
    }
    return switch (measure.get()) {
      case UPDATE_UNITS, MINIMAL_PATH -> Optional.of("am-mup");
      case PATH_SUM -> Optional.of("path-sum");
      case LONGEST_PATH, LAYERS, BLOCKS -> Optional.empty();
    };
  }

  private static boolean differ(List<OptionalDouble> positions) {
    // Two networks of one depth would hide each other: such a measure tells nothing.
    return positions.stream().distinct().count() == positions.size();
  }

  private static String name(Sweep sweep, Optional<DepthMeasure> measure) {
    return measure.map(DepthMeasure::id).orElseGet(() -> sweep.varied().orElse("size"));
  }

  /** Where a size lies. */
  OptionalDouble position(SizeRuns size) {
    return size.position(measure);
  }
}
