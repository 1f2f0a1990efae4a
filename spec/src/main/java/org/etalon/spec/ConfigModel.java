package org.etalon.spec;

import java.util.List;
import org.etalon.graph.Graph;

/** A model type of transformers: how its configs become graphs. */
interface ConfigModel {
  /** The value of {@code model_type}. */
  String type();

  /** The classes it can be built as; the first where a config names none. */
  List<String> architectures();

  /** The fields that shape the network, with transformers' defaults. */
  List<ConfigKey> keys();

  /**
   * Builds the network, with the parameter names and shapes of transformers' PyTorch model.
   *
   * @param config the fields
   * @param architecture one of {@link #architectures}
   * @throws org.etalon.graph.InputException if fields are out of range or contradict each other
   */
  Graph build(Config config, String architecture);
}
