package org.etalon.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.etalon.data.DataFolders;
import org.etalon.lab.run.StudyRun;
import org.etalon.lab.run.StudySearches;
import org.etalon.lab.store.Store;
import org.etalon.lab.study.Study;
import org.etalon.lab.study.TrialRunner;
import org.etalon.torch.trial.TorchTrials;

/** Studies at work on this machine. */
final class Studies {
  private Studies() {}

  /** The engine as what trains trials. It reads every network and data set once. */
  static TrialRunner engine(DataFolders folders) throws IOException {
    return new TorchTrials(
        reference -> ModelReader.ofNetworks().read(reference),
        folders,
        new VersionProvider().getVersion()[0],
        host());
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return "unknown";
    }
  }

  /**
   * Works on a study of the store until it is done.
   *
   * @param engine what trains; see {@link #engine}
   * @return how many trials this process has trained
   * @throws org.etalon.graph.InputException if a trial cannot be run or the store fails; what is
   *     finished is kept
   */
  static int run(Study study, Store store, TrialRunner engine, int workers, PrintWriter err)
      throws InterruptedException {
    SweepProgress progress = new SweepProgress(err, study, workers);
    try {
      new StudyRun(study.name(), StudySearches.of(study), store, engine, workers, progress).run();
      return progress.done();
    } finally {
      progress.close();
    }
  }
}
