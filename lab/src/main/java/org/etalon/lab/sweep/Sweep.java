package org.etalon.lab.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.etalon.depth.DepthMeasure;
import org.etalon.graph.InputException;
import org.etalon.lab.fit.OptimaOverSizes;
import org.etalon.lab.fit.Optimum;
import org.etalon.lab.store.Store;
import org.etalon.lab.study.Study;

/**
 * Runs over learning rates, seeds and sizes, and the optimum of each size. They are of a study, or
 * were made elsewhere.
 *
 * @param name the study's, or the file's
 * @param study the study that made them; empty for runs made elsewhere
 * @param varied what the sizes' values are of, such as {@code depth}
 * @param score what was compared
 * @param confidence of the optima's intervals
 * @param sizes in the study's order
 * @param unfinished trials that were asked for and have no result yet
 */
public record Sweep(
    String name,
    Optional<Study> study,
    Optional<String> varied,
    String score,
    double confidence,
    List<SizeRuns> sizes,
    long unfinished) {
  /** Copies. */
  public Sweep {
    sizes = List.copyOf(sizes);
  }

  /**
   * What a study has found so far.
   *
   * @param confidence of the optima's intervals
   */
  public static Sweep of(Study study, Store store, double confidence) {
    List<SizeRuns> sizes =
        study.sizes().parallelStream()
            .map(
                size ->
                    SizeRuns.of(
                        size,
                        store.observations(study.name(), size.label(), study.score()),
                        confidence))
            .toList();
    return new Sweep(
        study.name(),
        Optional.of(study),
        study.varied(),
        study.score().id(),
        confidence,
        sizes,
        Math.max(0, store.asked(study.name()) - store.finished(study.name())));
  }

  /**
   * The runs of a size.
   *
   * @throws InputException if there is none of that label
   */
  public SizeRuns size(String label) {
    return sizes.stream()
        .filter(size -> size.size().label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    name,
                    "has no size '" + label + "'",
                    "its sizes: " + sizes.stream().map(size -> size.size().label()).toList()));
  }

  /** Whether every size has a value of what varies. */
  public boolean hasValues() {
    return sizes.stream().allMatch(size -> size.size().value().isPresent());
  }

  /** The measures of depth that every size has. */
  public List<DepthMeasure> measures() {
    return java.util.Arrays.stream(DepthMeasure.values())
        .filter(m -> sizes.stream().allMatch(size -> size.size().depth(m).isPresent()))
        .toList();
  }

  /**
   * The optima as points over size.
   *
   * @param measure a measure of depth; empty for what varies
   */
  public OptimaOverSizes optima(Optional<DepthMeasure> measure) {
    List<Double> positions = new ArrayList<>();
    List<Optimum> optima = new ArrayList<>();
    for (SizeRuns size : sizes) {
      OptionalDouble position = size.position(measure);
      if (position.isPresent() && size.optimum().isPresent()) {
        positions.add(position.getAsDouble());
        optima.add(size.optimum().get());
      }
    }
    return OptimaOverSizes.of(positions, optima);
  }
}
