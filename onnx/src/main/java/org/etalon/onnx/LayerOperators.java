package org.etalon.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.etalon.graph.Graph;
import org.etalon.graph.Join;
import org.etalon.graph.Layer;
import org.etalon.graph.Node;
import org.etalon.graph.Rearrangement;
import org.etalon.graph.Shape;

/** Operators that are parameterised layers when one operand is learned. */
final class LayerOperators {
  private static final int LONGEST_EQUATION = 1024;

  private final Translator in;

  LayerOperators(Translator in) {
    this.in = in;
  }

  boolean translate(RawNode node) {
    switch (node.operator()) {
      case "Conv" -> convolution(node, false);
      case "ConvTranspose" -> convolution(node, true);
      case "MatMul" -> matMul(node);
      case "Gemm" -> gemm(node);
      case "Gather" -> {
        return embedding(node);
      }
      case "Einsum" -> einsum(node);
      default -> {
        return false;
      }
    }
    return true;
  }

  // ---- weights ----

  /** A layer's weight as a node, and how its matrix is laid out. */
  private record Weight(Node node, Layer.Layout layout) {}

  /**
   * The weight at operand {@code i}; a transposition of a parameter is read as the parameter in the
   * other layout, and a matrix that the exporter transposed and renamed is turned back.
   */
  private Weight weight(RawNode node, int i, String bias, Layer.Layout layout) {
    String name = node.input(i);
    RawNode producer = in.graph().producer(name);
    if (producer != null && producer.is("Transpose") && swapsLastTwo(producer)) {
      Node source = in.value(producer.input(0));
      if (in.isLearned(source) && source.shape().hasRank() && source.shape().rank() >= 2) {
        return new Weight(source, opposite(layout));
      }
    }
    Optional<RawTensor> stored = stored(name);
    if (stored.isPresent() && stored.get().isReal() && !in.isMade(name)) {
      RawTensor tensor = stored.get();
      long[] sizes = tensor.sizes();
      if (node.is("MatMul") && i == 1 && in.names().wasTransposed(tensor)) {
        Optional<Node> table = in.tables().copyOf(tensor);
        if (table.isPresent()) {
          return new Weight(table.get(), opposite(layout));
        }
        sizes = new long[] {sizes[1], sizes[0]};
        layout = opposite(layout);
      }
      String chosen = in.names().nameOf(tensor, node, bias, "weight");
      in.declare(name, in.leaves().parameter(tensor, chosen, Shape.of(sizes)));
      return new Weight(in.value(name), layout);
    }
    Node value = in.value(name);
    if (stored.isPresent()
        && node.is("MatMul")
        && i == 1
        && in.names().wasTransposed(stored.get())) {
      layout = opposite(layout);
    }
    return new Weight(value, layout);
  }

  /**
   * A tensor held by the file, as initialiser or as a {@code Constant} matrix; where the weights
   * are graph inputs, a constant is what it says.
   */
  private Optional<RawTensor> stored(String name) {
    Optional<RawTensor> tensor = in.graph().tensor(name);
    RawNode producer = in.graph().producer(name);
    if (tensor.isEmpty() && Leaves.isInvented(name)) {
      tensor = in.leaves().inputTensor(name);
    }
    if (tensor.isEmpty() && producer != null && producer.is("Constant") && !in.weightsAreInputs()) {
      tensor = Constants.tensor(producer).filter(t -> t.sizes().length >= 2);
    }
    return tensor;
  }

  private Optional<Node> bias(RawNode node, int i) {
    if (!node.hasInput(i)) {
      return Optional.empty();
    }
    String name = node.input(i);
    Optional<RawTensor> stored = stored(name);
    if (stored.isPresent() && stored.get().isReal() && !in.isMade(name)) {
      String chosen = in.names().nameOf(stored.get(), node, "", "bias");
      in.declare(name, in.leaves().parameter(stored.get(), chosen, Shape.of(stored.get().sizes())));
    }
    return Optional.of(in.value(name));
  }

  private static Layer.Layout opposite(Layer.Layout layout) {
    return layout == Layer.Layout.OUT_IN ? Layer.Layout.IN_OUT : Layer.Layout.OUT_IN;
  }

  private static boolean swapsLastTwo(RawNode transpose) {
    List<Long> order = transpose.integers("perm").orElse(List.of(1L, 0L));
    int rank = order.size();
    for (int i = 0; i < rank; i++) {
      long expected = i < rank - 2 ? i : i == rank - 2 ? rank - 1 : rank - 2;
      if (order.get(i) != expected) {
        return false;
      }
    }
    return rank >= 2;
  }

  private boolean carries(Node node) {
    return node.carries() != Graph.Carries.NOTHING;
  }

  // ---- convolutions ----

  private void convolution(RawNode node, boolean transposed) {
    Node data = in.operand(node, 0);
    Weight weight = weight(node, 1, node.input(2), Layer.Layout.OUT_IN);
    Shape kernel = weight.node.shape();
    if (carries(weight.node)) {
      throw node.refused(
          "has a kernel computed from the data", "such a layer is outside the laws of depth");
    }
    if (!in.isLearned(weight.node)) {
      if (!carries(data)) {
        in.auxiliary(node, false);
        return;
      }
      // A fixed kernel: a blur, no layer.
      in.select(node, Rearrangement.Select.Kind.WINDOW, in.opaque(node, rank(data)));
      return;
    }
    if (!kernel.hasRank() || kernel.rank() < 3) {
      throw node.refused("has a kernel of shape " + kernel, "a kernel has at least 3 axes");
    }
    int axes = kernel.rank() - 2;
    List<Integer> ones = Collections.nCopies(axes, 1);
    List<Integer> strides = node.sizes("strides").orElse(ones);
    List<Integer> dilations = node.sizes("dilations").orElse(ones);
    List<Integer> pads = node.sizes("pads").orElse(Collections.nCopies(2 * axes, 0));
    List<Integer> extra = node.sizes("output_padding").orElse(Collections.nCopies(axes, 0));
    String automatic = node.text("auto_pad", "NOTSET");
    if (strides.size() != axes || dilations.size() != axes || extra.size() != axes) {
      throw node.refused(
          "has strides, dilations or output padding that do not fit its " + axes + " axes",
          "check the model");
    }
    if (automatic.startsWith("SAME")) {
      pads = samePads(data.shape(), kernel, strides, dilations, automatic, transposed);
    }
    Optional<List<Integer>> size = node.sizes("output_shape");
    if (transposed && size.isPresent()) {
      pads = padsTo(node, size.get(), data.shape(), kernel, strides, dilations, extra);
    }
    if (pads.size() != 2 * axes) {
      throw node.refused("has " + pads.size() + " pads for " + axes + " axes", "check the model");
    }
    long groups = node.integer("group", 1);
    if (groups < 1 || groups > 1 << 24) {
      throw node.refused("has " + groups + " groups", "check the model");
    }
    Layer.Convolution operation =
        new Layer.Convolution(
            strides,
            pads.subList(0, axes),
            pads.subList(axes, 2 * axes),
            dilations,
            (int) groups,
            Layer.Padding.ZEROS,
            transposed,
            extra);
    Optional<Node> bias = bias(node, 2);
    List<Node> operands = new ArrayList<>(List.of(data, weight.node));
    bias.ifPresent(operands::add);
    in.bind(node, 0, operation, operands);
  }

  /** Pads that keep size/stride, rounded up; for a symbolic size as if it divided. */
  private static List<Integer> samePads(
      Shape data,
      Shape kernel,
      List<Integer> strides,
      List<Integer> dilations,
      String rule,
      boolean transposed) {
    int axes = strides.size();
    Integer[] pads = new Integer[2 * axes];
    for (int i = 0; i < axes; i++) {
      long reach =
          Math.addExact(
              Math.multiplyExact(kernel.dim(i + 2).value() - 1, (long) dilations.get(i)), 1);
      long stride = strides.get(i);
      long total = Math.max(0, reach - stride);
      boolean spatial = data.hasRank() && data.rank() == axes + 2;
      if (!transposed && spatial && data.dim(i + 2).isKnown()) {
        long size = data.dim(i + 2).value();
        total = Math.max(0, (Math.floorDiv(size + stride - 1, stride) - 1) * stride + reach - size);
      }
      int small = Math.toIntExact(total / 2);
      int large = Math.toIntExact(total - small);
      pads[i] = rule.equals("SAME_LOWER") ? large : small;
      pads[i + axes] = rule.equals("SAME_LOWER") ? small : large;
    }
    return Arrays.asList(pads);
  }

  /** Pads that leave a transposed convolution the spatial sizes that it is to have. */
  private static List<Integer> padsTo(
      RawNode node,
      List<Integer> sizes,
      Shape data,
      Shape kernel,
      List<Integer> strides,
      List<Integer> dilations,
      List<Integer> extra) {
    int axes = strides.size();
    boolean fits = sizes.size() >= axes && data.hasRank() && data.rank() == axes + 2;
    Integer[] pads = new Integer[2 * axes];
    for (int i = 0; i < axes; i++) {
      if (!fits || !data.dim(i + 2).isKnown()) {
        throw node.refused(
            "is to have the size " + sizes + " of data " + data + ", which do not fix its pads",
            "export the model with pads");
      }
      long reach = (kernel.dim(i + 2).value() - 1) * dilations.get(i) + 1;
      long whole = (data.dim(i + 2).value() - 1) * strides.get(i) + reach + extra.get(i);
      long total = Math.max(0, whole - sizes.get(sizes.size() - axes + i));
      boolean laterMore = node.text("auto_pad", "NOTSET").equals("SAME_UPPER");
      long before = laterMore ? total / 2 : total - total / 2;
      pads[i] = Math.toIntExact(before);
      pads[i + axes] = Math.toIntExact(total - before);
    }
    return Arrays.asList(pads);
  }

  private static int rank(Node node) {
    return node.shape().hasRank() ? node.shape().rank() : 4;
  }

  // ---- matrix products ----

  private void matMul(RawNode node) {
    String bias = node.input(2);
    boolean dynamicLeft = in.isDynamic(node, 0);
    boolean dynamicRight = in.isDynamic(node, 1);
    if (dynamicLeft && !dynamicRight) {
      Weight weight = weight(node, 1, bias.isEmpty() ? biasAfter(node) : bias, Layer.Layout.IN_OUT);
      if (in.isLearned(weight.node)) {
        linear(node, in.operand(node, 0), weight, -1, bias(node, 2));
        return;
      }
    } else if (dynamicRight && !dynamicLeft) {
      Weight weight = weight(node, 0, biasAfter(node), Layer.Layout.OUT_IN);
      if (in.isLearned(weight.node)) {
        linear(node, in.operand(node, 1), weight, -2, Optional.empty());
        return;
      }
    }
    product(node, in.operand(node, 0), in.operand(node, 1));
  }

  /** Name of a vector added right after a product: the layer's bias, for naming its weight. */
  private String biasAfter(RawNode node) {
    RawNode next = in.graph().onlyConsumer(node.output());
    if (next == null || !next.is("Add")) {
      return "";
    }
    String other = next.input(next.input(0).equals(node.output()) ? 1 : 0);
    return in.graph().tensor(other).isPresent() || in.graph().inputs().containsKey(other)
        ? other
        : "";
  }

  private void linear(RawNode node, Node data, Weight weight, int contracted, Optional<Node> bias) {
    List<Node> operands = new ArrayList<>(List.of(data, weight.node));
    bias.ifPresent(operands::add);
    in.bind(node, 0, new Layer.Linear(weight.layout, contracted), operands);
  }

  private void product(RawNode node, Node a, Node b) {
    if (!carries(a) && !carries(b) && !in.isLearned(a) && !in.isLearned(b)) {
      Join.MatrixProduct product = new Join.MatrixProduct();
      boolean ranked = a.shape().hasRank() && b.shape().hasRank();
      Shape shape = ranked ? product.infer(List.of(a.shape(), b.shape())) : Shape.UNKNOWN;
      in.auxiliary(node, 0, false, shape);
    } else {
      in.emit(node, new Join.MatrixProduct(), a, b);
    }
  }

  private void gemm(RawNode node) {
    boolean transposeA = node.integer("transA", 0) != 0;
    boolean transposeB = node.integer("transB", 0) != 0;
    Node a = in.operand(node, 0);
    Node result;
    Optional<Node> shift;
    if (!in.isDynamic(node, 1) && carries(a)) {
      Weight weight =
          weight(node, 1, node.input(2), transposeB ? Layer.Layout.OUT_IN : Layer.Layout.IN_OUT);
      Node data = transposeA ? transposed(node, "a", a) : a;
      shift = gemmShift(node);
      if (in.isLearned(weight.node)) {
        boolean scaled = node.real("alpha", 1) != 1 || node.real("beta", 1) != 1;
        Optional<Node> layerBias = shift.filter(s -> !carries(s) && !scaled);
        List<Node> operands = new ArrayList<>(List.of(data, weight.node));
        layerBias.ifPresent(operands::add);
        Layer.Linear layer = new Layer.Linear(weight.layout);
        if (layerBias.isPresent() || (shift.isEmpty() && !scaled)) {
          in.bind(node, 0, layer, operands);
          return;
        }
        result = in.step(node, "product", layer, operands.toArray(new Node[0]));
      } else {
        Node b = transposeB ? transposed(node, "b", weight.node) : weight.node;
        result = in.step(node, "product", new Join.MatrixProduct(), data, b);
      }
    } else {
      Node b = in.operand(node, 1);
      shift = gemmShift(node);
      Node left = transposeA ? transposed(node, "a", a) : a;
      Node right = transposeB ? transposed(node, "b", b) : b;
      if (in.isLearned(a) && carries(b)) {
        Layer.Layout layout = transposeA ? Layer.Layout.IN_OUT : Layer.Layout.OUT_IN;
        result = in.step(node, "product", new Layer.Linear(layout, -2), right, a);
      } else {
        result = in.step(node, "product", new Join.MatrixProduct(), left, right);
      }
    }
    if (node.real("alpha", 1) != 1) {
      Node alpha = in.constant(node, "alpha", node.real("alpha", 1));
      result = in.step(node, "scaled", new Join.Multiply(), result, alpha);
    }
    if (shift.isPresent()) {
      Node shifted = shift.get();
      if (node.real("beta", 1) != 1) {
        Node beta = in.constant(node, "beta", node.real("beta", 1));
        shifted = in.step(node, "scaled shift", new Join.Multiply(), shifted, beta);
      }
      in.emit(node, new Join.Add(), result, shifted);
    } else {
      in.same(node, result);
    }
  }

  private Optional<Node> gemmShift(RawNode node) {
    if (!node.hasInput(2)) {
      return Optional.empty();
    }
    Optional<Node> shift = bias(node, 2);
    if (shift.isPresent() && !carries(shift.get()) && !in.isLearned(shift.get())) {
      // A constant: zero as a rule, and never learned.
      return Optional.empty();
    }
    return shift;
  }

  private Node transposed(RawNode node, String what, Node matrix) {
    return in.step(node, what + " transposed", new Rearrangement.Transpose(List.of(1, 0)), matrix);
  }

  // ---- look-ups and Einstein sums ----

  private boolean embedding(RawNode node) {
    Node indices = in.operand(node, 1);
    if (!carries(indices)) {
      return false;
    }
    String table = node.input(0);
    Optional<RawTensor> stored = stored(table);
    if (stored.isPresent() && stored.get().isReal() && !in.isMade(table)) {
      weight(node, 0, "", Layer.Layout.IN_OUT);
    }
    Node weight = in.operand(node, 0);
    if (!in.isLearned(weight) || carries(weight)) {
      return false;
    }
    long axis = node.integer("axis", 0);
    if (axis != 0 && !(weight.shape().hasRank() && axis == -weight.shape().rank())) {
      throw node.refused(
          "looks identifiers up along axis " + axis + " of a parameter", "use axis 0");
    }
    stored.ifPresent(tensor -> in.tables().add(tensor, weight));
    in.emit(node, new Layer.Embedding(), indices, weight);
    return true;
  }

  private void einsum(RawNode node) {
    String equation = node.text("equation", "").replace(" ", "");
    if (equation.length() > LONGEST_EQUATION) {
      throw node.refused("has an equation of " + equation.length() + " letters", "check the model");
    }
    String[] sides = equation.split("->", -1);
    List<String> terms = List.of(sides[0].split(",", -1));
    if (sides.length != 2 || equation.contains(".") || terms.size() != node.inputs().size()) {
      throw node.refused(
          "has the equation '" + equation + "'",
          "only explicit equations without '...' are read; rewrite it");
    }
    List<Node> operands = new ArrayList<>();
    int learnedAt = -1;
    int carriers = 0;
    for (int i = 0; i < node.inputs().size(); i++) {
      Optional<RawTensor> stored = stored(node.input(i));
      Node operand =
          stored.isPresent() && stored.get().isReal() && !in.isMade(node.input(i))
              ? weight(node, i, biasAfter(node), Layer.Layout.IN_OUT).node
              : in.operand(node, i);
      operands.add(operand);
      carriers += carries(operand) ? 1 : 0;
      learnedAt = in.isLearned(operand) ? i : learnedAt;
    }
    boolean repeats = terms.stream().anyMatch(t -> t.chars().distinct().count() != t.length());
    if (repeats) {
      throw node.refused("repeats an axis within one operand", "rewrite the equation");
    }
    if (operands.size() == 2 && learnedAt >= 0 && carriers == 1) {
      Layer.Contraction layer =
          new Layer.Contraction(terms.get(1 - learnedAt), terms.get(learnedAt), sides[1]);
      in.emit(node, layer, operands.get(1 - learnedAt), operands.get(learnedAt));
    } else if (learnedAt >= 0 && carriers > 0) {
      throw node.refused("mixes parameters and several activations", "split the equation");
    } else {
      in.bind(node, 0, new Join.EinsteinSum(terms, sides[1]), operands);
    }
  }
}
