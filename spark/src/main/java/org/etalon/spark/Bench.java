package org.etalon.spark;

import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.broadcast.Broadcast;
import org.etalon.graph.InputException;
import org.etalon.lab.study.Trial;
import org.etalon.lab.study.TrialResult;
import org.etalon.lab.study.TrialRunner;
import org.etalon.model.ModelReader;
import org.etalon.tensor.Network;
import org.jspecify.annotations.Nullable;

/**
 * What the tasks of one application share on an executor: one engine, which lets as many trials in
 * as its memory holds, and the networks and data that it has read. It is broadcast without them,
 * and an executor's copy makes them when the first trial comes.
 */
final class Bench implements Serializable {
  private static final long serialVersionUID = 1L;

  private final TrialRunners runners;
  private transient @Nullable TrialRunner runner;
  private transient @Nullable Map<String, ModelFile> files;

  /** A bench on which trials are run by what is made there. */
  Bench(TrialRunners runners) {
    this.runners = runners;
  }

  /**
   * Trains a trial.
   *
   * @param shipped contents of the model files that the driver has, by reference
   * @throws InputException if it cannot be trained here
   * @throws org.etalon.torch.MissingNativesException if there is no libtorch here
   */
  TrialResult run(Trial trial, Map<String, Broadcast<ModelFile>> shipped)
      throws InterruptedException {
    Map<String, ModelFile> here = files();
    shipped.forEach((reference, file) -> here.computeIfAbsent(reference, name -> file.value()));
    if (!trial.modelDigest().isEmpty() && here.containsKey(trial.model())) {
      here.get(trial.model()).require(trial.model(), trial.modelDigest());
    }
    return runner().run(trial);
  }

  private synchronized Map<String, ModelFile> files() {
    if (files == null) {
      files = new ConcurrentHashMap<>();
    }
    return files;
  }

  private synchronized TrialRunner runner() {
    if (runner == null) {
      runner = runners.make(this::network);
    }
    return runner;
  }

  private Network network(String reference) {
    ModelFile file = files().get(reference);
    return file == null ? ModelReader.ofNetworks().read(reference) : file.read(reference);
  }
}
