package org.etalon.cli;

import java.util.Arrays;
import java.util.List;
import org.etalon.depth.DepthMeasure;
import org.etalon.graph.UnknownIdentifierException;

/** Depth measures by the names users give them. */
final class Measures {
  private Measures() {}

  /**
   * The measure of that name.
   *
   * @throws UnknownIdentifierException if there is none
   */
  static DepthMeasure byId(String id) {
    for (DepthMeasure measure : DepthMeasure.values()) {
      if (measure.id().equals(id)) {
        return measure;
      }
    }
    List<String> known = Arrays.stream(DepthMeasure.values()).map(DepthMeasure::id).toList();
    throw new UnknownIdentifierException("depth measure", id, known);
  }
}
