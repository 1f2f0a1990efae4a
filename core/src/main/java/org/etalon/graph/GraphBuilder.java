package org.etalon.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes {@link Graph}s. Operands must exist before they are used, so no cycle can be written; every
 * node's shape is inferred when it is added, so no node with unfit operands can exist. Not for use
 * by several threads at once.
 */
public final class GraphBuilder {
  private static final int USUAL_SIZE = 256;

  private final List<Node> nodes = new ArrayList<>(USUAL_SIZE);
  private final Map<String, Node> byName = new HashMap<>(2 * USUAL_SIZE);

  /**
   * Adds a data input.
   *
   * @throws InputException if the name is taken
   */
  public Node input(String name, Source.Element element, Shape shape) {
    return add(name, new Source.Input(element, shape));
  }

  /**
   * The node of a learned tensor. The same name asked for again is the same tensor, shared.
   *
   * @throws InputException if the name is taken by something else or with another shape
   */
  public Node parameter(String name, long... sizes) {
    return parameter(Parameter.learned(name, Shape.of(sizes)));
  }

  /** The node of a learned tensor or buffer; shared when the same parameter is asked for again. */
  public Node parameter(Parameter parameter) {
    Node known = byName.get(parameter.name());
    if (known == null) {
      return add(parameter.name(), new Source.Learned(parameter));
    }
    if (known.operation() instanceof Source.Learned learned
        && learned.parameter().equals(parameter)) {
      return known;
    }
    throw new InputException(
        parameter.name(),
        "is asked for as " + parameter.shape() + " but is already " + known + known.shape(),
        "give different tensors different names");
  }

  /** Whether a node of that name exists. */
  public boolean has(String name) {
    return byName.containsKey(name);
  }

  /**
   * Adds a node.
   *
   * @param name unique name
   * @param operation what it computes
   * @param operands values made by this builder
   * @throws InputException if the name is taken or the operation cannot take the operands
   */
  public Node add(String name, Operation operation, Node... operands) {
    return addOwned(name, operation, operands.clone());
  }

  /** The same with a list of operands. */
  public Node add(String name, Operation operation, List<Node> operands) {
    return addOwned(name, operation, operands.toArray(new Node[0]));
  }

  private Node addOwned(String name, Operation operation, Node[] operands) {
    // Most nodes are parameters, of which there is nothing to check or infer.
    Node node =
        operation instanceof Source.Learned learned && operands.length == 0
            ? new Node(nodes.size(), name, learned)
            : new Node(
                nodes.size(), name, operation, operands, inferred(name, operation, operands));
    if (byName.putIfAbsent(name, node) != null) {
      throw new InputException(
          name, "is the name of two values", "give every value a name of its own");
    }
    nodes.add(node);
    return node;
  }

  private Shape inferred(String name, Operation operation, Node[] operands) {
    for (Node operand : operands) {
      if (operand.index() >= nodes.size() || nodes.get(operand.index()) != operand) {
        throw new IllegalArgumentException(operand + " belongs to another graph");
      }
    }
    if (operands.length < operation.fewestOperands()
        || operands.length > operation.mostOperands()) {
      throw new InputException(
          name,
          operation.label() + " cannot take " + operands.length + " operands",
          "check the operator's inputs");
    }
    Shape[] shapes = new Shape[operands.length];
    for (int i = 0; i < operands.length; i++) {
      Node operand = operands[i];
      if (!operand.shape().hasRank()
          && !(operation instanceof Source)
          && !(operation instanceof Rearrangement.Select)
          && !(operation instanceof Rearrangement.Reshape)) {
        return Shape.UNKNOWN;
      }
      shapes[i] = operand.shape();
    }
    try {
      Shape shape = operation.infer(Arrays.asList(shapes));
      if (shape.hasNegativeSize()) {
        throw new ShapeMismatchException("the result has a negative size in " + shape);
      }
      return shape;
    } catch (ShapeMismatchException mismatch) {
      throw new InputException(name, String.valueOf(mismatch.getMessage()), "");
    } catch (ArithmeticException overflow) {
      throw new InputException(
          name, "has a size that does not fit in 63 bits", "check the model's dimensions");
    }
  }

  /**
   * Finishes a graph: what the outputs do not depend on is left out, and a chain of additions whose
   * intermediate sums have no other use becomes one addition of all its operands.
   *
   * @param output the value that the laws are applied to
   * @throws InputException if a {@link GraphChecks check} of the whole graph fails
   */
  public Graph build(Node output) {
    return build(output, output.name());
  }

  /** The same, where the model calls its output otherwise than the node that makes it. */
  public Graph build(Node output, String outputName) {
    boolean[] needed = new boolean[nodes.size()];
    int[] uses = new int[nodes.size()];
    boolean[] addedTo = new boolean[nodes.size()];
    // A mask does not keep a chain from being one addition; it takes a sum of its own beside it.
    boolean[] detachedUse = new boolean[nodes.size()];
    needed[output.index()] = true;
    uses[output.index()]++;
    for (int i = output.index(); i >= 0; i--) {
      if (needed[i]) {
        Node user = nodes.get(i);
        List<Node> operands = user.operands();
        for (int j = 0; j < operands.size(); j++) {
          int operand = operands.get(j).index();
          needed[operand] = true;
          if (isDetached(user)) {
            detachedUse[operand] = true;
          } else {
            uses[operand]++;
            addedTo[operand] = isAddition(user);
          }
        }
      }
    }
    boolean[] absorbed = absorbedSums(uses, addedTo);
    Node[] renewed = new Node[nodes.size()];
    List<Node> kept = new ArrayList<>(nodes.size());
    for (int i = 0; i < nodes.size(); i++) {
      if (needed[i] && (!absorbed[i] || detachedUse[i])) {
        Node node = renewed(nodes.get(i), kept.size(), renewed, absorbed);
        renewed[i] = node;
        kept.add(node);
      }
    }
    Graph graph = new Graph(kept, renewed[output.index()], outputName);
    GraphChecks.checkAll(graph);
    return graph;
  }

  /** A node at its new place among renewed operands; the node itself where nothing changes. */
  private static Node renewed(Node node, int index, Node[] renewed, boolean[] absorbed) {
    List<Node> operands = node.operands();
    boolean same = node.index() == index;
    for (int i = 0; i < operands.size() && same; i++) {
      Node operand = operands.get(i);
      same =
          renewed[operand.index()] == operand && !(absorbed[operand.index()] && isAddition(node));
    }
    if (same) {
      return node;
    }
    List<Node> before = isAddition(node) ? summands(node, absorbed) : operands;
    Node[] after = new Node[before.size()];
    for (int i = 0; i < after.length; i++) {
      after[i] = renewed[before.get(i).index()];
    }
    return new Node(index, node.name(), node.operation(), after, node.shape());
  }

  /**
   * Which additions only continue a chain: used once, by another addition, and joining several
   * activations. A bias or mask added to one branch stays with its branch.
   */
  private boolean[] absorbedSums(int[] uses, boolean[] addedTo) {
    boolean[] absorbed = new boolean[nodes.size()];
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      if (!isAddition(node) || uses[node.index()] != 1 || !addedTo[node.index()]) {
        continue;
      }
      int carriers = 0;
      boolean joins = false;
      for (Node operand : node.operands()) {
        carriers += operand.carries() == Graph.Carries.ACTIVATIONS ? 1 : 0;
        joins |= absorbed[operand.index()];
      }
      absorbed[node.index()] = joins || carriers > 1;
    }
    return absorbed;
  }

  /** The operands of a chain of additions, in order, found without recursion. */
  private static List<Node> summands(Node root, boolean[] absorbed) {
    List<Node> summands = new ArrayList<>();
    Deque<Node> open = new ArrayDeque<>();
    pushReversed(open, root.operands());
    while (!open.isEmpty()) {
      Node next = open.pop();
      if (absorbed[next.index()]) {
        pushReversed(open, next.operands());
      } else {
        summands.add(next);
      }
    }
    return summands;
  }

  private static void pushReversed(Deque<Node> stack, List<Node> operands) {
    for (int i = operands.size() - 1; i >= 0; i--) {
      stack.push(operands.get(i));
    }
  }

  private static boolean isDetached(Node node) {
    return node.operation() instanceof Source.Auxiliary mask && mask.detached();
  }

  private static boolean isAddition(Node node) {
    return node.operation() instanceof Join.Add;
  }
}
