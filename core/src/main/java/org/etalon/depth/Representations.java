package org.etalon.depth;

import java.util.ArrayList;
import java.util.List;
import org.etalon.graph.Graph;
import org.etalon.graph.Join;
import org.etalon.graph.Node;
import org.etalon.graph.Operation;
import org.etalon.graph.Pointwise;
import org.etalon.graph.Rearrangement;

/**
 * The representations z_ℓ of a network whose movement the probes measure: what each update unit
 * hands on, before the activation, and never the logits. Of every unit but the last, the read-out,
 * it is the closing node; in a plain network the pre-activation of each hidden layer, in a residual
 * network the stream before the first block and after each merge.
 *
 * <p>Where that node is only added to something that carries no activation (a bias kept apart, a
 * position table), the sum is meant, also behind a reshaping or a class token set beside the data.
 *
 * @param nodes z_1 … z_L in the order of computation; empty where the network has fewer than two
 *     units
 */
public record Representations(List<Node> nodes) {
  /** Copies the list. */
  public Representations {
    nodes = List.copyOf(nodes);
  }

  /** Finds the representations of a network; linear in its size. */
  public static Representations of(PathGraph graph) {
    List<Integer> ends = UpdateUnits.of(graph).ends();
    List<Node> nodes = new ArrayList<>();
    for (int unit = 0; unit < ends.size() - 1; unit++) {
      nodes.add(graph.node(completed(graph, ends.get(unit))));
    }
    return new Representations(nodes);
  }

  /** The last addition of a non-activation that follows a node directly, or the node itself. */
  private static int completed(PathGraph graph, int end) {
    int sum = end;
    int at = end;
    while (graph.successors(at).length == 1) {
      at = graph.successors(at)[0];
      if (graph.predecessors(at).length != 1 || graph.isLayer(at)) {
        return sum;
      }
      Operation operation = graph.node(at).operation();
      if (operation instanceof Join.Add && isActivation(graph, at)) {
        sum = at;
      } else if (!keepsValues(operation)) {
        return sum;
      }
    }
    return sum;
  }

  private static boolean isActivation(PathGraph graph, int at) {
    return graph.node(at).carries() == Graph.Carries.ACTIVATIONS;
  }

  private static boolean keepsValues(Operation operation) {
    return operation instanceof Rearrangement.Reshape
        || operation instanceof Rearrangement.Transpose
        || operation instanceof Join.Concat
        || operation instanceof Pointwise.Dropout;
  }

  /** L, how many there are. */
  public int count() {
    return nodes.size();
  }
}
