package org.etalon.lab.reproduce.architectures;

import java.util.Optional;
import org.etalon.lab.fit.Optimum;

/**
 * A DAG with what was predicted and what was found.
 *
 * @param code the DAG's
 * @param depth (Σ_p L_p³)^(1/3) over the paths of the cell
 * @param byCell learning rate that the law carries from the base, paths counted in the cell
 * @param byNetwork the same, paths counted in the whole network
 * @param optimum its own; empty where at every rate a run diverged
 * @param curve its losses over the grid
 */
record SearchedDag(
    String code,
    double depth,
    double byCell,
    double byNetwork,
    Optional<Optimum> optimum,
    ScoreCurve curve) {
  /** The predicted rate. */
  double predicted(PathCount count) {
    return switch (count) {
      case CELL -> byCell;
      case NETWORK -> byNetwork;
    };
  }
}
