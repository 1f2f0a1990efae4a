package org.etalon.onnx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import org.etalon.graph.Dim;
import org.etalon.graph.Graph;
import org.etalon.graph.Join;
import org.etalon.graph.Node;
import org.etalon.graph.Operation;
import org.etalon.graph.Pointwise;
import org.etalon.graph.Pointwise.Function;
import org.etalon.graph.Pointwise.Normalisation;
import org.etalon.graph.Pointwise.Normalisation.Kind;
import org.etalon.graph.Rearrangement;
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
          Map.entry("Tan", Function.TAN),
          Map.entry("Asin", Function.ASIN),
          Map.entry("Acos", Function.ACOS),
          Map.entry("Atan", Function.ATAN),
          Map.entry("Sinh", Function.SINH),
          Map.entry("Cosh", Function.COSH),
          Map.entry("Asinh", Function.ASINH),
          Map.entry("Acosh", Function.ACOSH),
          Map.entry("Atanh", Function.ATANH),
          Map.entry("Floor", Function.FLOOR),
          Map.entry("Ceil", Function.CEIL),
          Map.entry("Round", Function.ROUND),
          Map.entry("Sign", Function.SIGN),
          Map.entry("Hardmax", Function.HARDMAX),
          Map.entry("Tanhshrink", Function.TANHSHRINK));

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

  /** A factor nearer to 1 is only arithmetic's noise. */
  private static final double LEAST_FACTOR = 1e-5;

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
    if (INDICES.contains(operator)) {
      in.auxiliary(node, false);
      return true;
    }
    if (MASKS.contains(operator)) {
      in.auxiliary(node, true);
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
      case "Div" ->
          join(
              node,
              new Join.Combine(
                  in.type(node.output()) == ElementType.WHOLE
                      ? Join.Combine.Rule.WHOLE_QUOTIENT
                      : Join.Combine.Rule.QUOTIENT));
      case "Pow" -> join(node, new Join.Combine(Join.Combine.Rule.POWER));
      case "Max" -> join(node, new Join.Combine(Join.Combine.Rule.MAXIMUM));
      case "Min" -> join(node, new Join.Combine(Join.Combine.Rule.MINIMUM));
      case "Mean" -> join(node, new Join.Combine(Join.Combine.Rule.MEAN));
      case "Mod" -> computed(node);
      case "QuantizeLinear", "DequantizeLinear" -> codes(node);
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
      case "MeanVarianceNormalization" -> norm(node, Kind.LAYER, 1);
      case "LRN" -> norm(node, Kind.LOCAL_RESPONSE, 1);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void activation(RawNode node, Function function) {
    Node data = in.operand(node, 0);
    switch (function) {
      case PRELU -> in.emit(node, new Pointwise.Activation(function), data, in.operand(node, 1));
      case HARDMAX -> alongAxis(node, data, false, a -> new Pointwise.Activation(function, a));
      case CLIP -> clip(node, data);
      default -> in.emit(node, new Pointwise.Activation(function, settings(node, function)), data);
    }
  }

  /** The settings of a function, with ONNX's values where the file gives none. */
  private static double[] settings(RawNode node, Function function) {
    return switch (function) {
      case SILU -> new double[] {node.real("alpha", 1)};
      case LEAKY_RELU -> new double[] {node.real("alpha", 0.01)};
      case ELU, CELU, THRESHOLDED_RELU -> new double[] {node.real("alpha", 1)};
      case HARD_SIGMOID -> new double[] {node.real("alpha", 0.2), node.real("beta", 0.5)};
      case SELU ->
          new double[] {
            node.real("alpha", function.standard().get(0)),
            node.real("gamma", function.standard().get(1))
          };
      case SHRINK -> new double[] {node.real("lambd", 0.5), node.real("bias", 0)};
      default -> new double[0];
    };
  }

  /** Bounds are attributes in old opsets, operands in newer ones; computed ones are kept so. */
  private void clip(RawNode node, Node data) {
    double[] bounds = {
      node.real("min", Double.NEGATIVE_INFINITY), node.real("max", Double.POSITIVE_INFINITY)
    };
    for (int i = 0; i < 2; i++) {
      if (node.hasInput(i + 1)) {
        Optional<Known> bound = in.known(node.input(i + 1)).filter(k -> k.count() == 1);
        if (bound.isEmpty() || Double.isNaN(bound.get().real(0))) {
          computed(node);
          return;
        }
        bounds[i] = bound.get().real(0);
      }
    }
    in.emit(node, new Pointwise.Activation(Function.CLIP, bounds), data);
  }

  /** Arithmetic that only its call says. */
  private void computed(RawNode node) {
    Node data = in.operand(node, 0);
    Shape shape = data.shape();
    Graph.Carries most = data.carries();
    for (Node operand : in.calls().nodes(in.calls().of(node))) {
      shape = shape.broadcast(operand.shape());
      most = operand.carries().compareTo(most) > 0 ? operand.carries() : most;
    }
    if (most == Graph.Carries.ACTIVATIONS) {
      in.select(node, Rearrangement.Select.Kind.COMPUTED, shape);
    } else {
      in.auxiliary(node, false);
    }
  }

  /** A quantised weight is trained as the real numbers it stands for; activations are rounded. */
  private void codes(RawNode node) {
    Node data = in.operand(node, 0);
    if (data.carries() == Graph.Carries.NOTHING) {
      in.same(node, data);
    } else {
      in.select(node, Rearrangement.Select.Kind.COMPUTED, data.shape());
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
    ElementType from = in.type(node.input(0));
    ElementType to = ElementType.of((int) node.integer("to", 1));
    boolean same = from == to || (to == ElementType.REAL && from == ElementType.UNKNOWN);
    if (same || (to == ElementType.REAL && data.carries() == Graph.Carries.ACTIVATIONS)) {
      in.same(node, data);
    } else if (in.isLearned(data)) {
      in.same(node, data);
    } else {
      in.auxiliary(node, false);
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
      in.auxiliary(node, 1, true, data.shape());
    }
  }

  private void softmax(RawNode node, boolean logarithm) {
    Node data = in.operand(node, 0);
    alongAxis(node, data, true, axis -> new Pointwise.Softmax(axis, logarithm));
  }

  /**
   * Something along an axis, by default the last. Up to opset 12 it is along all axes from the
   * given one on, by default the second, taken as one.
   *
   * @param fromFront whether the axis is then counted from the front
   */
  private void alongAxis(
      RawNode node, Node data, boolean fromFront, IntFunction<Operation> operation) {
    boolean old = in.graph().opset() < 13 && !node.isStandIn();
    long axis = node.integer("axis", old ? 1 : -1);
    Shape shape = data.shape();
    Integer front = in.axis(node, axis, shape);
    if (front == null) {
      in.emit(node, operation.apply((int) axis), data);
      return;
    }
    List<Dim> behind = shape.dims().subList(front + 1, shape.rank());
    int last = fromFront ? shape.rank() - 1 : -1;
    if (!old || behind.stream().allMatch(size -> size.is(1))) {
      in.emit(node, operation.apply(fromFront ? front : front - shape.rank()), data);
      return;
    }
    List<Dim> flat = new ArrayList<>(shape.dims().subList(0, front));
    flat.add(Shape.of(shape.dims().subList(front, shape.rank())).elements());
    Node one = in.step(node, "as one axis", new Rearrangement.Reshape(Shape.of(flat)), data);
    Node done = in.step(node, "along it", operation.apply(fromFront ? front : last), one);
    in.emit(node, new Rearrangement.Reshape(shape), done);
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
    Node data = in.operand(node, 0);
    Shape shape = data.shape();
    List<Integer> axes = axes(node, kind, shape);
    List<Node> operands = new ArrayList<>(List.of(data));
    for (int i = 1; i < Math.min(most, node.inputs().size()); i++) {
      if (node.hasInput(i)) {
        if (i == 2 && operands.size() == 1) {
          operands.add(in.constant(node, "gain", 1));
        }
        if (i == 1 || i == 2) {
          declareGain(node, i);
        }
        operands.add(aligned(node, i, shape, kind, axes));
      }
    }
    double factor = factor(node, shape, axes);
    if (Math.abs(factor - 1) > LEAST_FACTOR) {
      Node constant = in.constant(node, "factor", factor);
      if (operands.size() == 1) {
        operands.add(constant);
      } else {
        operands.set(1, in.step(node, "gain", new Join.Multiply(), operands.get(1), constant));
      }
    }
    int groups = (int) Math.max(1, Math.min(1 << 24, node.integer("num_groups", 1)));
    in.bind(
        node,
        0,
        new Normalisation(kind, axes, groups, epsilon(node), settings(node, kind)),
        operands);
    for (int i = 1; i < node.outputs().size(); i++) {
      in.auxiliary(node, i, true, Shape.UNKNOWN);
    }
  }

  /** What decomposed arithmetic multiplies a normalised value by: n − 1 for n in its variance. */
  private static double factor(RawNode node, Shape shape, List<Integer> axes) {
    if (!node.isStandIn() || !node.has(NormPattern.LENGTH)) {
      return node.isStandIn() ? node.real(NormPattern.FACTOR, 1) : 1;
    }
    Dim count = Dim.of(1);
    for (int axis : axes) {
      count = count.times(shape.hasRank() ? shape.dim(axis) : Dim.symbol("n"));
    }
    return count.isKnown()
        ? node.real(NormPattern.LENGTH, 1) / Math.sqrt((double) count.value())
        : 1;
  }

  private static double epsilon(RawNode node) {
    if (node.is("MeanVarianceNormalization")) {
      // Its 1e-9 is added to the standard deviation, which matters only where that is zero.
      return 1e-18;
    }
    return node.real("epsilon", node.is("LpNormalization") ? 0 : 1e-5);
  }

  private static List<Double> settings(RawNode node, Kind kind) {
    return switch (kind) {
      case LOCAL_RESPONSE ->
          List.of(
              (double) node.integer("size", 5),
              node.real("alpha", 1e-4),
              node.real("beta", 0.75),
              node.real("bias", 1));
      case L2 ->
          List.of(node.integer("p", 2) == 0 ? Double.POSITIVE_INFINITY : node.integer("p", 2));
      default -> List.of();
    };
  }

  /** The axes that a layer norm or its like takes together, from the end where possible. */
  private List<Integer> axes(RawNode node, Kind kind, Shape shape) {
    List<Long> given = node.integers("axes").orElse(List.of());
    if (node.is("MeanVarianceNormalization") && given.isEmpty()) {
      given = List.of(0L, 2L, 3L);
    }
    if (given.isEmpty() && kind != Kind.LAYER && kind != Kind.RMS && kind != Kind.L2) {
      return List.of(-1);
    }
    List<Integer> axes = new ArrayList<>();
    if (given.isEmpty()) {
      // A layer norm takes its axis and all behind it.
      Integer front = in.axis(node, node.integer("axis", -1), shape);
      if (front == null) {
        return List.of((int) node.integer("axis", -1));
      }
      int end = kind == Kind.L2 ? front + 1 : shape.rank();
      for (int axis = front; axis < end; axis++) {
        axes.add(axis - shape.rank());
      }
      return axes;
    }
    for (long axis : given) {
      Integer front = in.axis(node, axis, shape);
      axes.add(front == null ? (int) axis : front - shape.rank());
    }
    Collections.sort(axes);
    return axes;
  }

  /**
   * A gain or shift that got its own shape back, and would then run along other axes than it did in
   * the file, in the file's shape.
   */
  private Node aligned(RawNode node, int i, Shape data, Kind kind, List<Integer> axes) {
    Node gain = in.operand(node, i);
    String value = node.input(i);
    Optional<RawTensor> stored = in.graph().tensor(value).or(() -> in.leaves().inputTensor(value));
    boolean perFeature = kind == Kind.LAYER || kind == Kind.RMS;
    if (!perFeature || stored.isEmpty() || gain.shape().rank() != 1 || !data.hasRank()) {
      return gain;
    }
    long[] sizes = stored.get().sizes();
    int behind = 0;
    while (behind < sizes.length && sizes[sizes.length - 1 - behind] == 1) {
      behind++;
    }
    boolean runsAlong = axes.equals(List.of(-1 - behind)) || behind == 0;
    if (sizes.length < 2 || runsAlong || behind == sizes.length) {
      return gain;
    }
    String what = i == 1 ? "gain in place" : "shift in place";
    return in.step(node, what, new Rearrangement.Reshape(Shape.of(sizes)), gain);
  }
}
