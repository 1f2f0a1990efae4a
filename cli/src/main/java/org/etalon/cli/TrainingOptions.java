package org.etalon.cli;

import org.etalon.data.DataFolders;
import org.etalon.graph.InputException;
import picocli.CommandLine.Mixin;

/** How trials are run, and where their results are kept. */
final class TrainingOptions {
  @Mixin private StoreOptions store = new StoreOptions();
  @Mixin private WorkOptions work = new WorkOptions();

  /**
   * Checks the numbers.
   *
   * @throws InputException if one is out of range
   */
  void check() {
    work.check();
  }

  /** Where studies are kept. */
  StoreOptions store() {
    return store;
  }

  /** How many trials at a time, on which data. */
  WorkOptions work() {
    return work;
  }

  /** Where data are looked for. */
  DataFolders folders() {
    return work.folders();
  }
}
