package org.etalon.lab.reproduce;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import org.etalon.depth.DepthMeasure;
import org.etalon.lab.store.Store;
import org.etalon.lab.study.Provenance;
import org.etalon.lab.study.Size;
import org.etalon.lab.study.Trial;
import org.etalon.lab.study.TrialResult;

/**
 * A bench at which the optimum is known: η* = 0.3·size^p, the loss a parabola over log η, each seed
 * with noise of its own. A network trained by a plan has the narrowest one's optimum.
 */
final class KnownWorld implements ReckoningBench {
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
  public Store store() {
    return store;
  }
}
