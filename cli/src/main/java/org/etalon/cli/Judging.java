package org.etalon.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.etalon.data.DataFolders;
import org.etalon.init.Initialisations;
import org.etalon.init.Readout;
import org.etalon.lab.judge.Judge;
import org.etalon.lab.judge.JudgeRequest;
import org.etalon.lab.store.Store;
import org.etalon.lab.study.Training;
import org.etalon.lab.sweep.Sweep;
import org.etalon.law.RateProbe;
import org.etalon.tensor.Network;
import org.etalon.torch.probe.FirstStep;

/** What a judgement needs of the outside: networks, probes, the engine. */
final class Judging {
  private Judging() {}

  /** A request whose networks are read by reference, each once. */
  static JudgeRequest request(Sweep sweep, Optional<RateProbe> probe) {
    Map<String, Network> read = new ConcurrentHashMap<>();
    return JudgeRequest.of(
        sweep, reference -> read.computeIfAbsent(reference, ModelReader.ofNetworks()::read), probe);
  }

  /** A probe with a study's data, start and optimizer. */
  static RateProbe probe(Training how, DataFolders folders, PrintWriter err) {
    return new ProbedRates(
        ProbeOptions.on(how.data(), folders),
        FirstStep.byId(how.optimizer().split(":", 2)[0]),
        Initialisations.byId(how.start().init()),
        Optional.of(Readout.byId(how.start().readout())),
        0,
        err);
  }

  /** Trains what a judgement still lacks. */
  static void train(Judge judge, Store store, WorkOptions work, PrintWriter err)
      throws IOException, InterruptedException {
    JudgeProgress progress = new JudgeProgress(err);
    try {
      judge.train(store, Studies.engine(work.folders()), work.workers(), progress);
    } finally {
      progress.close();
    }
  }
}
