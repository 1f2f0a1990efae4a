package org.etalon.torch.train;

/**
 * What a run gave.
 *
 * @param losses of every step that was begun; that of a diverged run may end with what is not
 *     finite
 * @param outcome how it ended
 */
public record TrainingResult(LossCurve losses, Outcome outcome) {
  /** Whether all steps were made. */
  public boolean isFinished() {
    return outcome instanceof Outcome.Finished;
  }

  /** Whether it came to nothing. */
  public boolean hasDiverged() {
    return outcome instanceof Outcome.Diverged;
  }
}
