package org.etalon.spark;

import java.io.Serializable;
import java.util.function.Function;
import org.etalon.lab.study.TrialRunner;
import org.etalon.tensor.Network;

/** Makes what trains, on an executor. */
@FunctionalInterface
interface TrialRunners extends Serializable {
  /**
   * A runner, safe from several threads at once.
   *
   * @param models reads a model by its reference
   */
  TrialRunner make(Function<String, Network> models);
}
