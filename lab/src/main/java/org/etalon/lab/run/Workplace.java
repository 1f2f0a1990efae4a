package org.etalon.lab.run;

import org.etalon.graph.InputException;
import org.etalon.lab.study.TrialRunner;

/** Where trials are run: this process, or machines elsewhere that come and go. */
public interface Workplace extends AutoCloseable {
  /** What trains there. The calling thread waits, wherever the work is done. */
  TrialRunner runner();

  /**
   * How many trials can be run at a time as things stand, at least 0. Asked for again and again: a
   * study follows what it says. Answers at once.
   */
  int slots();

  /** Leaves the place; what still runs there is of no use to anybody. */
  @Override
  void close();

  /**
   * This process.
   *
   * @param runner what trains, on the thread that asks
   * @param workers trials at a time, at least 1
   * @throws InputException if there are no workers
   */
  static Workplace here(TrialRunner runner, int workers) {
    if (workers < 1) {
      throw new InputException("workers", workers + " cannot do any work", "give at least 1");
    }
    return new Workplace() {
      @Override
      public TrialRunner runner() {
        return runner;
      }

      @Override
      public int slots() {
        return workers;
      }

      @Override
      public void close() {}
    };
  }
}
