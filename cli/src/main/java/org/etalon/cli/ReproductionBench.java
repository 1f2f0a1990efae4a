package org.etalon.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.etalon.data.DataFolders;
import org.etalon.document.Value;
import org.etalon.lab.reproduce.Bench;
import org.etalon.lab.reproduce.Experiment;
import org.etalon.lab.reproduce.ExponentExperiment;
import org.etalon.lab.reproduce.Scale;
import org.etalon.lab.reproduce.TransferExperiment;
import org.etalon.lab.reproduce.WidthExperiment;
import org.etalon.lab.reproduce.architectures.DagRatesExperiment;
import org.etalon.lab.reproduce.architectures.InitialisationExperiment;
import org.etalon.lab.reproduce.architectures.RerankingExperiment;
import org.etalon.lab.run.StudyListener;
import org.etalon.lab.store.Store;
import org.etalon.lab.study.Study;
import org.etalon.lab.study.StudyReader;
import org.etalon.lab.study.StudyWriter;
import org.etalon.lab.study.Training;
import org.etalon.lab.study.TrialRunner;
import org.etalon.lab.sweep.Sweep;
import org.etalon.law.RateProbe;
import org.etalon.tensor.Network;
import org.etalon.torch.trial.TorchForwardVariance;

/** Where experiments are run: on the engine, on this machine. */
final class ReproductionBench implements Bench {
  private final Scale scale;
  private final Store store;
  private final TrainingOptions options;
  private final PrintWriter err;
  private final TrialRunner engine;
  private final Function<String, Network> networks = Judging.networks();

  ReproductionBench(Scale scale, Store store, TrainingOptions options, PrintWriter err)
      throws IOException {
    this.scale = scale;
    this.store = store;
    this.options = options;
    this.err = err;
    this.engine = Studies.engine(options.folders());
  }

  /** Every kind of experiment that presets may name. */
  static List<Experiment> experiments() {
    return List.of(
        new ExponentExperiment(),
        new WidthExperiment(),
        new TransferExperiment(),
        new ProbeExperiment(),
        new DagRatesExperiment(),
        new InitialisationExperiment(new TorchForwardVariance()),
        new RerankingExperiment());
  }

  @Override
  public Scale scale() {
    return scale;
  }

  @Override
  public DataFolders folders() {
    return options.folders();
  }

  @Override
  public Study study(String name, Value.Mapping keys) {
    // Pages say which network was trained; a note for each would drown the progress.
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    return StudyReader.read(keys, name, new NetworkWords(folders(), nowhere));
  }

  @Override
  public Sweep sweep(Study study) throws InterruptedException {
    store.keepStudy(study.name(), StudyWriter.write(study));
    var unused = Studies.run(study, store, engine, workers(), err);
    return Sweep.of(study, store, study.search().confidence());
  }

  @Override
  public Store store() {
    return store;
  }

  @Override
  public TrialRunner runner() {
    return engine;
  }

  @Override
  public int workers() {
    return options.work().workers();
  }

  @Override
  public StudyListener listener(String study) {
    return new JudgeProgress(err);
  }

  @Override
  public Network network(String reference) {
    return networks.apply(reference);
  }

  @Override
  public Optional<RateProbe> probe(Training how) {
    return Optional.of(Judging.probe(how, folders(), new PrintWriter(Writer.nullWriter())));
  }
}
