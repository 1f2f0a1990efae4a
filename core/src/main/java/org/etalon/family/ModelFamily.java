package org.etalon.family;

import org.etalon.graph.Graph;
import org.etalon.graph.InputException;

/** Networks that share a design and differ in the values of a few keys. */
public interface ModelFamily extends Keyed {
  /**
   * Builds the network.
   *
   * @param arguments a value for every key, each in its range
   * @throws InputException if values do not fit together or the network would be too large, naming
   *     the key
   */
  Graph build(Arguments arguments);
}
