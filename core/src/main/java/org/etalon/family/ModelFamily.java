package org.etalon.family;

import java.util.List;
import org.etalon.graph.Graph;
import org.etalon.graph.InputException;

/** Networks that share a design and differ in the values of a few keys. */
public interface ModelFamily {
  /** The name in references: lower case, unique. */
  String id();

  /** What the networks are, in one sentence. */
  String description();

  /** A reference that can be copied. */
  String example();

  /** The settings, in the order in which canonical references give them. */
  List<Key> keys();

  /**
   * Builds the network.
   *
   * @param arguments a value for every key, each in its range
   * @throws InputException if values do not fit together or the network would be too large, naming
   *     the key
   */
  Graph build(Arguments arguments);
}
