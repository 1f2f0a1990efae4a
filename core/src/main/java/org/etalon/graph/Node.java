package org.etalon.graph;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/**
 * One value of the network and the operation that makes it. Nodes are compared by identity and are
 * made by {@link GraphBuilder} only.
 */
public final class Node {
  private final int index;
  private final String name;
  private final Operation operation;
  private final Operands operands;
  private final Shape shape;
  private final boolean layer;
  private final Graph.Carries carries;

  /** A node; the array becomes its own. */
  Node(int index, String name, Operation operation, Node[] operands, Shape shape) {
    this.index = index;
    this.name = name;
    this.operation = operation;
    this.operands = operands.length == 0 ? Operands.NONE : new Operands(operands);
    this.shape = shape;
    this.layer = operation instanceof Layer;
    this.carries = carriedBy(operands);
  }

  /** The node of a parameter: it has no operands and carries nothing. */
  Node(int index, String name, Source.Learned parameter) {
    this.index = index;
    this.name = name;
    this.operation = parameter;
    this.operands = Operands.NONE;
    this.shape = parameter.parameter().shape();
    this.layer = false;
    this.carries = Graph.Carries.NOTHING;
  }

  /** An unchangeable list, of one class whatever its length: analyses spend their time in it. */
  private static final class Operands extends AbstractList<Node> implements RandomAccess {
    private static final Operands NONE = new Operands(new Node[0]);

    private final Node[] nodes;

    Operands(Node[] nodes) {
      this.nodes = nodes;
    }

    @Override
    public Node get(int i) {
      return nodes[i];
    }

    @Override
    public int size() {
      return nodes.length;
    }
  }

  private Graph.Carries carriedBy(Node[] operands) {
    if (operation instanceof Source.Input input) {
      return input.element() == Source.Element.REAL
          ? Graph.Carries.ACTIVATIONS
          : Graph.Carries.IDENTIFIERS;
    }
    if (layer) {
      // A look-up of identifiers yields activations; a layer over constants yields constants.
      return operands[0].carries == Graph.Carries.NOTHING
          ? Graph.Carries.NOTHING
          : Graph.Carries.ACTIVATIONS;
    }
    if (operation instanceof Source.Auxiliary mask && mask.detached()) {
      return Graph.Carries.NOTHING;
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

  /** Whether the operation is a parameterised layer; asked more often than any other question. */
  boolean isLayer() {
    return layer;
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
