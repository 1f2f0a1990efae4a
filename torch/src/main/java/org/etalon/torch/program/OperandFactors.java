package org.etalon.torch.program;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.etalon.graph.Graph;
import org.etalon.graph.InputException;
import org.etalon.graph.Node;
import org.etalon.plan.ForwardFactor;

/**
 * The forward factors of a plan as what they are in the graph: numbers that operands are multiplied
 * by, use for use. A read-out's factor stands before that layer alone, a branch's before its merge,
 * an attention's behind the product of queries and keys.
 */
public final class OperandFactors {
  private final Map<Node, double[]> byUser = new HashMap<>();

  private OperandFactors() {}

  /** No factors. */
  public static OperandFactors none() {
    return new OperandFactors();
  }

  /**
   * Finds the operands that a plan's factors mean.
   *
   * @throws InputException if a factor names a value that the graph lacks
   */
  public static OperandFactors of(Graph graph, List<ForwardFactor> factors) {
    OperandFactors places = new OperandFactors();
    Map<String, Node> byName = new HashMap<>();
    graph.nodes().forEach(node -> byName.put(node.name(), node));
    for (ForwardFactor factor : factors) {
      Node node = byName.get(factor.node());
      if (node == null) {
        throw new InputException(
            factor.node(),
            "is to be multiplied in the forward pass but is no value of this network",
            "use the plan of this network");
      }
      switch (factor.kind()) {
        case READOUT -> places.multiply(node, 0, factor.factor());
        case BRANCH -> places.multiplyUses(graph, node, true, factor.factor());
        case ATTENTION -> places.multiplyUses(graph, node, false, factor.factor());
      }
    }
    return places;
  }

  private void multiplyUses(Graph graph, Node value, boolean mergesOnly, double factor) {
    for (Node user : graph.nodes()) {
      if (mergesOnly && !graph.isMerge(user)) {
        continue;
      }
      for (int i = 0; i < user.operands().size(); i++) {
        if (user.operands().get(i) == value) {
          multiply(user, i, factor);
        }
      }
    }
  }

  private void multiply(Node user, int operand, double factor) {
    double[] of =
        byUser.computeIfAbsent(
            user,
            node -> {
              double[] ones = new double[node.operands().size()];
              Arrays.fill(ones, 1);
              return ones;
            });
    of[operand] *= factor;
  }

  /** A node's kernel with its operands multiplied; the kernel itself where nothing is. */
  Kernel around(Node node, Kernel kernel) {
    double[] factors = byUser.get(node);
    if (factors == null) {
      return kernel;
    }
    return (in, run) -> {
      Tensor[] scaled = in.clone();
      for (int i = 0; i < scaled.length; i++) {
        if (factors[i] != 1) {
          scaled[i] = scaled[i].mul(new Scalar(factors[i]));
        }
      }
      return kernel.apply(scaled, run);
    };
  }
}
