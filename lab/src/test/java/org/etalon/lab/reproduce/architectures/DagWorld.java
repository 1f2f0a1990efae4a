package org.etalon.lab.reproduce.architectures;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.etalon.document.DocumentReader;
import org.etalon.document.Value;
import org.etalon.family.ModelReference;
import org.etalon.lab.reproduce.Measured;
import org.etalon.lab.reproduce.Outcome;
import org.etalon.lab.reproduce.ReckoningBench;
import org.etalon.lab.store.Store;
import org.etalon.lab.study.Provenance;
import org.etalon.lab.study.Size;
import org.etalon.lab.study.Trial;
import org.etalon.lab.study.TrialResult;
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
    implements ReckoningBench {
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
}
