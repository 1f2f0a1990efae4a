package org.etalon.lab.study;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.etalon.depth.DepthMeasure;

/**
 * One network of a study.
 *
 * @param label its name in the study, such as {@code depth=8}
 * @param value of what varies, where that is a positive number
 * @param model reference of the network, in canonical form; empty for runs made elsewhere whose
 *     network is not known
 * @param modelDigest SHA-256 of the file's content in hexadecimal; empty for families
 * @param depths the network's depth by measure, as far as it has one
 * @param guess learning rate at which a search begins; empty for the middle of its range
 */
public record Size(
    String label,
    OptionalDouble value,
    String model,
    String modelDigest,
    Map<DepthMeasure, Double> depths,
    OptionalDouble guess) {
  /** Copies. */
  public Size {
    depths = Collections.unmodifiableMap(new LinkedHashMap<>(depths));
  }

  /** The depth by a measure, where the network has one above zero. */
  public OptionalDouble depth(DepthMeasure measure) {
    Double depth = depths.get(measure);
    return depth == null || !(depth > 0) ? OptionalDouble.empty() : OptionalDouble.of(depth);
  }

  /**
   * What the size is told by in a fit.
   *
   * @param measure a measure of depth; empty for what varies
   */
  public OptionalDouble position(Optional<DepthMeasure> measure) {
    return measure.isPresent() ? depth(measure.get()) : value;
  }

  /** The same with another start for its search. */
  public Size withGuess(OptionalDouble rate) {
    return new Size(label, value, model, modelDigest, depths, rate);
  }
}
