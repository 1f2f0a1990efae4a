package org.etalon.torch.check;

import java.util.List;
import org.etalon.graph.Node;

/**
 * A representation of one network whose coordinates are measured.
 *
 * @param name the same in all networks of a check
 * @param kind what it is
 * @param nodes the values that make it up: one, or several whose root mean square is taken
 * @param weight the weight tensor that feeds it; empty for several values
 */
record Watched(String name, Kind kind, List<Node> nodes, String weight) {
  /** What a representation is. */
  enum Kind {
    /** The output of a layer, before the activation. */
    LAYER("layer"),
    /** The residual stream after a merge. */
    STREAM("stream"),
    /** Scaled products of queries and keys. */
    ATTENTION("attention"),
    /** All representations together, as AM-μP's budget has them. */
    MEAN("mean"),
    /** The network's output. */
    LOGITS("logits");

    private final String id;

    Kind(String id) {
      this.id = id;
    }

    /** The name in documents. */
    String id() {
      return id;
    }
  }

  /** Copies the list. */
  Watched {
    nodes = List.copyOf(nodes);
  }

  /** One value. */
  static Watched of(String name, Kind kind, Node node, String weight) {
    return new Watched(name, kind, List.of(node), weight);
  }
}
