package org.etalon.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.etalon.data.DataFolders;
import org.etalon.init.Initialisations;
import org.etalon.init.Readout;
import org.etalon.lab.judge.Judge;
import org.etalon.lab.judge.JudgeRequest;
import org.etalon.lab.run.Workplace;
import org.etalon.lab.store.Store;
import org.etalon.lab.study.Training;
import org.etalon.lab.sweep.Sweep;
import org.etalon.law.RateProbe;
import org.etalon.model.ModelReader;
import org.etalon.tensor.Network;
import org.etalon.torch.probe.FirstStep;

/** What a judgement needs of the outside: networks, probes, the engine. */
final class Judging {
  private Judging() {}

  /** Networks by reference, each read once. */
  static Function<String, Network> networks() {
    Map<String, Network> read = new ConcurrentHashMap<>();
    return reference -> read.computeIfAbsent(reference, ModelReader.ofNetworks()::read);
  }

  /** A request whose networks are read by reference. */
  static JudgeRequest request(Sweep sweep, Optional<RateProbe> probe) {
    return JudgeRequest.of(sweep, networks(), probe);
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
  static void train(Judge judge, Store store, Workplace place, PrintWriter err)
      throws InterruptedException {
    JudgeProgress progress = new JudgeProgress(err);
    try {
      judge.train(store, place, progress);
    } finally {
      progress.close();
    }
  }
}
