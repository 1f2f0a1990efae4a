package org.etalon.torch.trial;

import org.etalon.torch.model.MemoryEstimate;

/**
 * Lets as many trials run at a time as fit into memory together. One that does not fit beside the
 * others waits; alone every trial may go in, to be refused by its own check if it is too large.
 */
final class MemoryGate {
  private final double budget;
  private double taken;
  private int inside;

  /**
   * A gate.
   *
   * @param budget bytes for all trials together
   */
  MemoryGate(double budget) {
    this.budget = budget;
  }

  /** Waits until there is room. */
  synchronized void enter(MemoryEstimate trial) throws InterruptedException {
    while (inside > 0 && taken + trial.bytes() > budget) {
      wait();
    }
    inside++;
    taken += trial.bytes();
  }

  /** Gives the room back. */
  synchronized void leave(MemoryEstimate trial) {
    inside--;
    taken = inside == 0 ? 0 : taken - trial.bytes();
    notifyAll();
  }
}
