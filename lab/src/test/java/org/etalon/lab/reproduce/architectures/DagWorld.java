package org.etalon.lab.reproduce.architectures;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.etalon.data.DataFolders;
import org.etalon.document.DocumentReader;
import org.etalon.document.Value;
import org.etalon.family.ModelReference;
import org.etalon.lab.reproduce.Bench;
import org.etalon.lab.reproduce.Measured;
import org.etalon.lab.reproduce.Outcome;
import org.etalon.lab.reproduce.Scale;
import org.etalon.lab.run.StudyListener;
import org.etalon.lab.run.StudyRun;
import org.etalon.lab.run.StudySearches;
import org.etalon.lab.store.Store;
import org.etalon.lab.study.Provenance;
import org.etalon.lab.study.Size;
import org.etalon.lab.study.Study;
import org.etalon.lab.study.StudyReader;
import org.etalon.lab.study.StudyWords;
import org.etalon.lab.study.StudyWriter;
import org.etalon.lab.study.Training;
import org.etalon.lab.study.Trial;
import org.etalon.lab.study.TrialResult;
import org.etalon.lab.study.TrialRunner;
import org.etalon.lab.sweep.Sweep;
import org.etalon.law.RateProbe;
import org.etalon.tensor.Network;

/**
 * A bench at which the optimum of every network is known: the loss is a parabola over log η, each
 * seed with noise of its own, and accuracy falls with the loss.
 *
 * @param optimum of a trial
 * @param floor least loss of a trial
 * @param noise of a run's loss
 */
record DagWorld(
    ToDoubleFunction<Trial> optimum, ToDoubleFunction<Trial> floor, double noise, Store store)
    implements Bench, TrialRunner, StudyWords {
  private static final double STEEPNESS = 0.1;

  /** The rate that the law of paths in the cell carries from a base whose optimum is 0.5. */
  static double byPaths(String model, String base) {
    Size from = size(base);
    return PathCount.CELL.carry(0.5, from, size(model));
  }

  static Size size(String model) {
    return new Size(model, OptionalDouble.empty(), model, "", Map.of(), OptionalDouble.empty());
  }

  static Value.Mapping keys(String text) {
    return (Value.Mapping) DocumentReader.parse(text, false);
  }

  static Measured measured(Outcome outcome, String quantity) {
    return outcome.measured().stream()
        .filter(one -> one.quantity().equals(quantity))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public TrialResult run(Trial trial) {
    double away = Math.log(trial.learningRate() / optimum.applyAsDouble(trial));
    Random random = new Random(31L * trial.model().hashCode() + trial.seed());
    random.nextGaussian();
    float loss =
        (float)
            (floor.applyAsDouble(trial) + STEEPNESS * away * away + noise * random.nextGaussian());
    return new TrialResult(
        TrialResult.Outcome.FINISHED,
        new float[] {loss},
        OptionalDouble.of(loss),
        OptionalDouble.of(Math.exp(-loss)),
        1,
        new Provenance("etalon 1", "engine 1", "17", "system", "host"));
  }

  @Override
  public Size model(Optional<String> label, OptionalDouble value, String model, String data) {
    Map<org.etalon.depth.DepthMeasure, Double> none = new LinkedHashMap<>();
    return new Size(label.orElse(model), value, model, "", none, OptionalDouble.empty());
  }

  @Override
  public Network network(String reference) {
    return ModelReference.parse(reference).network();
  }

  @Override
  public Study study(String name, Value.Mapping keys) {
    return StudyReader.read(keys, name, this);
  }

  @Override
  public Sweep sweep(Study study) throws InterruptedException {
    store.keepStudy(study.name(), StudyWriter.write(study));
    var unused =
        new StudyRun(study.name(), StudySearches.of(study), store, this, 1, StudyListener.NONE)
            .run();
    return Sweep.of(study, store, study.search().confidence());
  }

  // --- the rest ----------------------------------------------------------------------------------

  @Override
  public Scale scale() {
    return Scale.SMALL;
  }

  @Override
  public DataFolders folders() {
    return new DataFolders(List.of());
  }

  @Override
  public TrialRunner runner() {
    return this;
  }

  @Override
  public int workers() {
    return 1;
  }

  @Override
  public StudyListener listener(String study) {
    return StudyListener.NONE;
  }

  @Override
  public Optional<RateProbe> probe(Training how) {
    return Optional.empty();
  }

  @Override
  public List<Size> family(String model, String key, List<String> values, String data) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long stepsPerEpoch(String data, int batch) {
    return 10;
  }

  @Override
  public String optimizer(String text) {
    return text;
  }

  @Override
  public String schedule(String text) {
    return text;
  }

  @Override
  public String loss(String text) {
    return text;
  }

  @Override
  public List<Double> ratios(List<Size> sizes, String law, Training training) {
    throw new UnsupportedOperationException();
  }
}
