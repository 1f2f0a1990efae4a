package org.etalon.depth;

import java.util.Arrays;
import org.etalon.graph.UnknownIdentifierException;

/**
 * The readings of "depth". Each maps a network to one number ≥ 0 that a law may take to a power.
 */
public enum DepthMeasure {
  /** Smallest number of layers and merges on a path ([W26], preprint). */
  MINIMAL_PATH("minimal-path"),
  /** Update-bearing units in sequence ([W26], final version). */
  UPDATE_UNITS("update-units"),
  /** Largest number of layers on a path. */
  LONGEST_PATH("longest-path"),
  /** Uses of layers on some path. */
  LAYERS("layers"),
  /** (Σ_p L_p³)^(1/3) over all paths ([C24], eq. 8 rewritten). */
  PATH_SUM("path-sum"),
  /** Residual merges ([Z25], [Y23], [D25]). */
  BLOCKS("blocks");

  private final String id;

  DepthMeasure(String id) {
    this.id = id;
  }

  /** The name users give it. */
  public String id() {
    return id;
  }

  /**
   * The measure of that name.
   *
   * @throws UnknownIdentifierException if there is none
   */
  public static DepthMeasure byId(String id) {
    for (DepthMeasure measure : values()) {
      if (measure.id.equals(id)) {
        return measure;
      }
    }
    throw new UnknownIdentifierException(
        "depth measure", id, Arrays.stream(values()).map(DepthMeasure::id).toList());
  }
}
