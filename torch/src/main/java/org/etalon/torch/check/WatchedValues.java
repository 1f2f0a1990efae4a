package org.etalon.torch.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.etalon.depth.PathGraph;
import org.etalon.depth.Representations;
import org.etalon.depth.ResidualBlocks;
import org.etalon.graph.Graph;
import org.etalon.graph.Join;
import org.etalon.graph.Node;
import org.etalon.graph.Pointwise;
import org.etalon.tensor.Network;
import org.etalon.tensor.Tensor;
import org.etalon.tensor.Use;

/**
 * Chooses what is measured of a network.
 *
 * <p>Where widths vary, networks are alike node for node: every layer's output, the stream after
 * every merge, scaled attention products and the logits. Where depth varies, what is at the same
 * share of it: the first representation, the middle one, the last one, all of them together, and
 * the logits.
 */
final class WatchedValues {
  private final Network network;
  private final PathGraph paths;
  private final Map<Node, String> weights = new HashMap<>();

  private WatchedValues(Network network) {
    this.network = network;
    this.paths = network.paths();
    for (Tensor tensor : network.tensors()) {
      for (Use use : tensor.uses()) {
        if (use.role().isWeight()) {
          weights.putIfAbsent(use.node(), tensor.name());
        }
      }
    }
  }

  /** What is measured of a network, in the order of computation. */
  static List<Watched> of(Network network, Variation.Axis axis) {
    WatchedValues values = new WatchedValues(network);
    return axis == Variation.Axis.WIDTH ? values.everywhere() : values.atShares();
  }

  private List<Watched> everywhere() {
    Graph graph = network.graph();
    List<Watched> watched = new ArrayList<>();
    for (int i = 0; i < paths.size(); i++) {
      Node node = paths.node(i);
      if (node == graph.output()) {
        continue;
      }
      if (paths.isLayer(i)) {
        watched.add(Watched.of(node.name(), Watched.Kind.LAYER, node, feeding(i)));
      } else if (paths.isMerge(i)) {
        watched.add(Watched.of(node.name(), Watched.Kind.STREAM, node, feeding(i)));
      } else if (isScaledProduct(node)) {
        watched.add(Watched.of(node.name(), Watched.Kind.ATTENTION, node, feeding(i)));
      }
    }
    watched.add(logits());
    return watched;
  }

  /** The product of queries and keys after its scale: what a plan's attention factor is in. */
  private static boolean isScaledProduct(Node node) {
    return !(node.operation() instanceof Pointwise.Softmax)
        && node.operands().stream()
            .anyMatch(
                operand ->
                    operand.operation() instanceof Join.MatrixProduct
                        && operand.operands().stream()
                            .allMatch(side -> side.carries() == Graph.Carries.ACTIVATIONS)
                        && node.operation() instanceof Join.Multiply);
  }

  private List<Watched> atShares() {
    List<Node> all = Representations.of(paths).nodes();
    int count = all.size();
    List<Watched> watched = new ArrayList<>();
    if (count > 0) {
      watched.add(at("first representation", all.get(0)));
      if (count > 2) {
        watched.add(at("middle representation", all.get((count - 1) / 2)));
      }
      if (count > 1) {
        watched.add(at("last representation", all.get(count - 1)));
      }
      watched.add(new Watched("all representations", Watched.Kind.MEAN, all, ""));
    }
    watched.add(logits());
    return watched;
  }

  private Watched at(String name, Node node) {
    int i = paths.position(node);
    Watched.Kind kind = paths.isMerge(i) ? Watched.Kind.STREAM : Watched.Kind.LAYER;
    return Watched.of(name, kind, node, feeding(i));
  }

  private Watched logits() {
    Node output = network.graph().output();
    return Watched.of("logits", Watched.Kind.LOGITS, output, feeding(paths.position(output)));
  }

  /** The weight of the layer that a value comes from; of a merge, of its branch's last layer. */
  private String feeding(int i) {
    if (paths.isMerge(i)) {
      ResidualBlocks blocks = network.blocks();
      for (int m = 0; m < blocks.count(); m++) {
        if (blocks.merge(m) == i) {
          for (ResidualBlocks.Branch branch : blocks.branches(m)) {
            if (!branch.shortcut() && !branch.lastLayers().isEmpty()) {
              return weight(branch.lastLayers().get(0));
            }
          }
        }
      }
    }
    Node at = paths.node(i);
    while (!network.graph().isLayer(at)) {
      List<Node> before = network.graph().carriers(at);
      if (before.isEmpty()) {
        return "";
      }
      at = before.get(before.size() - 1);
    }
    return weights.getOrDefault(at, "");
  }

  private String weight(int layer) {
    return weights.getOrDefault(paths.node(layer), "");
  }
}
