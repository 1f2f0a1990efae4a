package org.etalon.lab.reproduce.architectures;

import org.etalon.depth.DepthMeasure;
import org.etalon.family.ModelReference;
import org.etalon.family.Scope;
import org.etalon.graph.InputException;
import org.etalon.lab.study.Size;

/**
 * Where [C24]'s law counts paths: η ∝ (Σ_p L_p³)^(−1/2) over the paths of the cell behind plain
 * layers, as its authors' experiments do, or over those of the whole network.
 */
enum PathCount {
  /** In the cell: L_p = 3 + layers for DAGs, 1 + layers for cells of NAS-Bench-201. */
  CELL(Scope.CELL),
  /** From the data to the logits. */
  NETWORK(Scope.NETWORK);

  private static final double EXPONENT = 1.5;

  private final Scope scope;

  PathCount(Scope scope) {
    this.scope = scope;
  }

  /** The path-sum (Σ_p L_p³)^(1/3) of a network. */
  double depth(Size size) {
    return ModelReference.parse(size.model(), scope)
        .network()
        .depths()
        .get(DepthMeasure.PATH_SUM)
        .orElseThrow(
            () ->
                new InputException(
                    size.label(), "no path leads from input to output", "leave it out"))
        .toDouble();
  }

  /**
   * The rate that the law carries from a base to a network.
   *
   * @param rate the base's
   */
  double carry(double rate, Size base, Size to) {
    return rate * Math.pow(depth(base) / depth(to), EXPONENT);
  }
}
