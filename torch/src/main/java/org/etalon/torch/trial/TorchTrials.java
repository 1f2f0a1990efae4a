package org.etalon.torch.trial;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.etalon.data.Augmentation;
import org.etalon.data.BatchOptions;
import org.etalon.data.Batches;
import org.etalon.data.DataFolders;
import org.etalon.data.DataReference;
import org.etalon.data.Dataset;
import org.etalon.data.Split;
import org.etalon.depth.DepthMeasure;
import org.etalon.init.Initialisations;
import org.etalon.init.Readout;
import org.etalon.lab.study.Provenance;
import org.etalon.lab.study.Trial;
import org.etalon.lab.study.TrialResult;
import org.etalon.lab.study.TrialRunner;
import org.etalon.law.Laws;
import org.etalon.law.Optimizer;
import org.etalon.plan.EpsilonPolicy;
import org.etalon.plan.Transfer;
import org.etalon.plan.TransferPlan;
import org.etalon.plan.TransferRequest;
import org.etalon.plan.WidthRule;
import org.etalon.tensor.Network;
import org.etalon.torch.Device;
import org.etalon.torch.LibTorch;
import org.etalon.torch.Precision;
import org.etalon.torch.model.Loss;
import org.etalon.torch.model.MemoryEstimate;
import org.etalon.torch.model.Model;
import org.etalon.torch.model.Start;
import org.etalon.torch.optim.Rates;
import org.etalon.torch.optim.Schedule;
import org.etalon.torch.optim.TensorRates;
import org.etalon.torch.optim.UpdateRules;
import org.etalon.torch.train.DivergenceRule;
import org.etalon.torch.train.Evaluation;
import org.etalon.torch.train.Fit;
import org.etalon.torch.train.Outcome;
import org.etalon.torch.train.Recipe;
import org.etalon.torch.train.StepListener;
import org.etalon.torch.train.Trainer;
import org.etalon.torch.train.TrainingResult;

/** Trains trials on libtorch, each on the thread that asks. Networks and data are read once. */
public final class TorchTrials implements TrialRunner {
  /** Pixels that images are padded with before a random crop, where a trial asks for it. */
  private static final int CROP_PADDING = 4;

  /** Examples at a time when held-out ones are evaluated. */
  private static final int EVALUATION_BATCH = 256;

  /** The split of data that draw one, as far as data have a seed of their own. */
  private static final long DATA_SEED = 0;

  private final Function<String, Network> models;
  private final DataFolders folders;
  private final Provenance provenance;
  private final Map<String, Network> networks = new ConcurrentHashMap<>();
  private final Map<String, Dataset> datasets = new ConcurrentHashMap<>();
  private final MemoryGate memory = new MemoryGate(MemoryEstimate.budget());

  /**
   * A runner.
   *
   * @param models reads a model by its reference
   * @param folders where data are looked for
   * @param etalon version of Etalon, for the results' provenance
   * @param host name of this machine, likewise
   * @throws org.etalon.graph.InputException if libtorch is missing
   */
  public TorchTrials(
      Function<String, Network> models, DataFolders folders, String etalon, String host) {
    LibTorch.load();
    this.models = models;
    this.folders = folders;
    this.provenance =
        new Provenance(
            etalon,
            "libtorch " + LibTorch.version(),
            Runtime.version().toString(),
            System.getProperty("os.name") + " " + System.getProperty("os.arch"),
            host);
  }

  /** The network of a reference. */
  public Network network(String reference) {
    return networks.computeIfAbsent(reference, models);
  }

  /** The data of a reference. */
  public Dataset dataset(String reference) {
    return datasets.computeIfAbsent(
        reference, text -> DataReference.parse(text).load(folders, DATA_SEED));
  }

  @Override
  public TrialResult run(Trial trial) throws InterruptedException {
    Fit fit = Fit.of(network(trial.model()), dataset(trial.data()));
    MemoryEstimate needed = memory(trial, fit);
    memory.enter(needed);
    try {
      return train(trial, fit);
    } finally {
      memory.leave(needed);
    }
  }

  private static MemoryEstimate memory(Trial trial, Fit fit) {
    MemoryEstimate training = fit.memory(trial.batch(), Precision.FLOAT32);
    return trial.evaluated()
        ? training.or(fit.evaluationMemory(EVALUATION_BATCH, Precision.FLOAT32))
        : training;
  }

  private TrialResult train(Trial trial, Fit fit) throws InterruptedException {
    long began = System.nanoTime();
    Optional<TransferPlan> plan = trial.transfer().map(from -> plan(trial, from));
    Start start = plan.map(Start::of).orElseGet(() -> start(trial, fit.network()));
    BatchOptions options = BatchOptions.training(trial.batch(), trial.seed());
    if (trial.augmented()) {
      options = options.with(new Augmentation(CROP_PADDING, true));
    }
    Batches batches = new Batches(fit.data(), Split.TRAIN, options);
    Recipe recipe =
        new Recipe(
            UpdateRules.byId(trial.optimizer()),
            plan.map(Rates::of).orElseGet(() -> oneRate(trial)),
            Schedule.byId(trial.schedule()),
            trial.steps(),
            Loss.byId(trial.loss()),
            DivergenceRule.STANDARD);
    try (Model model =
        fit.model(start, trial.seed(), Precision.FLOAT32, Device.CPU, trial.batch())) {
      TrainingResult trained =
          new Trainer(model, recipe).train(fit.feeds(batches), abandoning(trial));
      TrialResult.Outcome outcome = outcome(trained);
      Optional<Evaluation> held =
          trial.evaluated() && outcome == TrialResult.Outcome.FINISHED
              ? Optional.of(Evaluation.of(model, fit, Split.TEST, recipe.loss(), EVALUATION_BATCH))
              : Optional.empty();
      return new TrialResult(
          outcome,
          singles(trained.losses().toArray()),
          finite(held.map(Evaluation::loss)),
          finite(held.map(Evaluation::accuracy)),
          (System.nanoTime() - began) / 1e9,
          provenance);
    }
  }

  private static Start start(Trial trial, Network network) {
    return Start.of(
        network,
        Initialisations.byId(trial.start().init()),
        Optional.of(Readout.byId(trial.start().readout())));
  }

  private static Rates oneRate(Trial trial) {
    return Rates.same(
        new TensorRates(trial.learningRate(), trial.weightDecay(), TensorRates.EPSILON));
  }

  private TransferPlan plan(Trial trial, Trial.Transfer from) {
    return Transfer.plan(
        new TransferRequest(
            network(from.base()),
            network(trial.model()),
            trial.learningRate(),
            Optimizer.byId(UpdateRules.byId(trial.optimizer()).id()),
            Laws.byId(from.law(), from.exponent()),
            Optional.of(DepthMeasure.byId(from.measure())),
            Initialisations.byId(trial.start().init()),
            Optional.of(Readout.byId(trial.start().readout())),
            WidthRule.byId(from.width()),
            trial.weightDecay(),
            OptionalDouble.empty(),
            EpsilonPolicy.byId("code")));
  }

  /** Ends a run at its half when its mean loss so far is above the trial's bound. */
  private static StepListener abandoning(Trial trial) {
    if (trial.abandonAbove().isEmpty()) {
      return StepListener.NONE;
    }
    long half = Math.max(1, trial.steps() / 2);
    double[] sum = {0};
    return step -> {
      sum[0] += step.loss();
      return step.index() + 1 != half || sum[0] / half <= trial.abandonAbove().getAsDouble();
    };
  }

  private static TrialResult.Outcome outcome(TrainingResult trained) throws InterruptedException {
    if (trained.outcome() instanceof Outcome.Stopped stopped) {
      if (stopped.by() == Outcome.By.INTERRUPT) {
        throw new InterruptedException("training was interrupted");
      }
      return TrialResult.Outcome.ABANDONED;
    }
    return trained.hasDiverged() ? TrialResult.Outcome.DIVERGED : TrialResult.Outcome.FINISHED;
  }

  private static float[] singles(double[] losses) {
    float[] singles = new float[losses.length];
    for (int i = 0; i < singles.length; i++) {
      singles[i] = (float) losses[i];
    }
    return singles;
  }

  private static OptionalDouble finite(Optional<Double> value) {
    return value.isPresent() && Double.isFinite(value.get())
        ? OptionalDouble.of(value.get())
        : OptionalDouble.empty();
  }
}
