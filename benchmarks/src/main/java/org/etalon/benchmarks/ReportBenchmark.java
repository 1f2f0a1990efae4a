package org.etalon.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.etalon.depth.DepthMeasure;
import org.etalon.family.ModelReference;
import org.etalon.lab.drawing.NetworkDrawing;
import org.etalon.lab.report.LossCurves;
import org.etalon.lab.report.NetworkPicture;
import org.etalon.lab.report.Origin;
import org.etalon.lab.report.Page;
import org.etalon.lab.report.Report;
import org.etalon.lab.search.RateGrid;
import org.etalon.lab.store.Owner;
import org.etalon.lab.store.Store;
import org.etalon.lab.store.StoreAddress;
import org.etalon.lab.study.Provenance;
import org.etalon.lab.study.Score;
import org.etalon.lab.study.SearchPlan;
import org.etalon.lab.study.Size;
import org.etalon.lab.study.Study;
import org.etalon.lab.study.StudyWriter;
import org.etalon.lab.study.Training;
import org.etalon.lab.study.Trial;
import org.etalon.lab.study.TrialResult;
import org.etalon.lab.sweep.Sweep;
import org.etalon.tensor.Network;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The page of a study of 10,000 trials: ten residual networks, 50 learning rates, 20 seeds, 500
 * steps each, in a store of SQLite. Each measurement is the first of its process, as a user waits
 * for it, without the start of Java and of the command line.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(3)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class ReportBenchmark {
  private static final int[] BLOCKS = {1, 2, 3, 4, 6, 8, 12, 16, 24, 32};
  private static final int SEEDS = 20;
  private static final int STEPS = 500;

  private Path folder = Path.of("");
  private int bytes;

  /** Fills the store. */
  @Setup
  public void fill() throws IOException {
    folder = Files.createTempDirectory("report");
    Study study = study();
    Owner owner = Owner.ofThisProcess();
    try (Store store = open()) {
      store.keepStudy(study.name(), StudyWriter.write(study));
      for (Size size : study.sizes()) {
        List<Store.StudyTrial> trials = new ArrayList<>();
        for (int i = 0; i < study.search().grid().count(); i++) {
          for (long seed : study.search().seeds()) {
            Trial trial =
                study
                    .training()
                    .trial(
                        size,
                        study.search().grid().rate(i),
                        seed,
                        OptionalDouble.empty(),
                        study.score());
            trials.add(new Store.StudyTrial(size.label(), trial));
          }
        }
        store.ask(study.name(), trials);
        trials.forEach(one -> store.finish(one.trial(), result(size, one.trial()), owner));
      }
    }
  }

  private Store open() {
    return Store.open(new StoreAddress(folder.resolve("etalon.db").toString()));
  }

  private static Study study() {
    List<Size> sizes = new ArrayList<>();
    for (int blocks : BLOCKS) {
      String model = "resnet:width=8,blocks=" + blocks;
      Network network = ModelReference.parse(model).network();
      sizes.add(
          new Size(
              "blocks=" + blocks,
              OptionalDouble.of(blocks),
              model,
              "",
              network.depths().asNumbers(),
              OptionalDouble.empty()));
    }
    Training training =
        new Training(
            new Trial.Start("he", "he"),
            Optional.empty(),
            "sgd",
            0,
            "constant",
            "digits",
            false,
            64,
            STEPS,
            "cross-entropy");
    SearchPlan search =
        new SearchPlan(
            SearchPlan.Kind.GRID,
            new RateGrid(1e-3, 1, 50),
            LongStream.rangeClosed(1, SEEDS).boxed().toList(),
            0.9,
            0.2,
            OptionalLong.empty());
    return new Study(
        "large", Optional.of("blocks"), sizes, training, search, Score.MEAN_TRAINING_LOSS);
  }

  private static TrialResult result(Size size, Trial trial) {
    double optimum = 2 * Math.pow(size.depth(DepthMeasure.UPDATE_UNITS).orElse(1), -1.5);
    double away = Math.log(trial.learningRate() / optimum);
    boolean diverges = away > 1.5;
    Random random = new Random(trial.seed() + Double.hashCode(trial.learningRate()));
    float[] losses = new float[diverges ? 40 : STEPS];
    for (int i = 0; i < losses.length; i++) {
      double level = 0.3 + 0.1 * away * away + 2 * Math.exp(-i / 50.0);
      losses[i] = (float) (level + 0.05 * random.nextGaussian());
    }
    return new TrialResult(
        diverges ? TrialResult.Outcome.DIVERGED : TrialResult.Outcome.FINISHED,
        losses,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        1,
        new Provenance("0", "none", "17", "test", "localhost"));
  }

  /** From the store to the bytes of the page. */
  @Benchmark
  public int page() {
    Study study = study();
    try (Store store = open()) {
      Sweep sweep = Sweep.of(study, store, 0.9);
      List<NetworkPicture> pictures = new ArrayList<>();
      for (Size size : study.sizes()) {
        NetworkDrawing drawing = NetworkDrawing.of(ModelReference.parse(size.model()).network());
        pictures.add(
            new NetworkPicture(
                size.label(), size.model(), Optional.of(drawing.svg()), drawing.text()));
      }
      Report report =
          new Report(
              sweep,
              Optional.empty(),
              LossCurves.read(sweep, store),
              pictures,
              Optional.of(Origin.read(sweep, study, store)),
              List.of());
      bytes = Page.of(report).getBytes(StandardCharsets.UTF_8).length;
      return bytes;
    }
  }

  /** Tells the page's size. */
  @TearDown
  public void tell() throws IOException {
    System.out.printf("%nthe page has %.2f MB%n", bytes / 1e6);
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
