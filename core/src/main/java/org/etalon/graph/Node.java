package org.etalon.graph;

import java.util.List;

/**
 * One value of the network and the operation that makes it. Nodes are compared by identity and are
 * made by {@link GraphBuilder} only.
 */
public final class Node {
  private final int index;
  private final String name;
  private final Operation operation;
  private final List<Node> operands;
  private final Shape shape;
  private final Graph.Carries carries;

  Node(int index, String name, Operation operation, List<Node> operands, Shape shape) {
    this.index = index;
    this.name = name;
    this.operation = operation;
    this.operands = List.copyOf(operands);
    this.shape = shape;
    this.carries = carriedBy(operation, this.operands);
  }

  private static Graph.Carries carriedBy(Operation operation, List<Node> operands) {
    if (operation instanceof Source.Input input) {
      return input.element() == Source.Element.REAL
          ? Graph.Carries.ACTIVATIONS
          : Graph.Carries.IDENTIFIERS;
    }
    if (operation instanceof Layer) {
      // A look-up of identifiers yields activations; a layer over constants yields constants.
      return operands.get(0).carries == Graph.Carries.NOTHING
          ? Graph.Carries.NOTHING
          : Graph.Carries.ACTIVATIONS;
    }
    Graph.Carries most = Graph.Carries.NOTHING;
    for (Node operand : operands) {
      if (operand.carries.compareTo(most) > 0) {
        most = operand.carries;
      }
    }
    boolean auxiliary = operation instanceof Source.Auxiliary;
    return auxiliary && most == Graph.Carries.ACTIVATIONS ? Graph.Carries.IDENTIFIERS : most;
  }

  /** Position in its graph's topological order: larger than that of every operand. */
  public int index() {
    return index;
  }

  /** Name in the model; unique. */
  public String name() {
    return name;
  }

  /** What computes the value. */
  public Operation operation() {
    return operation;
  }

  /** The values computed from, in the operation's order; the same node may occur twice. */
  public List<Node> operands() {
    return operands;
  }

  /** Shape of the value. */
  public Shape shape() {
    return shape;
  }

  /** What of the data the value carries. */
  public Graph.Carries carries() {
    return carries;
  }

  @Override
  public String toString() {
    return name + " (" + operation.label() + ")";
  }
}
