package org.etalon.graph;

import java.util.ArrayList;
import java.util.List;

/**
 * An immutable network: nodes in topological order, one output, and what each value carries. Made
 * by {@link GraphBuilder#build}.
 */
public final class Graph {
  private static final int[] NONE = new int[0];

  private final List<Node> nodes;
  private final Node output;
  private final String outputName;
  private final List<Node> inputs;
  private final List<Parameter> parameters;

  /** What of the data a value carries. */
  public enum Carries {
    /** Nothing: parameters, constants, shapes and what is made from them alone. */
    NOTHING,
    /** Identifiers, flags or masks made from them; no derivative passes through. */
    IDENTIFIERS,
    /** Activations. */
    ACTIVATIONS
  }

  Graph(List<Node> nodes, Node output, String outputName) {
    this.nodes = List.copyOf(nodes);
    this.output = output;
    this.outputName = outputName;
    List<Node> inputNodes = new ArrayList<>();
    List<Parameter> learned = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      if (node.operation() instanceof Source.Input) {
        inputNodes.add(node);
      } else if (node.operation() instanceof Source.Learned source
          && source.parameter().kind() == Parameter.Kind.LEARNED) {
        learned.add(source.parameter());
      }
    }
    this.inputs = List.copyOf(inputNodes);
    this.parameters = List.copyOf(learned);
  }

  /** All nodes, operands before their users. */
  public List<Node> nodes() {
    return nodes;
  }

  /** The value that the laws are applied to. */
  public Node output() {
    return output;
  }

  /** What the model calls its output; the output node's own name unless the model differs. */
  public String outputName() {
    return outputName;
  }

  /** The data inputs that the output depends on. */
  public List<Node> inputs() {
    return inputs;
  }

  /** The learned tensors that the output depends on, in the order of their first use. */
  public List<Parameter> parameters() {
    return parameters;
  }

  /** What of the data a node of this graph carries. */
  public Carries carries(Node node) {
    return node.carries();
  }

  /**
   * The operands through which data reach a node, with multiplicity: those that carry as much as
   * the node itself does. Where activations meet masks, only the activations count.
   */
  public List<Node> carriers(Node node) {
    int[] indices = carrierIndices(node);
    Node[] carriers = new Node[indices.length];
    for (int i = 0; i < indices.length; i++) {
      carriers[i] = nodes.get(indices[i]);
    }
    return List.of(carriers);
  }

  /** The indices of {@link #carriers}; what the analyses of every node call. */
  public int[] carrierIndices(Node node) {
    List<Node> operands = node.operands();
    Carries level = node.carries();
    if (level == Carries.NOTHING) {
      return NONE;
    }
    if (node.isLayer()) {
      return new int[] {operands.get(0).index()};
    }
    int count = 0;
    for (int i = 0; i < operands.size(); i++) {
      count += operands.get(i).carries() == level ? 1 : 0;
    }
    int[] carriers = new int[count];
    for (int i = operands.size() - 1; i >= 0; i--) {
      if (operands.get(i).carries() == level) {
        carriers[--count] = operands.get(i).index();
      }
    }
    return carriers;
  }

  /**
   * Whether a node is a residual merge: an addition of at least two distinct values that carry
   * activations.
   */
  public boolean isMerge(Node node) {
    if (!(node.operation() instanceof Join.Add) || carries(node) != Carries.ACTIVATIONS) {
      return false;
    }
    int[] carriers = carrierIndices(node);
    for (int carrier : carriers) {
      if (carrier != carriers[0]) {
        return true;
      }
    }
    return false;
  }

  /** Whether a node is a parameterised layer that the data pass through. */
  public boolean isLayer(Node node) {
    return node.isLayer() && carries(node) == Carries.ACTIVATIONS;
  }
}
