package org.etalon.torch.train;

import org.etalon.graph.InputException;

/**
 * When a run that still has finite losses counts as diverged: a loss above a multiple of the first
 * one, over several steps in a row. Losses that are not finite always count.
 *
 * @param multiple of the first step's loss, above 1; infinite for never
 * @param steps in a row, at least 1
 */
public record DivergenceRule(double multiple, int steps) {
  /**
   * Ten times the first loss for ten steps: far above the passing peaks that a rate near the edge
   * of stability gives at the start.
   */
  public static final DivergenceRule STANDARD = new DivergenceRule(10, 10);

  /** Checks the ranges. */
  public DivergenceRule {
    if (!(multiple > 1) || steps < 1) {
      throw new InputException(
          "divergence rule",
          multiple + " times the first loss for " + steps + " steps is out of range",
          "give a multiple above 1 and at least 1 step");
    }
  }
}
