package org.etalon.torch.probe;

import java.util.List;

/** A measurement on an initialised network that gives a learning rate of its own. */
public interface Probe {
  /** The name users give it. */
  String id();

  /** The learning rate as a formula. */
  String equation();

  /** Where it comes from. */
  String source();

  /**
   * Measures one network.
   *
   * @throws org.etalon.graph.InputException if the probe means nothing for it
   */
  Measurement measure(StartingPoint at);

  /** What the user should know whenever this probe is asked with this optimiser. */
  default List<String> cautions(FirstStep rule) {
    return List.of();
  }
}
