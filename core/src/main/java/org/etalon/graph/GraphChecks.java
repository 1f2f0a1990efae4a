package org.etalon.graph;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What must hold for a whole graph and cannot be seen from one node. The list is the place to look
 * for, and to add, such properties; every graph passes all of them or is refused by name.
 */
public enum GraphChecks {
  /** Every operand stands before its user, which also rules out cycles. */
  OPERANDS_COME_FIRST {
    @Override
    void check(Graph graph) {
      List<Node> nodes = graph.nodes();
      for (int i = 0; i < nodes.size(); i++) {
        Node node = nodes.get(i);
        List<Node> operands = node.operands();
        for (int j = 0; j < operands.size(); j++) {
          Node operand = operands.get(j);
          if (operand.index() >= i || nodes.get(operand.index()) != operand) {
            throw failure(node.name(), "uses " + operand + " before it is computed");
          }
        }
      }
    }
  },
  /** No two parameters share a name. */
  PARAMETER_NAMES_ARE_UNIQUE {
    @Override
    void check(Graph graph) {
      List<Parameter> parameters = graph.parameters();
      Set<String> names = new HashSet<>(2 * parameters.size());
      for (Parameter parameter : parameters) {
        if (!names.add(parameter.name())) {
          throw failure(parameter.name(), "names two parameters");
        }
      }
    }
  },
  /** A parameterised layer has something learned as its weight. */
  LAYERS_HAVE_LEARNED_WEIGHTS {
    @Override
    void check(Graph graph) {
      List<Node> nodes = graph.nodes();
      boolean[] learned = new boolean[0];
      for (int i = 0; i < nodes.size(); i++) {
        if (!nodes.get(i).isLayer()) {
          continue;
        }
        Node weight = nodes.get(i).operands().get(1);
        if (isLearned(weight)) {
          continue;
        }
        if (learned.length == 0) {
          learned = madeFromLearned(nodes);
        }
        if (!learned[weight.index()]) {
          throw failure(nodes.get(i).name(), "is a layer whose weight is not learned");
        }
        if (graph.carries(weight) == Graph.Carries.ACTIVATIONS) {
          throw failure(nodes.get(i).name(), "is a layer whose weight is computed from the data");
        }
      }
    }

    private boolean isLearned(Node node) {
      return node.operation() instanceof Source.Learned source
          && source.parameter().kind() == Parameter.Kind.LEARNED;
    }

    private boolean[] madeFromLearned(List<Node> nodes) {
      boolean[] learned = new boolean[nodes.size()];
      for (Node node : nodes) {
        boolean any = isLearned(node);
        if (node.operation() instanceof Source.Auxiliary mask && mask.detached()) {
          continue;
        }
        for (Node operand : node.operands()) {
          any |= learned[operand.index()];
        }
        learned[node.index()] = any;
      }
      return learned;
    }
  },
  /** The output is one of the graph's nodes. */
  OUTPUT_IS_IN_THE_GRAPH {
    @Override
    void check(Graph graph) {
      if (graph.nodes().isEmpty() || graph.nodes().get(graph.output().index()) != graph.output()) {
        throw failure("output", "is not a value of this graph");
      }
    }
  };

  abstract void check(Graph graph);

  InputException failure(String node, String problem) {
    return new InputException(node, problem + " (check " + name() + ")", "correct the model");
  }

  /**
   * Runs every check.
   *
   * @throws InputException naming the node and the first check that fails
   */
  public static void checkAll(Graph graph) {
    for (GraphChecks check : values()) {
      check.check(graph);
    }
  }
}
