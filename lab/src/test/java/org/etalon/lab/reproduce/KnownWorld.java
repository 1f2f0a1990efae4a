package org.etalon.lab.reproduce;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.etalon.data.DataFolders;
import org.etalon.depth.DepthMeasure;
import org.etalon.document.Value;
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
 * A bench at which the optimum is known: η* = 0.3·size^p, the loss a parabola over log η, each seed
 * with noise of its own. A network trained by a plan has the narrowest one's optimum.
 */
final class KnownWorld implements Bench, TrialRunner, StudyWords {
  private static final double STEEPNESS = 0.2;
  private static final double NOISE = 0.01;

  private final double exponent;
  private final Store store;
  private int trained;

  KnownWorld(double exponent, Store store) {
    this.exponent = exponent;
    this.store = store;
  }

  /** Trials that were trained so far. */
  int trained() {
    return trained;
  }

  @Override
  public synchronized TrialResult run(Trial trial) {
    trained++;
    double size = Double.parseDouble(trial.model().replaceAll(".*=", ""));
    double optimum = 0.3 * Math.pow(trial.transfer().isPresent() ? 2 : size, exponent);
    double away = Math.log(trial.learningRate() / optimum);
    Random random = new Random(trial.key().hashCode() + trial.seed());
    float loss = (float) (1 + STEEPNESS * away * away + NOISE * random.nextGaussian());
    return new TrialResult(
        TrialResult.Outcome.FINISHED,
        new float[] {loss},
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        6,
        new Provenance("etalon 1", "engine 1", "17", "system", "host"));
  }

  // --- words -------------------------------------------------------------------------------------

  @Override
  public List<Size> family(String model, String key, List<String> values, String data) {
    List<Size> sizes = new ArrayList<>();
    for (String value : values) {
      double number = Double.parseDouble(value);
      sizes.add(
          new Size(
              key + "=" + value,
              OptionalDouble.of(number),
              model + ":" + key + "=" + value,
              "",
              Map.of(DepthMeasure.UPDATE_UNITS, number, DepthMeasure.LAYERS, number * number),
              OptionalDouble.empty()));
    }
    return sizes;
  }

  @Override
  public Size model(Optional<String> label, OptionalDouble value, String model, String data) {
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

  // --- bench -------------------------------------------------------------------------------------

  @Override
  public Scale scale() {
    return Scale.SMALL;
  }

  @Override
  public DataFolders folders() {
    return new DataFolders(List.of());
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

  @Override
  public Store store() {
    return store;
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
  public Network network(String reference) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<RateProbe> probe(Training how) {
    return Optional.empty();
  }
}
