package org.etalon.lab.reproduce;

import java.util.Optional;
import org.etalon.data.DataFolders;
import org.etalon.document.Value;
import org.etalon.lab.run.StudyListener;
import org.etalon.lab.store.Store;
import org.etalon.lab.study.Study;
import org.etalon.lab.study.Training;
import org.etalon.lab.study.TrialRunner;
import org.etalon.lab.sweep.Sweep;
import org.etalon.law.RateProbe;
import org.etalon.tensor.Network;

/** What experiments work with. */
public interface Bench {
  /** How much is spent. */
  Scale scale();

  /** Where data are looked for. */
  DataFolders folders();

  /**
   * A study.
   *
   * @param name of it in the store
   * @param keys of a study file and nothing else
   * @throws org.etalon.graph.InputException if it is malformed
   */
  Study study(String name, Value.Mapping keys);

  /** Trains what the store lacks of a study; what was found. */
  Sweep sweep(Study study) throws InterruptedException;

  /** Where trials are kept. */
  Store store();

  /** What trains. */
  TrialRunner runner();

  /** Trials at a time. */
  int workers();

  /** Who watches trials that an experiment runs by itself. */
  StudyListener listener(String study);

  /** A network by its reference. */
  Network network(String reference);

  /** A probe with a study's data, start and optimizer; empty for one that laws do not know. */
  Optional<RateProbe> probe(Training how);
}
