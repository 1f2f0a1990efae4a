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

  Node(int index, String name, Operation operation, List<Node> operands, Shape shape) {
    this.index = index;
    this.name = name;
    this.operation = operation;
    this.operands = List.copyOf(operands);
    this.shape = shape;
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

  @Override
  public String toString() {
    return name + " (" + operation.label() + ")";
  }
}
