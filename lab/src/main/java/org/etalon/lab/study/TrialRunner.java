package org.etalon.lab.study;

import org.etalon.graph.InputException;

/** What trains. Safe from several threads at once. */
@FunctionalInterface
public interface TrialRunner {
  /**
   * Runs a trial to its end, on the calling thread alone.
   *
   * @param trial what to train
   * @return what came of it; divergence is a result
   * @throws InputException if the model or the data cannot be read or do not fit
   * @throws InterruptedException if the thread was interrupted; nothing came of the trial then
   */
  TrialResult run(Trial trial) throws InterruptedException;
}
