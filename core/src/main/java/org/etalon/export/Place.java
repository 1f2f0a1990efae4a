package org.etalon.export;

import java.util.List;
import org.etalon.graph.Node;

/** Where a forward factor is applied, in terms of the module that hosts a node. */
public sealed interface Place {
  /** What a layer is given. */
  record Input(Node host) implements Place {}

  /** What a layer or normalisation yields; more than one where a branch ends in a sum. */
  record Output(List<Node> hosts) implements Place {
    /** Copies the list. */
    public Output {
      hosts = List.copyOf(hosts);
    }
  }

  /**
   * Some features of what a layer yields: the queries of a packed projection.
   *
   * @param host the layer
   * @param axis feature axis of its output; −1 for the last
   * @param ranges the features, ascending
   */
  record Part(Node host, int axis, List<Range> ranges) implements Place {
    /** Copies the list. */
    public Part {
      ranges = List.copyOf(ranges);
    }
  }

  /**
   * No place: no module's input or output is in proportion to the value.
   *
   * @param reason why, and at which node
   */
  record Nowhere(String reason) implements Place {}

  /**
   * Consecutive features.
   *
   * @param start the first, from 0
   * @param end one past the last
   */
  record Range(int start, int end) {}
}
