package org.etalon.onnx;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.etalon.graph.Body;
import org.etalon.graph.Dim;
import org.etalon.graph.Finding;
import org.etalon.graph.Graph;
import org.etalon.graph.GraphBuilder;
import org.etalon.graph.InputException;
import org.etalon.graph.Node;
import org.etalon.graph.Operation;
import org.etalon.graph.Parameter;
import org.etalon.graph.Pointwise;
import org.etalon.graph.Rearrangement;
import org.etalon.graph.Shape;
import org.etalon.graph.ShapeMismatchException;
import org.etalon.graph.Source;
import org.etalon.onnx.proto.ValueInfoProto;
import org.jspecify.annotations.Nullable;

/**
 * Turns operator calls into operations of the core graph, one after another.
 *
 * <p>A value is a node of the graph, a small known tensor (see {@link Known}), or both. Known
 * tensors become nodes only where an activation meets them, so that the arithmetic on shapes that
 * exporters write leaves no trace. The operators themselves are in {@link LayerOperators}, {@link
 * ElementwiseOperators} and {@link ShapeOperators}.
 */
final class Translator {
  /** Elements of small tensors kept at once; masks and index lists of large models fit. */
  private static final long MOST_KNOWN_ELEMENTS = 1L << 22;

  private static final Set<String> RECURRENT =
      Set.of("LSTM", "GRU", "RNN", "Loop", "Scan", "SequenceMap");

  private final RawGraph graph;
  private final Set<String> data;
  private final FreeBatch batch;
  private final List<Finding> findings;
  private final GraphBuilder builder = new GraphBuilder();
  private final Leaves leaves;
  private final ParameterNames names;
  private final LookupTables tables;
  private final ConstantFolding folding;
  private final Map<String, Node> nodes = new HashMap<>();
  private final Map<String, Known> known = new HashMap<>();
  private final BitSet learned = new BitSet();
  private final Map<String, Integer> copies = new HashMap<>();
  private long knownElements;
  private final LayerOperators layers = new LayerOperators(this);
  private final ElementwiseOperators elementwise = new ElementwiseOperators(this);
  private final AttentionOperator attention = new AttentionOperator(this);
  private final ShapeOperators shapes = new ShapeOperators(this);
  private final Calls calls = new Calls(this);
  private final ElementTypes types;

  Translator(RawGraph graph, Set<String> data, FreeBatch batch, List<Finding> findings) {
    this.graph = graph;
    this.data = data;
    this.batch = batch;
    this.findings = findings;
    this.leaves = new Leaves(graph, data, builder);
    this.names = new ParameterNames(graph);
    this.tables = new LookupTables(findings);
    this.folding = new ConstantFolding(this);
    this.types = new ElementTypes(graph);
  }

  /** Translates the whole graph. */
  Graph translate() {
    for (String name : data) {
      value(name);
    }
    for (RawNode node : graph.nodes()) {
      try {
        translate(node);
      } catch (ArithmeticException overflow) {
        throw node.refused("has a size that overflows or divides by zero", "check the model");
      } catch (ShapeMismatchException mismatch) {
        throw node.refused(String.valueOf(mismatch.getMessage()), "check the model");
      } catch (InputException problem) {
        throw placed(node, problem);
      }
    }
    Node output = value(graph.output());
    findings.addAll(names.findings());
    return builder.build(output, graph.output());
  }

  /** The complaint with the node that it arose at, named once. */
  private static InputException placed(RawNode node, InputException problem) {
    String where = problem.where();
    if (where.startsWith("node ")) {
      return problem;
    }
    boolean isNode = where.equals(node.name()) || where.startsWith(node.name() + ":");
    return node.refused(
        isNode ? problem.problem() : "takes '" + where + "', which " + problem.problem(),
        problem.wayOut().isEmpty() ? "check the model" : problem.wayOut());
  }

  private void translate(RawNode node) {
    if (node.domain().isEmpty() && RECURRENT.contains(node.operator())) {
      throw node.refused(
          "is recurrent: the laws of depth do not cover " + node.operator(),
          "analyse a network without recurrence, or a part of this one with --output");
    }
    if (node.is("Constant")) {
      Constants.known(node).ifPresent(elements -> bind(node.output(), elements));
      return;
    }
    if (folding.fold(node)) {
      return;
    }
    boolean done =
        node.domain().isEmpty()
            && (layers.translate(node)
                || elementwise.translate(node)
                || shapes.translate(node)
                || attention.translate(node));
    if (!done) {
      unknown(node);
    }
  }

  /**
   * An operator Etalon does not know: with one activation and no parameters it is passed through;
   * without activations it only makes a mask or an index; anything else would be a guess.
   */
  private void unknown(RawNode node) {
    List<Node> carriers = new ArrayList<>();
    boolean parameters = false;
    for (String input : node.inputs()) {
      if (input.isEmpty()) {
        continue;
      }
      Node operand = value(input);
      if (operand.carries() == Graph.Carries.ACTIVATIONS) {
        carriers.add(operand);
      }
      parameters |= isLearned(operand);
    }
    if (node.attributes().values().stream().anyMatch(a -> a.hasG() || a.getGraphsCount() > 0)) {
      throw node.refused(
          "holds a graph of its own that depends on the data",
          "export the model without control flow (a fixed input size often removes it)");
    }
    if (carriers.isEmpty()) {
      auxiliary(node, false);
      return;
    }
    if (carriers.size() > 1 || parameters) {
      throw node.refused(
          "is an operator Etalon does not know, and it "
              + (parameters ? "has parameters" : "joins several activations")
              + ": what it does to depth would be a guess",
          "export the model with ONNX's own operators");
    }
    findings.add(
        Finding.warning(
            node.name(),
            "operator "
                + node.label()
                + " is unknown; it has no parameters and joins nothing, so it is passed through"));
    for (int i = 0; i < node.outputs().size(); i++) {
      Shape stated = stated(node.outputs().get(i));
      if (!node.outputs().get(i).isEmpty()) {
        // Where the file states another shape, the operator did more than map elements.
        Operation operation =
            stated.hasRank() && !stated.equals(carriers.get(0).shape())
                ? new Rearrangement.Select(
                    Rearrangement.Select.Kind.SHUFFLE,
                    Body.of(calls.of(node, i).call(), carriers.size()),
                    stated)
                : new Pointwise.PassThrough(node.label());
        bind(node, i, operation, carriers);
      }
    }
  }

  /**
   * A value that carries no activations: a mask, an index, a random number.
   *
   * @param detached whether it carries nothing of the data whatever it is made of
   */
  void auxiliary(RawNode node, boolean detached) {
    for (int i = 0; i < node.outputs().size(); i++) {
      auxiliary(node, i, detached, Shape.UNKNOWN);
    }
  }

  /**
   * One result of a call that carries no activations.
   *
   * @param shape its shape; unknown to take it from operands or file
   */
  void auxiliary(RawNode node, int output, boolean detached, Shape shape) {
    String value = node.outputs().get(output);
    if (value.isEmpty()) {
      return;
    }
    Calls.Plan plan = calls.of(node, output);
    Shape result = shape.hasRank() ? shape : calls.shape(plan, value);
    bind(node, output, new Source.Auxiliary(plan.body(), result, detached), calls.nodes(plan));
  }

  /** A selection of all that a call takes. */
  Node select(RawNode node, Rearrangement.Select.Kind kind, Shape result) {
    Calls.Plan plan = calls.of(node);
    return bind(node, 0, new Rearrangement.Select(kind, plan.body(), result), calls.nodes(plan));
  }

  // ---- values ----

  RawGraph graph() {
    return graph;
  }

  /** Whether parameters enter as graph inputs rather than being stored in the file. */
  boolean weightsAreInputs() {
    return graph.inputs().size() > data.size();
  }

  Calls calls() {
    return calls;
  }

  /** How a number of examples that the file fixes is read. */
  FreeBatch batch() {
    return batch;
  }

  /** What the elements of a value are. */
  ElementType type(String value) {
    return types.of(value);
  }

  LookupTables tables() {
    return tables;
  }

  ParameterNames names() {
    return names;
  }

  Leaves leaves() {
    return leaves;
  }

  GraphBuilder builder() {
    return builder;
  }

  /** The known elements of a value, if they are few and computed from shapes and constants. */
  Optional<Known> known(String value) {
    if (value.isEmpty()) {
      return Optional.empty();
    }
    Known found = known.get(value);
    if (found == null && !nodes.containsKey(value)) {
      Optional<RawTensor> stored = graph.tensor(value);
      if (stored.isPresent()) {
        return stored.get().known().filter(elements -> bind(value, elements));
      }
    }
    return Optional.ofNullable(found);
  }

  /** Keeps a value's elements; false where too many are kept already. */
  boolean bind(String value, Known elements) {
    if (knownElements + elements.count() > MOST_KNOWN_ELEMENTS) {
      return false;
    }
    knownElements += elements.count();
    known.put(value, elements);
    return true;
  }

  /** The node of a value, made now if it has none yet. */
  Node value(String name) {
    Node node = nodes.get(name);
    if (node != null) {
      return node;
    }
    Known elements = known.get(name);
    RawNode producer = graph.producer(name);
    ValueInfoProto input = graph.inputs().get(name);
    Optional<RawTensor> stored = graph.tensor(name);
    if (stored.isPresent()) {
      node = leaves.stored(stored.get());
    } else if (producer != null && producer.is("Constant")) {
      Optional<RawTensor> tensor = Constants.tensor(producer);
      Operation constant =
          elements != null
              ? elements.operation()
              : tensor.isPresent()
                  ? Leaves.constant(tensor.get())
                  : new Source.Constant(Shape.UNKNOWN, List.of());
      node = builder.add(name, constant);
    } else if (elements != null) {
      node = builder.add(free(name), elements.operation());
    } else if (input != null) {
      node = leaves.input(name, input);
    } else {
      throw new InputException(
          "value '" + name + "'", "is not made by any node read so far", "export the model again");
    }
    if (node.operation() instanceof Source.Learned) {
      names.keep(name);
    }
    remember(name, node);
    return node;
  }

  private void remember(String name, Node node) {
    nodes.put(name, node);
    boolean any =
        node.operation() instanceof Source.Learned source
            && source.parameter().kind() == Parameter.Kind.LEARNED;
    boolean detached = node.operation() instanceof Source.Auxiliary mask && mask.detached();
    for (Node operand : node.operands()) {
      any |= !detached && learned.get(operand.index());
    }
    if (any && node.carries() == Graph.Carries.NOTHING) {
      learned.set(node.index());
    }
  }

  /** Whether a value is a parameter or computed from parameters alone. */
  boolean isLearned(Node node) {
    return learned.get(node.index());
  }

  /** Declares that a value is a parameter, under a name of the reader's choice. */
  Node declare(String value, Parameter parameter) {
    Node node = builder.parameter(parameter);
    remember(value, node);
    return node;
  }

  boolean isMade(String value) {
    return nodes.containsKey(value);
  }

  /** The operand's node. */
  Node operand(RawNode node, int i) {
    if (!node.hasInput(i)) {
      throw node.refused("lacks operand " + i, "the file is damaged; export the model again");
    }
    return value(node.input(i));
  }

  /** Whether data reach the operand, told without making a node of a stored tensor. */
  boolean isDynamic(RawNode node, int i) {
    String name = node.input(i);
    boolean parameter = graph.inputs().containsKey(name) && !data.contains(name);
    return !parameter
        && graph.tensor(name).isEmpty()
        && !known.containsKey(name)
        && operand(node, i).carries() != Graph.Carries.NOTHING;
  }

  /** All operands that are there. */
  List<Node> operands(RawNode node) {
    List<Node> operands = new ArrayList<>(node.inputs().size());
    for (int i = 0; i < node.inputs().size(); i++) {
      if (node.hasInput(i)) {
        operands.add(operand(node, i));
      }
    }
    return operands;
  }

  /** Adds the operation that makes a call's first output. */
  Node emit(RawNode node, Operation operation, Node... operands) {
    return bind(node, 0, operation, List.of(operands));
  }

  /** Adds the operation that makes a call's output {@code i}. */
  Node bind(RawNode node, int i, Operation operation, List<Node> operands) {
    String output = i < node.outputs().size() ? node.outputs().get(i) : "";
    String name = free(i == 0 ? node.name() : node.name() + ":" + i);
    Node made = builder.add(name, operation, operands);
    if (!made.shape().hasRank() && stated(output).hasRank() && !(operation instanceof Source)) {
      // Shapes could not be followed this far; what the file states is the best there is.
      made =
          builder.add(free(name + " (as stated)"), new Rearrangement.Reshape(stated(output)), made);
    }
    if (!output.isEmpty()) {
      remember(output, made);
    }
    return made;
  }

  /** An inner step of a call that takes several operations. */
  Node step(RawNode node, String what, Operation operation, Node... operands) {
    Node made = builder.add(free(node.name() + "." + what), operation, operands);
    remember(made.name(), made);
    return made;
  }

  Node constant(RawNode node, String what, double value) {
    return step(node, what, new Source.Constant(Shape.SCALAR, List.of(value)));
  }

  private String free(String name) {
    if (!builder.has(name)) {
      return name;
    }
    String copy;
    do {
      copy = name + "#" + copies.merge(name, 1, Integer::sum);
    } while (builder.has(copy));
    return copy;
  }

  /** A call's first output is the operand itself. */
  void same(RawNode node, Node operand) {
    nodes.put(node.output(), operand);
  }

  /** The shape that the file states for a value. */
  Shape stated(String value) {
    return graph
        .hint(value)
        .map(info -> batch.freed(Leaves.shape(value, info)))
        .orElse(Shape.UNKNOWN);
  }

  /** A shape of the given rank whose sizes are not known. */
  Shape opaque(RawNode node, int rank) {
    Shape stated = stated(node.output());
    if (stated.hasRank()) {
      return stated;
    }
    List<Dim> dims = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      dims.add(Dim.symbol(node.name() + "." + i));
    }
    return Shape.of(dims);
  }

  /** Counts an axis from the front; {@code null} where the rank is unknown. */
  @Nullable Integer axis(RawNode node, long axis, Shape shape) {
    if (!shape.hasRank()) {
      return null;
    }
    long front = axis < 0 ? axis + shape.rank() : axis;
    if (front < 0 || front >= shape.rank()) {
      throw node.refused("means axis " + axis + " of a value of shape " + shape, "check the model");
    }
    return (int) front;
  }

  /** Whole numbers given as attribute in older opsets and as operand in newer ones. */
  Optional<List<Long>> longs(RawNode node, String attribute, int operand) {
    Optional<List<Long>> fromAttribute = node.integers(attribute);
    return fromAttribute.isPresent() || operand < 0
        ? fromAttribute
        : known(node.input(operand)).map(Known::longs);
  }
}
