package org.etalon.lab.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.etalon.depth.DepthMeasure;

/**
 * What the size of a network is told by.
 *
 * @param name for people; no two of a sweep are alike
 * @param measure a measure of depth; empty for what varies
 */
record Reading(String name, Optional<DepthMeasure> measure) {
  /**
   * What all sizes of a sweep can be told by: what varies first, then measures of depth. Where what
   * varies is a measure of depth, as the blocks of a residual network are, it comes once.
   */
  static List<Reading> of(Sweep sweep) {
    List<Reading> readings = new ArrayList<>();
    List<DepthMeasure> measures = new ArrayList<>(sweep.measures());
    if (sweep.hasValues()) {
      String name = sweep.varied().orElse("size");
      Optional<DepthMeasure> twin =
          measures.stream().filter(measure -> measure.id().equals(name)).findFirst();
      Optional<DepthMeasure> same = twin.filter(measure -> isTold(sweep, measure));
      boolean another = twin.isPresent() && same.isEmpty();
      readings.add(new Reading(another ? "value of " + name : name, same));
      same.ifPresent(measures::remove);
    }
    measures.forEach(measure -> readings.add(new Reading(measure.id(), Optional.of(measure))));
    return readings;
  }

  private static boolean isTold(Sweep sweep, DepthMeasure measure) {
    return sweep.sizes().stream()
        .allMatch(size -> size.size().value().equals(size.size().depth(measure)));
  }

  /** Where a size stands. */
  OptionalDouble position(SizeRuns size) {
    return size.position(measure);
  }
}
