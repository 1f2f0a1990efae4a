package org.etalon.torch.train;

/** How a run ended. */
public sealed interface Outcome {
  /** All steps were made. */
  record Finished() implements Outcome {}

  /**
   * The run came to nothing.
   *
   * @param step the step at which it showed, from 0
   * @param cause what showed it
   * @param why the same with its numbers, for people
   */
  record Diverged(long step, Cause cause, String why) implements Outcome {}

  /**
   * Somebody ended it before its last step; what was done until then is valid.
   *
   * @param by who
   */
  record Stopped(By by) implements Outcome {}

  /** What shows that a run has diverged. */
  enum Cause {
    /** The loss is infinite or not a number. */
    LOSS_NOT_FINITE,
    /** The loss has stayed above a multiple of the first one. */
    LOSS_TOO_HIGH,
    /** A gradient, or the step made of it, was infinite or not a number. */
    UPDATE_NOT_FINITE
  }

  /** Who can end a run. */
  enum By {
    /** The thread was interrupted; its flag stays set. */
    INTERRUPT,
    /** The listener had seen enough. */
    LISTENER
  }
}
