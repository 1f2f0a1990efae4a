package org.etalon.cli;

import java.io.PrintWriter;
import org.etalon.data.DataFolders;
import org.etalon.engine.Training;
import org.etalon.lab.run.StudyRun;
import org.etalon.lab.run.StudySearches;
import org.etalon.lab.run.Workplace;
import org.etalon.lab.store.Store;
import org.etalon.lab.study.Study;
import org.etalon.lab.study.TrialRunner;

/** Studies at work. */
final class Studies {
  private Studies() {}

  /** What trains on this machine. It reads every network and data set once. */
  static TrialRunner engine(DataFolders folders) {
    return Training.on(folders);
  }

  /**
   * Works on a study of the store until it is done.
   *
   * @param place where trials are run
   * @return how many trials this process has had trained
   * @throws org.etalon.graph.InputException if a trial cannot be run or the store fails; what is
   *     finished is kept
   */
  static int run(Study study, Store store, Workplace place, PrintWriter err)
      throws InterruptedException {
    SweepProgress progress = new SweepProgress(err, study, place::slots);
    try {
      new StudyRun(study.name(), StudySearches.of(study), store, place, progress).run();
      return progress.done();
    } finally {
      progress.close();
    }
  }

  /**
   * The same on this machine.
   *
   * @param engine what trains; see {@link #engine}
   */
  static int run(Study study, Store store, TrialRunner engine, int workers, PrintWriter err)
      throws InterruptedException {
    return run(study, store, Workplace.here(engine, workers), err);
  }
}
