package org.etalon.family;

import java.util.ArrayList;
import java.util.List;
import org.etalon.graph.Graph;
import org.etalon.graph.InputException;
import org.etalon.graph.Node;
import org.etalon.graph.Shape;
import org.etalon.graph.Source;
import org.jspecify.annotations.Nullable;

/**
 * The directed acyclic graphs of [C24]: group j of a code lists the edges into node j from nodes 0
 * … j−1, each 0 none, 1 skip or 2 layer; nodes sum their inputs; a layer is followed by a relu.
 * Edges out of a node that nothing reaches carry nothing and are left out, as are edges whose
 * result nothing uses.
 */
abstract class Dag implements CellSpace {
  private static final char SKIP = '1';
  private static final char LAYER = '2';

  /** Plain layers in front of a DAG in [C24]'s experiments, and in their base network. */
  private static final int CHAIN = 3;

  static final Key.Flag BIAS = new Key.Flag("bias", false, "whether layers have biases");

  /** Adds the data input. */
  abstract Node input(Net net, Arguments arguments);

  /** Adds a layer without its relu. */
  abstract Node layer(Net net, Arguments arguments, String name, Node x);

  /** Adds what turns the last node into logits. */
  abstract Node readout(Net net, Arguments arguments, Node x);

  /** Shape of the logits. */
  abstract Shape logits(Arguments arguments);

  @Override
  public String codeForm() {
    return "groups of 1, 2, 3, … digits, each 0 none, 1 skip or 2 layer, such as 2_02_002";
  }

  @Override
  public String canonicalCode(String code) {
    // Each group is one longer than the one before; a layer is at most four nodes.
    Net.requireNodes(id(), 4L * code.length());
    int group = 1;
    int seen = 0;
    for (int i = 0; i < code.length(); i++) {
      char digit = code.charAt(i);
      if (digit == '_' && seen == group) {
        group++;
        seen = 0;
      } else if (digit >= '0' && digit <= LAYER && seen < group) {
        seen++;
      } else {
        throw malformed(code, i);
      }
    }
    if (seen != group) {
      throw malformed(code, code.length());
    }
    return code;
  }

  private InputException malformed(String code, int at) {
    return new InputException(
        id(),
        "'"
            + Families.shorten(code)
            + "' is not a code of this space: "
            + (at == code.length()
                ? "it ends too early"
                : "character " + (at + 1) + " is '" + code.charAt(at) + "'"),
        "give " + codeForm());
  }

  @Override
  public Graph build(Arguments arguments) {
    Net net = new Net();
    Node x = input(net, arguments);
    x = net.relu("stem.relu", layer(net, arguments, "stem", x));
    Node last = dag(net, arguments, x);
    return last == null
        ? nothing(net, logits(arguments))
        : net.build(readout(net, arguments, last));
  }

  /** The DAG behind a chain of three plain layers. */
  @Override
  public Graph buildCell(Arguments arguments) {
    Net net = new Net();
    Node x = input(net, arguments);
    for (int i = 0; i < CHAIN; i++) {
      x = net.relu("stem." + i + ".relu", layer(net, arguments, "stem." + i, x));
    }
    Node last = dag(net, arguments, x);
    return last == null ? nothing(net, x.shape()) : net.build(last);
  }

  private static Graph nothing(Net net, Shape shape) {
    return net.build(net.add("output", Source.Auxiliary.zeros(shape)));
  }

  /** Adds the nodes and edges; null if nothing reaches the last node. */
  private @Nullable Node dag(Net net, Arguments arguments, Node x) {
    List<@Nullable Node> values = new ArrayList<>();
    values.add(x);
    String code = arguments.code();
    int at = 0;
    while (at < code.length()) {
      int node = values.size();
      List<Node> summands = new ArrayList<>();
      for (int source = 0; source < node; source++) {
        char digit = code.charAt(at++);
        Node from = values.get(source);
        if (from == null) {
          continue;
        }
        if (digit == SKIP) {
          summands.add(from);
        } else if (digit == LAYER) {
          String name = "edges." + source + "-" + node;
          summands.add(net.relu(name + ".relu", layer(net, arguments, name, from)));
        }
      }
      at++;
      values.add(
          switch (summands.size()) {
            case 0 -> null;
            case 1 -> summands.get(0);
            default -> net.add("nodes." + node, Net.ADD, summands);
          });
    }
    return values.get(values.size() - 1);
  }
}
