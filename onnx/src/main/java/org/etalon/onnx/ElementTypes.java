package org.etalon.onnx;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What the elements of every value of a file are. Operators mean different things for whole and for
 * real numbers: a quotient of whole numbers is rounded.
 */
final class ElementTypes {
  private static final Set<String> WHOLE =
      Set.of("Shape", "Size", "ArgMax", "ArgMin", "NonZero", "NonMaxSuppression", "QuantizeLinear");
  private static final Set<String> TRUTH =
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
          "IsInf");
  private static final Set<String> REAL =
      Set.of(
          "RandomNormal",
          "RandomUniform",
          "RandomNormalLike",
          "RandomUniformLike",
          "DequantizeLinear",
          "HannWindow",
          "HammingWindow",
          "BlackmanWindow",
          "MelWeightMatrix");

  private final RawGraph graph;
  private final Map<String, ElementType> types = new HashMap<>();

  ElementTypes(RawGraph graph) {
    this.graph = graph;
    graph
        .inputs()
        .forEach(
            (name, info) ->
                types.put(name, ElementType.of(info.getType().getTensorType().getElemType())));
    for (RawNode node : graph.nodes()) {
      for (int i = 0; i < node.outputs().size(); i++) {
        types.put(node.outputs().get(i), made(node, i));
      }
    }
  }

  /** What the elements of a value are. */
  ElementType of(String value) {
    ElementType type = types.get(value);
    if (type != null) {
      return type;
    }
    return graph
        .tensor(value)
        .map(tensor -> ElementType.of(tensor.type()))
        .orElse(ElementType.UNKNOWN);
  }

  private ElementType made(RawNode node, int output) {
    String operator = node.operator();
    if (!node.domain().isEmpty()) {
      return ElementType.UNKNOWN;
    }
    if (output == 1 && (node.is("TopK") || node.is("MaxPool"))) {
      return ElementType.WHOLE;
    }
    if (output == 1 && node.is("Dropout")) {
      return ElementType.TRUTH;
    }
    if (WHOLE.contains(operator)) {
      return ElementType.WHOLE;
    }
    if (TRUTH.contains(operator)) {
      return ElementType.TRUTH;
    }
    if (REAL.contains(operator)) {
      return ElementType.REAL;
    }
    return switch (operator) {
      case "Cast" -> ElementType.of((int) node.integer("to", 1));
      case "Constant" -> constant(node);
      case "ConstantOfShape" ->
          Constants.tensor(node)
              .map(tensor -> ElementType.of(tensor.type()))
              .orElse(ElementType.REAL);
      case "EyeLike" ->
          node.has("dtype") ? ElementType.of((int) node.integer("dtype", 1)) : of(node.input(0));
      case "Where", "CastLike" -> of(node.input(1));
      case "OneHot" -> of(node.input(2));
      case "Add", "Sub", "Mul", "Div", "Pow", "Mod", "Min", "Max", "Sum", "Mean", "MatMul" ->
          node.inputs().stream().anyMatch(input -> of(input) == ElementType.REAL)
              ? ElementType.REAL
              : of(node.input(0));
      default -> of(node.input(0));
    };
  }

  private static ElementType constant(RawNode node) {
    if (node.has("value_int") || node.has("value_ints")) {
      return ElementType.WHOLE;
    }
    return Constants.tensor(node)
        .map(tensor -> ElementType.of(tensor.type()))
        .orElse(ElementType.REAL);
  }
}
