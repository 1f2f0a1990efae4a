package org.etalon.lab.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.LongStream;
import org.etalon.depth.DepthMeasure;
import org.etalon.family.ModelReference;
import org.etalon.lab.drawing.NetworkDrawing;
import org.etalon.lab.fit.Interval;
import org.etalon.lab.fit.Observation;
import org.etalon.lab.fit.Optimum;
import org.etalon.lab.judge.Judgement;
import org.etalon.lab.judge.Judgement.Regret;
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
import org.etalon.lab.study.Trial;
import org.etalon.lab.study.TrialResult;
import org.etalon.lab.study.Trials;
import org.etalon.lab.sweep.SizeRuns;
import org.etalon.lab.sweep.Sweep;
import org.etalon.tensor.Network;

/**
 * A study whose optimum is known: 2/units^1.5, losses a parabola in log η about it with noise of
 * the seed, diverging above four times the optimum.
 */
final class Example {
  static final double CONFIDENCE = 0.9;

  private Example() {}

  /** A study of plain or residual networks. */
  static Study study(String name, String family, String key, List<Integer> values, int seeds) {
    return study(name, family, key, values, seeds, new RateGrid(1e-3, 1, 19));
  }

  static Study study(
      String name, String family, String key, List<Integer> values, int seeds, RateGrid grid) {
    List<Size> sizes = values.stream().map(value -> size(family, key, value)).toList();
    return new Study(
        name,
        Optional.of(key),
        sizes,
        Trials.training(120),
        new SearchPlan(
            SearchPlan.Kind.GRID,
            grid,
            LongStream.rangeClosed(1, seeds).boxed().toList(),
            CONFIDENCE,
            0.2,
            OptionalLong.empty()),
        Score.MEAN_TRAINING_LOSS);
  }

  private static Size size(String family, String key, int value) {
    String model = family + (family.contains(":") ? "," : ":") + key + "=" + value;
    return new Size(
        key + "=" + value,
        OptionalDouble.of(value),
        model,
        "",
        network(model).depths().asNumbers(),
        OptionalDouble.empty());
  }

  static Network network(String model) {
    return ModelReference.parse(model).network();
  }

  /** A store in which a study is finished. */
  static Store store(Path folder, Study study) {
    Store store = Store.open(new StoreAddress(folder.resolve("example.db").toString()));
    fill(store, study);
    return store;
  }

  static void fill(Store store, Study study) {
    store.keepStudy(study.name(), StudyWriter.write(study));
    Owner owner = Owner.ofThisProcess();
    for (Size size : study.sizes()) {
      List<Store.StudyTrial> trials = new ArrayList<>();
      for (int i = 0; i < study.search().grid().count(); i++) {
        for (long seed : study.search().seeds()) {
          double rate = study.search().grid().rate(i);
          Trial trial =
              study.training().trial(size, rate, seed, OptionalDouble.empty(), study.score());
          trials.add(new Store.StudyTrial(size.label(), trial));
        }
      }
      store.ask(study.name(), trials);
      trials.forEach(one -> store.finish(one.trial(), result(size, one.trial()), owner));
    }
  }

  /** What a finished study has found, without a store. */
  static Sweep sweep(Study study) {
    List<SizeRuns> sizes = new ArrayList<>();
    for (Size size : study.sizes()) {
      List<Observation> runs = new ArrayList<>();
      for (int i = 0; i < study.search().grid().count(); i++) {
        for (long seed : study.search().seeds()) {
          double rate = study.search().grid().rate(i);
          TrialResult result =
              result(
                  size,
                  study.training().trial(size, rate, seed, OptionalDouble.empty(), study.score()));
          OptionalDouble score = study.score().of(result);
          runs.add(
              score.isPresent()
                  ? Observation.finished(rate, seed, score.getAsDouble(), result.steps())
                  : Observation.diverged(rate, seed, result.steps()));
        }
      }
      sizes.add(SizeRuns.of(size, runs, CONFIDENCE));
    }
    return new Sweep(
        study.name(), Optional.of(study), study.varied(), study.score().id(), CONFIDENCE, sizes, 0);
  }

  /** The optimum of a size. */
  static double optimum(Size size) {
    return 2 * Math.pow(size.depth(DepthMeasure.UPDATE_UNITS).orElse(1), -1.5);
  }

  private static TrialResult result(Size size, Trial trial) {
    double best = optimum(size);
    Random random = new Random(trial.seed() * 7919 + Double.hashCode(trial.learningRate()));
    double away = Math.log(trial.learningRate() / best);
    boolean diverges = away > Math.log(4);
    float[] losses = new float[diverges ? 30 : (int) trial.steps()];
    double end = 0.25 + 0.09 * away * away + 0.03 * random.nextGaussian();
    for (int i = 0; i < losses.length; i++) {
      double decay = Math.exp(-i / (20.0 + 15 * Math.abs(away)));
      double loss = end + (2.3 - end) * decay + 0.05 * random.nextGaussian();
      losses[i] = (float) (diverges ? 2.3 * Math.exp(0.2 * i) : Math.max(0.02, loss));
    }
    return new TrialResult(
        diverges ? TrialResult.Outcome.DIVERGED : TrialResult.Outcome.FINISHED,
        losses,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        0.8,
        new Provenance("0.1.0", "libtorch 2.10.0", "17.0.12", "Linux amd64", "example-host"));
  }

  /** A judgement by made-up numbers, one of every kind of regret. */
  static Judgement judgement(Sweep sweep) {
    SizeRuns base = sweep.sizes().get(0);
    Optimum tuned = base.optimum().orElseThrow();
    List<Judgement.Target> targets = new ArrayList<>();
    for (SizeRuns target : sweep.sizes().subList(1, sweep.sizes().size())) {
      Optimum own = target.optimum().orElseThrow();
      double law = optimum(target.size()) / optimum(base.size()) * tuned.learningRate();
      double error = Math.log(law / own.learningRate());
      targets.add(
          new Judgement.Target(
              target.size(),
              Optional.of(own),
              List.of(
                  new Judgement.Prediction(
                      "am-mup",
                      Optional.empty(),
                      OptionalDouble.of(law),
                      OptionalDouble.of(error),
                      Optional.of(new Interval(error - 0.2, error + 0.2, CONFIDENCE)),
                      new Regret.Measured(
                          0.004, Optional.of(new Interval(-0.01, 0.018, CONFIDENCE)), 5, true)),
                  new Judgement.Prediction(
                      "am-mup",
                      Optional.of(DepthMeasure.MINIMAL_PATH),
                      OptionalDouble.of(law * 1.2),
                      OptionalDouble.of(error + Math.log(1.2)),
                      Optional.empty(),
                      new Regret.Measured(0.011, Optional.empty(), 2, false)),
                  new Judgement.Prediction(
                      "constant",
                      Optional.empty(),
                      OptionalDouble.of(tuned.learningRate()),
                      OptionalDouble.of(Math.log(tuned.learningRate() / own.learningRate())),
                      Optional.empty(),
                      new Regret.Diverges(4, 5)),
                  new Judgement.Prediction(
                      "completep",
                      Optional.empty(),
                      OptionalDouble.empty(),
                      OptionalDouble.empty(),
                      Optional.empty(),
                      new Regret.Unknown("a plan of this law was not trained"))),
              target.size().label()
                  + ": use "
                  + Shown.number(own.learningRate())
                  + "; am-mup would have cost +0.004, constant diverges."));
    }
    return new Judgement(
        sweep.name(),
        base.size(),
        tuned,
        sweep.score(),
        CONFIDENCE,
        targets,
        List.of("Regret within its interval of zero cannot be told from none."));
  }

  private static NetworkPicture picture(Size size) {
    NetworkDrawing drawing = NetworkDrawing.of(network(size.model()));
    return new NetworkPicture(
        size.label(), size.model(), Optional.of(drawing.svg()), drawing.text());
  }

  /** All that a report can have. */
  static Report report(Study study, Store store) {
    Sweep sweep = Sweep.of(study, store, CONFIDENCE);
    return new Report(
        sweep,
        Optional.of(judgement(sweep)),
        LossCurves.read(sweep, store),
        sweep.sizes().stream().map(size -> picture(size.size())).toList(),
        Optional.of(Origin.read(sweep, study, store)),
        List.of("etalon sweep study.json --store example.db"));
  }
}
