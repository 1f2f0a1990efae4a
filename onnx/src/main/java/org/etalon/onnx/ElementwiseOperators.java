package org.etalon.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.etalon.graph.Graph;
import org.etalon.graph.Join;
import org.etalon.graph.Node;
import org.etalon.graph.Pointwise;
import org.etalon.graph.Pointwise.Function;
import org.etalon.graph.Pointwise.Normalisation;
import org.etalon.graph.Pointwise.Normalisation.Kind;
import org.etalon.graph.Shape;

/**
 * Activations, normalisations, sums, products and everything else that works element by element.
 */
final class ElementwiseOperators {
  private static final Map<String, Function> FUNCTIONS =
      Map.ofEntries(
          Map.entry("Relu", Function.RELU),
          Map.entry("LeakyRelu", Function.LEAKY_RELU),
          Map.entry("PRelu", Function.PRELU),
          Map.entry("QuickGelu", Function.QUICK_GELU),
          Map.entry("Swish", Function.SILU),
          Map.entry("HardSwish", Function.HARD_SWISH),
          Map.entry("Mish", Function.MISH),
          Map.entry("Clip", Function.CLIP),
          Map.entry("Sigmoid", Function.SIGMOID),
          Map.entry("HardSigmoid", Function.HARD_SIGMOID),
          Map.entry("Tanh", Function.TANH),
          Map.entry("Elu", Function.ELU),
          Map.entry("Celu", Function.CELU),
          Map.entry("Selu", Function.SELU),
          Map.entry("Softplus", Function.SOFTPLUS),
          Map.entry("Softsign", Function.SOFTSIGN),
          Map.entry("Shrink", Function.SHRINK),
          Map.entry("ThresholdedRelu", Function.THRESHOLDED_RELU),
          Map.entry("Abs", Function.ABS),
          Map.entry("Exp", Function.EXP),
          Map.entry("Log", Function.LOG),
          Map.entry("Sqrt", Function.SQRT),
          Map.entry("Reciprocal", Function.RECIPROCAL),
          Map.entry("Neg", Function.NEGATE),
          Map.entry("Erf", Function.ERF),
          Map.entry("Sin", Function.SIN),
          Map.entry("Cos", Function.COS),
          Map.entry("Tanhshrink", Function.TANHSHRINK));

  private static final Set<String> OTHER_FUNCTIONS =
      Set.of(
          "Tan",
          "Asin",
          "Acos",
          "Atan",
          "Sinh",
          "Cosh",
          "Asinh",
          "Acosh",
          "Atanh",
          "Floor",
          "Ceil",
          "Round",
          "Sign",
          "Hardmax",
          "Binarizer",
          "QuantizeLinear",
          "DequantizeLinear");

  /** Operators whose result is an index or a code: identifiers at most. */
  private static final Set<String> INDICES =
      Set.of(
          "ArgMax",
          "ArgMin",
          "OneHot",
          "Multinomial",
          "BitShift",
          "BitwiseAnd",
          "BitwiseOr",
          "BitwiseXor",
          "BitwiseNot",
          "Unique");

  /** Operators whose result is a mask, a range or noise: nothing of the data passes through. */
  private static final Set<String> MASKS =
      Set.of(
          "Equal",
          "Greater",
          "GreaterOrEqual",
          "Less",
          "LessOrEqual",
          "Not",
          "And",
          "Or",
          "Xor",
          "IsNaN",
          "IsInf",
          "NonZero",
          "Size",
          "Shape",
          "Range",
          "ConstantOfShape",
          "EyeLike",
          "RandomNormal",
          "RandomUniform",
          "RandomNormalLike",
          "RandomUniformLike",
          "Bernoulli",
          "NonMaxSuppression",
          "HannWindow",
          "HammingWindow",
          "BlackmanWindow",
          "MelWeightMatrix");

  private final Translator in;

  ElementwiseOperators(Translator in) {
    this.in = in;
  }

  boolean translate(RawNode node) {
    String operator = node.operator();
    Function function = FUNCTIONS.get(operator);
    if (function != null) {
      activation(node, function);
      return true;
    }
    if (OTHER_FUNCTIONS.contains(operator)) {
      in.emit(node, new Pointwise.Activation(Function.ABS), in.operand(node, 0));
      return true;
    }
    if (INDICES.contains(operator)) {
      in.auxiliary(node, in.operands(node));
      return true;
    }
    if (MASKS.contains(operator)) {
      in.auxiliary(node, List.of());
      return true;
    }
    switch (operator) {
      case "Gelu" ->
          in.emit(
              node,
              new Pointwise.Activation(
                  node.text("approximate", "none").equals("tanh")
                      ? Function.GELU_TANH
                      : Function.GELU),
              in.operand(node, 0));
      case "Add", "Sum" -> join(node, new Join.Add());
      case "Mul" -> join(node, new Join.Multiply());
      case "Sub" -> join(node, new Join.Combine(Join.Combine.Rule.DIFFERENCE));
      case "Div" -> join(node, new Join.Combine(Join.Combine.Rule.QUOTIENT));
      case "Pow" -> join(node, new Join.Combine(Join.Combine.Rule.POWER));
      case "Max" -> join(node, new Join.Combine(Join.Combine.Rule.MAXIMUM));
      case "Min" -> join(node, new Join.Combine(Join.Combine.Rule.MINIMUM));
      case "Mean" -> join(node, new Join.Combine(Join.Combine.Rule.MEAN));
      case "Mod" -> join(node, new Join.Combine(Join.Combine.Rule.QUOTIENT));
      case "Where" -> join(node, new Join.Combine(Join.Combine.Rule.CHOICE));
      case "Identity", "CastLike" -> in.same(node, in.operand(node, 0));
      case "Cast" -> cast(node);
      case "Dropout" -> dropout(node);
      case "Softmax" -> softmax(node, false);
      case "LogSoftmax" -> softmax(node, true);
      case "BatchNormalization" -> norm(node, Kind.BATCH, 5);
      case "InstanceNormalization" -> norm(node, Kind.INSTANCE, 3);
      case "GroupNormalization" -> norm(node, Kind.GROUP, 3);
      case "LayerNormalization" -> norm(node, Kind.LAYER, 3);
      case "RMSNormalization", "SimplifiedLayerNormalization" -> norm(node, Kind.RMS, 3);
      case "LpNormalization" -> norm(node, Kind.L2, 1);
      case "MeanVarianceNormalization" -> norm(node, Kind.INSTANCE, 1);
      case "LRN" -> norm(node, Kind.LOCAL_RESPONSE, 1);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void activation(RawNode node, Function function) {
    Node data = in.operand(node, 0);
    double parameter = node.real("alpha", 0);
    if (function == Function.PRELU) {
      in.emit(node, new Pointwise.Activation(function), data, in.operand(node, 1));
    } else {
      in.emit(
          node,
          new Pointwise.Activation(
              function, function.settings().size() == 1 ? new double[] {parameter} : new double[0]),
          data);
    }
  }

  private void join(RawNode node, Join operation) {
    List<Node> operands = in.operands(node);
    if (operands.isEmpty()) {
      throw node.refused("has no operands", "the file is damaged; export the model again");
    }
    in.bind(node, 0, operation, operands);
  }

  /** A conversion to whole numbers or truth values ends what an activation carries. */
  private void cast(RawNode node) {
    Node data = in.operand(node, 0);
    if (data.carries() == Graph.Carries.ACTIVATIONS
        && !RawTensor.isReal((int) node.integer("to", 1))) {
      in.bind(node, 0, ShapeOperators.aux("Cast", data.shape()), List.of(data));
    } else {
      in.same(node, data);
    }
  }

  private void dropout(RawNode node) {
    Node data = in.operand(node, 0);
    double rate = node.real("ratio", 0.5);
    Optional<Known> given = in.known(node.input(1));
    if (given.isPresent() && given.get().count() == 1) {
      rate = given.get().real(0);
    }
    in.emit(node, new Pointwise.Dropout(rate), data);
    if (node.outputs().size() > 1 && !node.outputs().get(1).isEmpty()) {
      in.bind(node, 1, ShapeOperators.aux("dropout mask", data.shape()), List.of());
    }
  }

  private void softmax(RawNode node, boolean logarithm) {
    Node data = in.operand(node, 0);
    long axis = node.integer("axis", in.graph().opset() < 13 ? 1 : -1);
    Integer front = in.axis(node, axis, data.shape());
    in.emit(node, new Pointwise.Softmax(front == null ? (int) axis : front, logarithm), data);
  }

  /** A gain or shift that the exporter reshaped and renamed gets its own name and shape back. */
  private void declareGain(RawNode node, int i) {
    String value = node.input(i);
    Optional<RawTensor> stored = in.graph().tensor(value);
    if (stored.isEmpty()) {
      stored = in.leaves().inputTensor(value);
    }
    if (stored.isEmpty() || !Leaves.isInvented(value) || in.isMade(value)) {
      return;
    }
    long[] sizes = stored.get().sizes();
    long[] own = java.util.Arrays.stream(sizes).filter(s -> s != 1).toArray();
    if (own.length == 1) {
      String name = in.names().nameOf(stored.get(), node, "", i == 1 ? "weight" : "bias");
      Shape shape = name.equals(value) ? Shape.of(sizes) : Shape.of(own);
      in.declare(value, in.leaves().parameter(stored.get(), name, shape));
    }
  }

  private void norm(RawNode node, Kind kind, int most) {
    List<Node> operands = new ArrayList<>();
    for (int i = 0; i < Math.min(most, node.inputs().size()); i++) {
      if (node.hasInput(i)) {
        if (i == 1 || i == 2) {
          declareGain(node, i);
        }
        operands.add(in.operand(node, i));
      }
    }
    if (operands.isEmpty()) {
      throw node.refused("has no operands", "the file is damaged; export the model again");
    }
    List<Integer> axes = List.of(-1);
    Optional<List<Long>> given = node.integers("axes");
    if (given.isPresent()) {
      axes = given.get().stream().map(Long::intValue).toList();
    } else if (node.has("axis")) {
      axes = List.of((int) node.integer("axis", -1));
    }
    int groups = (int) Math.max(1, Math.min(1 << 24, node.integer("num_groups", 1)));
    double epsilon = node.real("epsilon", 1e-5);
    in.bind(node, 0, new Normalisation(kind, axes, groups, epsilon), operands);
    for (int i = 1; i < node.outputs().size(); i++) {
      if (!node.outputs().get(i).isEmpty()) {
        in.bind(
            node, i, ShapeOperators.aux("statistics", in.stated(node.outputs().get(i))), List.of());
      }
    }
  }
}
