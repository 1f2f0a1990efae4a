package org.etalon.lab.study;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.etalon.graph.InputException;

/** What the words of a study file stand for outside the lab: networks, data, the engine's rules. */
public interface StudyWords {
  /**
   * The sizes that a family goes through.
   *
   * @param model reference of the family
   * @param key the key that varies
   * @param values its values
   * @param data what is trained on; inputs that the reference leaves open are fitted to it
   * @throws InputException if a network cannot be built
   */
  List<Size> family(String model, String key, List<String> values, String data);

  /**
   * A network as a size.
   *
   * @param label its name in the study; empty for the reference itself
   * @param value of what varies
   * @param model reference
   * @param data what is trained on
   * @throws InputException if the network cannot be read
   */
  Size model(Optional<String> label, OptionalDouble value, String model, String data);

  /**
   * Steps of one pass through the data.
   *
   * @throws InputException if the data cannot be read
   */
  long stepsPerEpoch(String data, int batch);

  /** The canonical name of an update rule with settings. */
  String optimizer(String text);

  /** The canonical name of a schedule. */
  String schedule(String text);

  /** The canonical name of a loss. */
  String loss(String text);

  /**
   * How a learning rate goes from the first size to each.
   *
   * @param sizes the networks
   * @param law identifier of a law, or {@code probe}
   * @param training how they are trained
   * @return a factor for each size; 1 for the first
   */
  List<Double> ratios(List<Size> sizes, String law, Training training);
}
