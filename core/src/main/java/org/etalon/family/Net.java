package org.etalon.family;

import java.util.List;
import java.util.OptionalDouble;
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
import org.etalon.graph.Rearrangement;
import org.etalon.graph.Shape;
import org.etalon.graph.Source;

/**
 * A network under construction: layers with their parameters, named as PyTorch names them. A
 * layer's node has the name of its module, its parameters that name with {@code .weight}, {@code
 * .bias} behind it.
 */
final class Net {
  /** The number of examples, bound when the network is run. */
  static final Dim BATCH = Dim.symbol("batch");

  /** Name of the data input of every family. */
  static final String INPUT = "input";

  /** PyTorch's default for normalisations. */
  static final double EPSILON = 1e-5;

  static final Operation ADD = new Join.Add();
  static final Operation RELU = new Pointwise.Activation(Pointwise.Function.RELU);
  static final Operation BATCH_NORM =
      new Pointwise.Normalisation(Pointwise.Normalisation.Kind.BATCH, EPSILON);

  private static final Operation MULTIPLY = new Join.Multiply();
  private static final Operation LINEAR = new Layer.Linear(Layer.Layout.OUT_IN);
  private static final Operation LAYER_NORM =
      new Pointwise.Normalisation(Pointwise.Normalisation.Kind.LAYER, EPSILON);
  private static final Operation ONE_GROUP_NORM =
      new Pointwise.Normalisation(Pointwise.Normalisation.Kind.GROUP, List.of(-1), 1, EPSILON);

  private final GraphBuilder graph = new GraphBuilder();

  /** Real-valued data: the batch and the given sizes behind it. */
  Node input(long... sizes) {
    return input(Source.Element.REAL, sizes);
  }

  /** Data of either kind: the batch and the given sizes behind it. */
  Node input(Source.Element element, long... sizes) {
    return graph.input(INPUT, element, batchOf(sizes));
  }

  /** The shape with the batch first and the given sizes behind it. */
  static Shape batchOf(long... sizes) {
    Dim[] dims = new Dim[sizes.length + 1];
    dims[0] = BATCH;
    for (int i = 0; i < sizes.length; i++) {
      dims[i + 1] = Dim.of(sizes[i]);
    }
    return Shape.of(List.of(dims));
  }

  /** Any operation. */
  Node add(String name, Operation operation, Node... operands) {
    return graph.add(name, operation, operands);
  }

  /** Any operation. */
  Node add(String name, Operation operation, List<Node> operands) {
    return graph.add(name, operation, operands);
  }

  /** A learned tensor. */
  Node parameter(String name, long... sizes) {
    return graph.parameter(name, sizes);
  }

  /** A tensor made beforehand. */
  Node parameter(Parameter parameter) {
    return graph.parameter(parameter);
  }

  /** A dense layer over the last axis, whose weight is stored output features first. */
  Node linear(String name, Node data, long outputs, boolean bias) {
    Node weight = parameter(name + ".weight", outputs, data.shape().dim(-1).value());
    return bias
        ? add(name, LINEAR, data, weight, parameter(name + ".bias", outputs))
        : add(name, LINEAR, data, weight);
  }

  /** The first dense layer, whose parameters are {@code input.weight} and {@code input.bias}. */
  Node inputLayer(Node data, long outputs, boolean bias) {
    // The node cannot be called "input": the data are.
    Node weight = parameter("input.weight", outputs, data.shape().dim(-1).value());
    return bias
        ? linear("input.linear", data, weight, parameter("input.bias", outputs))
        : linear("input.linear", data, weight);
  }

  /** A dense layer with given tensors. */
  Node linear(String name, Node data, Node weight, Node bias) {
    return add(name, LINEAR, data, weight, bias);
  }

  /** A dense layer without bias whose weight exists already. */
  Node linear(String name, Node data, Node weight) {
    return add(name, LINEAR, data, weight);
  }

  /** A convolution with a kernel of equal sides. */
  Node convolution(
      String name, Layer.Convolution operation, Node data, long outputs, int kernel, boolean bias) {
    long[] shape = new long[operation.strides().size() + 2];
    java.util.Arrays.fill(shape, kernel);
    shape[0] = outputs;
    shape[1] = data.shape().dim(1).value();
    Node weight = parameter(name + ".weight", shape);
    return bias
        ? add(name, operation, data, weight, parameter(name + ".bias", outputs))
        : add(name, operation, data, weight);
  }

  /** The stride-1 convolution that keeps the size of the image, the kernel odd or even. */
  static Layer.Convolution sameSize(int axes, int kernel, Layer.Padding padding) {
    int before = (kernel - 1) / 2;
    List<Integer> ones = java.util.Collections.nCopies(axes, 1);
    return new Layer.Convolution(
        ones,
        java.util.Collections.nCopies(axes, before),
        java.util.Collections.nCopies(axes, kernel - 1 - before),
        ones,
        1,
        padding,
        false,
        java.util.Collections.nCopies(axes, 0));
  }

  /** A batch norm over channels with gain, shift and running statistics. */
  Node batchNorm(String name, Node data) {
    long features = data.shape().dim(1).value();
    Shape shape = Shape.of(features);
    return add(
        name,
        BATCH_NORM,
        data,
        parameter(name + ".weight", features),
        parameter(name + ".bias", features),
        parameter(Parameter.buffer(name + ".running_mean", shape)),
        parameter(Parameter.buffer(name + ".running_var", shape)));
  }

  /** A layer norm over the last axis with gain and, if wanted, shift. */
  Node layerNorm(String name, Node data, boolean bias) {
    return layerNorm(name, data, bias, LAYER_NORM);
  }

  /** The same with another epsilon. */
  Node layerNorm(String name, Node data, double epsilon) {
    Operation norm = new Pointwise.Normalisation(Pointwise.Normalisation.Kind.LAYER, epsilon);
    return layerNorm(name, data, true, norm);
  }

  private Node layerNorm(String name, Node data, boolean bias, Operation norm) {
    long features = data.shape().dim(-1).value();
    Node gain = parameter(name + ".weight", features);
    return bias
        ? add(name, norm, data, gain, parameter(name + ".bias", features))
        : add(name, norm, data, gain);
  }

  /** A layer norm over the last axis without parameters. */
  Node plainLayerNorm(String name, Node data) {
    return add(name, LAYER_NORM, data);
  }

  /**
   * The normalisation of an image that a key {@code norm} asks for: none, batch, or layer, which
   * for images is one group of all channels and positions.
   */
  Node imageNorm(String kind, String name, Node data) {
    return switch (kind) {
      case "none" -> data;
      case "batch" -> batchNorm(name, data);
      case "layer" -> {
        long features = data.shape().dim(1).value();
        yield add(
            name,
            ONE_GROUP_NORM,
            data,
            parameter(name + ".weight", features),
            parameter(name + ".bias", features));
      }
      default -> throw new IllegalArgumentException(kind);
    };
  }

  /** A rectifier. */
  Node relu(String name, Node data) {
    return add(name, RELU, data);
  }

  /** A sum of two values. */
  Node sum(String name, Node a, Node b) {
    return add(name, ADD, a, b);
  }

  /** Values times a learned gain per channel (axis 1) that starts from a constant: LayerScale. */
  Node layerScale(String name, Node data, double initial) {
    long[] shape = new long[data.shape().rank() - 1];
    java.util.Arrays.fill(shape, 1);
    shape[0] = data.shape().dim(1).value();
    Node gain =
        parameter(
            new Parameter(
                name + ".gain",
                Shape.of(shape),
                Parameter.Kind.LEARNED,
                OptionalDouble.of(initial)));
    return add(name, MULTIPLY, data, gain);
  }

  /** Values times a fixed number. */
  Node scaled(String name, Node data, double factor) {
    Node constant = add(name + ".factor", new Source.Constant(Shape.SCALAR, List.of(factor)));
    return add(name, MULTIPLY, data, constant);
  }

  /** Random zeroing while training; the data themselves at rate 0. */
  Node dropout(String name, Node data, double rate) {
    return rate == 0 ? data : add(name, new Pointwise.Dropout(rate), data);
  }

  /** The mean over all axes behind the channels. */
  Node globalPool(String name, Node data) {
    List<Integer> space = java.util.stream.IntStream.range(2, data.shape().rank()).boxed().toList();
    return add(name, new Rearrangement.Reduce(Rearrangement.Summary.MEAN, space, false), data);
  }

  /** The finished graph. */
  Graph build(Node output) {
    return graph.build(output);
  }

  /**
   * Refuses a network that would be too large.
   *
   * @param where the key that makes it large, for the message
   * @param nodes an upper bound of its nodes
   */
  static void requireNodes(String where, long nodes) {
    if (nodes > Families.MOST_NODES) {
      throw new InputException(
          where,
          "would make a network of about "
              + nodes
              + " nodes, more than the limit of "
              + Families.MOST_NODES,
          "give a smaller value");
    }
  }
}
