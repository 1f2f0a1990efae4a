package org.etalon.spec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.etalon.document.DocumentLimits;
import org.etalon.graph.Body;
import org.etalon.graph.Call;
import org.etalon.graph.Dim;
import org.etalon.graph.Graph;
import org.etalon.graph.GraphBuilder;
import org.etalon.graph.InputException;
import org.etalon.graph.Join;
import org.etalon.graph.Layer;
import org.etalon.graph.Node;
import org.etalon.graph.Operation;
import org.etalon.graph.Parameter;
import org.etalon.graph.Pointwise;
import org.etalon.graph.Pointwise.Normalisation;
import org.etalon.graph.Rearrangement;
import org.etalon.graph.Shape;
import org.etalon.graph.Source;
import org.jspecify.annotations.Nullable;

/**
 * A network under construction: the layers that specs and configs share. A layer's node has the
 * name of its module, its parameters the given prefix with {@code .weight}, {@code .bias} behind
 * it, as PyTorch names them. Keeps within {@link Limits}.
 */
final class Modules {
  /** The number of examples, bound when the network is run. */
  static final Dim BATCH = Dim.symbol("batch");

  private static final Operation ADD = new Join.Add();
  private static final Operation MULTIPLY = new Join.Multiply();
  private static final Operation PRODUCT = new Join.MatrixProduct();
  private static final Operation HEADS_FIRST = new Rearrangement.Transpose(List.of(0, 2, 1, 3));
  private static final Operation KEYS_LAST = new Rearrangement.Transpose(List.of(0, 2, 3, 1));

  private final GraphBuilder graph = new GraphBuilder();
  private final Map<Turns, Rotary> rotaries = new HashMap<>();
  private int nodes;
  private long nameCharacters;

  /** Any operation. */
  Node add(String name, Operation operation, Node... operands) {
    return add(name, operation, List.of(operands));
  }

  /** Any operation. */
  Node add(String name, Operation operation, List<Node> operands) {
    count(name);
    return graph.add(name, operation, operands);
  }

  /** Whether a node of that name exists. */
  boolean has(String name) {
    return graph.has(name);
  }

  private void count(String name) {
    Limits.requireNodes(name, ++nodes);
    nameCharacters += name.length();
    if (name.length() > Limits.LONGEST_NAME || nameCharacters > Limits.MOST_NAME_CHARACTERS) {
      throw new InputException(
          DocumentLimits.shorten(name),
          "is too long a name, or all names together are",
          "use shorter names or fewer levels of blocks");
    }
  }

  // ---- sources ----

  /** Data that enter the network. */
  Node input(String name, Source.Element element, Shape shape) {
    return add(name, new Source.Input(element, shape));
  }

  /** A learned tensor, shared by name. */
  Node parameter(String name, long... sizes) {
    return parameter(Parameter.learned(name, Shape.of(sizes)));
  }

  /** A learned tensor or buffer, shared by name. */
  Node parameter(Parameter parameter) {
    if (!graph.has(parameter.name())) {
      count(parameter.name());
    }
    return graph.parameter(parameter);
  }

  /** A fixed number. */
  Node constant(String name, double value) {
    return add(name, new Source.Constant(Shape.SCALAR, List.of(value)));
  }

  /** The shape with the batch first and the given sizes behind it. */
  static Shape batchOf(long... sizes) {
    List<Dim> dims = new ArrayList<>();
    dims.add(BATCH);
    for (long size : sizes) {
      dims.add(Dim.of(size));
    }
    return Shape.of(dims);
  }

  // ---- layers ----

  /** A dense layer over the last axis, its weight stored output features first. */
  Node linear(String name, Node data, long outputs, boolean bias) {
    return linear(name, name + ".weight", name + ".bias", Layer.Layout.OUT_IN, data, outputs, bias);
  }

  /** A dense layer over the last axis whose tensors have given names. */
  Node linear(
      String name,
      String weightName,
      String biasName,
      Layer.Layout layout,
      Node data,
      long outputs,
      boolean bias) {
    long inputs = known(name, data, -1);
    Node weight =
        layout == Layer.Layout.OUT_IN
            ? parameter(weightName, outputs, inputs)
            : parameter(weightName, inputs, outputs);
    Operation operation = new Layer.Linear(layout);
    return bias
        ? add(name, operation, data, weight, parameter(biasName, outputs))
        : add(name, operation, data, weight);
  }

  /** A convolution with a kernel of the given sides. */
  Node convolution(
      String name,
      String tensors,
      Layer.Convolution operation,
      Node data,
      long outputs,
      List<Integer> kernel,
      boolean bias) {
    long inputs = known(name, data, 1);
    int groups = operation.groups();
    long divided = operation.transposed() ? outputs : inputs;
    if (divided % groups != 0 || (operation.transposed() ? inputs : outputs) % groups != 0) {
      throw new InputException(
          name,
          inputs + " channels in and " + outputs + " out do not divide into " + groups + " groups",
          "choose groups that divide both");
    }
    long[] shape = new long[kernel.size() + 2];
    shape[0] = operation.transposed() ? inputs : outputs;
    shape[1] = divided / groups;
    for (int i = 0; i < kernel.size(); i++) {
      shape[i + 2] = kernel.get(i);
    }
    Node weight = parameter(tensors + ".weight", shape);
    return bias
        ? add(name, operation, data, weight, parameter(tensors + ".bias", outputs))
        : add(name, operation, data, weight);
  }

  /** A square convolution over two axes. */
  Node convolution(
      String name,
      Node data,
      long outputs,
      int kernel,
      int stride,
      int pad,
      int groups,
      boolean bias) {
    List<Integer> pads = Collections.nCopies(2, pad);
    Layer.Convolution operation =
        new Layer.Convolution(
            Collections.nCopies(2, stride),
            pads,
            pads,
            List.of(1, 1),
            groups,
            Layer.Padding.ZEROS,
            false,
            List.of(0, 0));
    return convolution(name, name, operation, data, outputs, Collections.nCopies(2, kernel), bias);
  }

  /** A batch norm over channels with gain, shift and running statistics. */
  Node batchNorm(String name, String tensors, Node data, double epsilon, boolean affine) {
    long features = known(name, data, 1);
    Shape shape = Shape.of(features);
    List<Node> operands = new ArrayList<>(List.of(data));
    if (affine) {
      operands.add(parameter(tensors + ".weight", features));
      operands.add(parameter(tensors + ".bias", features));
      operands.add(parameter(Parameter.buffer(tensors + ".running_mean", shape)));
      operands.add(parameter(Parameter.buffer(tensors + ".running_var", shape)));
    }
    return add(name, new Normalisation(Normalisation.Kind.BATCH, epsilon), operands);
  }

  /** A layer norm over the last axis with gain and shift. */
  Node layerNorm(String name, Node data, double epsilon) {
    return norm(
        name, name, new Normalisation(Normalisation.Kind.LAYER, epsilon), -1, data, true, true);
  }

  /** A root-mean-square norm over the last axis with gain. */
  Node rmsNorm(String name, Node data, double epsilon) {
    return norm(
        name, name, new Normalisation(Normalisation.Kind.RMS, epsilon), -1, data, true, false);
  }

  /** Any norm whose gain and shift run along one axis. */
  Node norm(
      String name,
      String tensors,
      Operation operation,
      int axis,
      Node data,
      boolean gain,
      boolean bias) {
    List<Node> operands = new ArrayList<>(List.of(data));
    if (gain) {
      operands.add(parameter(tensors + ".weight", known(name, data, axis)));
    }
    if (gain && bias) {
      operands.add(parameter(tensors + ".bias", known(name, data, axis)));
    }
    return add(name, operation, operands);
  }

  /** A look-up in a table. */
  Node embedding(String name, String table, Node ids, long entries, long features) {
    return add(name, new Layer.Embedding(), ids, parameter(table, entries, features));
  }

  /** Values times a learned gain along one axis that starts from a constant: LayerScale. */
  Node layerScale(String name, String tensor, Node data, int axis, double initial) {
    int rank = data.shape().rank();
    int from = axis < 0 ? axis + rank : axis;
    long[] shape = new long[rank - from];
    java.util.Arrays.fill(shape, 1);
    shape[0] = known(name, data, from);
    Parameter gain =
        new Parameter(tensor, Shape.of(shape), Parameter.Kind.LEARNED, OptionalDouble.of(initial));
    return add(name, MULTIPLY, data, parameter(gain));
  }

  // ---- the rest ----

  /** A sum. */
  Node sum(String name, Node... operands) {
    return add(name, ADD, operands);
  }

  /** A product. */
  Node product(String name, Node a, Node b) {
    return add(name, MULTIPLY, a, b);
  }

  /** Values times a fixed number. */
  Node scaled(String name, Node data, double factor) {
    return product(name, data, constant(name + ".factor", factor));
  }

  /** Random zeroing while training; the data themselves at rate 0. */
  Node dropout(String name, Node data, double rate) {
    return rate == 0 ? data : add(name, new Pointwise.Dropout(rate), data);
  }

  /** The mean over all axes behind the channels. */
  Node globalPool(String name, Node data, boolean keepAxes) {
    List<Integer> space = new ArrayList<>();
    for (int i = 2; i < data.shape().rank(); i++) {
      space.add(i);
    }
    return add(name, new Rearrangement.Reduce(Rearrangement.Summary.MEAN, space, keepAxes), data);
  }

  /** A token in front of others: [batch, tokens, features] from a learned [1, 1, features]. */
  Node classToken(String name, String tensor, Node data) {
    long features = known(name, data, 2);
    Shape one = Shape.of(List.of(data.shape().dim(0), Dim.of(1), Dim.of(features)));
    Node token =
        add(name + ".expand", Rearrangement.Select.expand(one), parameter(tensor, 1, 1, features));
    return add(name, new Join.Concat(1), token, data);
  }

  /** One position of axis 1. */
  Node token(String name, Node data, int index) {
    Node position = add(name + ".position", Source.Indices.of(Shape.SCALAR, index));
    return add(
        name, Rearrangement.Select.gather(data.shape(), 1, position.shape()), data, position);
  }

  /** A range of the last axis. */
  Node features(String name, Node data, long from, long end) {
    int axis = data.shape().rank() - 1;
    return add(name, Rearrangement.Select.slice(data.shape(), axis, from, end), data);
  }

  /** The mask that hides later positions, [tokens, tokens]; made once. */
  Node causalMask(Dim tokens, @Nullable Node made) {
    if (made != null) {
      return made;
    }
    String name = "causal_mask";
    for (int i = 2; graph.has(name); i++) {
      name = "causal_mask." + i;
    }
    return add(name, Source.Auxiliary.causalMask(tokens));
  }

  /**
   * How an attention core attends.
   *
   * @param heads query heads
   * @param keyValueHeads heads of keys and values; divides the former
   * @param headSize features of a head
   * @param scale what scores are multiplied by; 1 for nothing
   * @param dropout rate on the attention weights
   * @param theta base of the rotary position embedding's wavelengths; 0 for none
   */
  record Heads(
      int heads, int keyValueHeads, long headSize, double scale, double dropout, double theta) {}

  /**
   * The core of softmax attention, softmax(q kᵀ·scale + mask)·v. Three paths lead through it. The
   * rotary position embedding is linear in queries and keys: one rearrangement of each, as the ONNX
   * reader has it, and no merge.
   *
   * @param prefix what its nodes' names start with
   * @param q queries, [batch, tokens, heads·headSize]
   * @param k keys, [batch, tokens, keyValueHeads·headSize]
   * @param v values, as the keys
   * @param mask added to the scores, or null
   * @return [batch, tokens, heads·headSize]
   */
  Node attention(String prefix, Node q, Node k, Node v, Heads heads, @Nullable Node mask) {
    Node queries = byHead(prefix + ".q", q, heads.heads, heads, HEADS_FIRST, heads.theta);
    Node keys = byHead(prefix + ".k", k, heads.keyValueHeads, heads, KEYS_LAST, heads.theta);
    Node values = byHead(prefix + ".v", v, heads.keyValueHeads, heads, HEADS_FIRST, 0);
    Node scores = add(prefix + ".product", PRODUCT, queries, keys);
    if (heads.scale != 1) {
      scores = scaled(prefix + ".scale", scores, heads.scale);
    }
    if (mask != null) {
      scores = sum(prefix + ".mask", scores, mask);
    }
    Node weights = add(prefix + ".softmax", new Pointwise.Softmax(3, false), scores);
    weights = dropout(prefix + ".dropout", weights, heads.dropout);
    Node mixed = add(prefix + ".mix", PRODUCT, weights, values);
    mixed = add(prefix + ".tokens", HEADS_FIRST, mixed);
    return add(prefix + ".joined", new Rearrangement.Reshape(q.shape()), mixed);
  }

  private Node byHead(
      String name, Node packed, int count, Heads heads, Operation order, double theta) {
    Shape shape = packed.shape();
    List<Dim> split = List.of(shape.dim(0), shape.dim(1), Dim.of(count), Dim.of(heads.headSize));
    Node parted = add(name + ".heads", new Rearrangement.Reshape(Shape.of(split)), packed);
    if (theta > 0) {
      Rotary turns =
          rotaries.computeIfAbsent(new Turns(shape.dim(1), heads.headSize, theta), t -> rotary(t));
      parted =
          add(
              name + ".rotary",
              Rotary.turn(parted.shape()),
              parted,
              turns.cosines(),
              turns.sines());
    }
    if (count != heads.heads) {
      parted = add(name + ".repeated", perQueryHead(parted.shape(), heads.heads / count), parted);
    }
    return add(name, order, parted);
  }

  /** Every head's features several times in a row: [batch, tokens, heads·times, features]. */
  private static Operation perQueryHead(Shape shape, int times) {
    List<Dim> once = new ArrayList<>(shape.dims());
    once.add(3, Dim.of(1));
    Shape many = Shape.of(once).with(3, Dim.of(times));
    Shape result = shape.with(2, shape.dim(2).times(Dim.of(times)));
    return new Rearrangement.Select(
        Rearrangement.Select.Kind.EXPAND,
        new Body(
            List.of(
                new Body.Step(new Call("Reshape").with("shape", once), List.of(0)),
                new Body.Step(new Call("Expand").with("shape", many.dims()), List.of(-1)),
                new Body.Step(new Call("Reshape").with("shape", result.dims()), List.of(-2)))),
        result);
  }

  private Rotary rotary(Turns turns) {
    String name = "rotary";
    for (int i = 2; graph.has(name + ".frequencies"); i++) {
      name = "rotary." + i;
    }
    Node frequencies =
        add(name + ".frequencies", Rotary.frequencies(turns.features(), turns.theta()));
    return new Rotary(
        add(name + ".cosines", Rotary.table("Cos", turns.tokens(), turns.features()), frequencies),
        add(name + ".sines", Rotary.table("Sin", turns.tokens(), turns.features()), frequencies));
  }

  /** What a rotary position embedding depends on. */
  private record Turns(Dim tokens, long features, double theta) {}

  /** A size of a value that has to be a number. */
  static long known(String name, Node data, int axis) {
    Shape shape = data.shape();
    boolean there = shape.hasRank() && (axis < 0 ? -axis <= shape.rank() : axis < shape.rank());
    if (!there || !shape.dim(axis).isKnown()) {
      throw new InputException(
          name,
          "needs to know the size of axis " + axis + " of its data " + data + ", of shape " + shape,
          "give that size as a number");
    }
    return shape.dim(axis).value();
  }

  /** The finished graph. */
  Graph build(Node output) {
    return graph.build(output);
  }
}
