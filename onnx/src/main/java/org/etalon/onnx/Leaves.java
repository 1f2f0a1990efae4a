package org.etalon.onnx;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.etalon.graph.Dim;
import org.etalon.graph.GraphBuilder;
import org.etalon.graph.InputException;
import org.etalon.graph.Node;
import org.etalon.graph.Parameter;
import org.etalon.graph.Shape;
import org.etalon.graph.Source;
import org.etalon.onnx.proto.TensorProto;
import org.etalon.onnx.proto.TensorShapeProto;
import org.etalon.onnx.proto.TypeProto;
import org.etalon.onnx.proto.ValueInfoProto;

/**
 * Values that no call makes: data, parameters, buffers and constants. A stored tensor of reals is
 * learned unless its uses show otherwise.
 */
final class Leaves {
  /** Values looked through between the frequencies of a position embedding and its angles. */
  private static final int MOST_ANGLES = 64;

  private static final Set<String> LEADS_TO_ANGLES =
      Set.of(
          "MatMul",
          "Mul",
          "Div",
          "Einsum",
          "Concat",
          "Cast",
          "Identity",
          "Unsqueeze",
          "Squeeze",
          "Expand",
          "Reshape",
          "Transpose",
          "Slice");

  private final RawGraph graph;
  private final Set<String> data;
  private final GraphBuilder builder;

  Leaves(RawGraph graph, Set<String> data, GraphBuilder builder) {
    this.graph = graph;
    this.data = data;
    this.builder = builder;
  }

  /**
   * Whether a name was made up by an exporter rather than chosen by the model's author: {@code 12},
   * {@code onnx::MatMul_12}, {@code /layer/Mul_output_0}, {@code val_3}, {@code Constant_7}.
   */
  static boolean isInvented(String name) {
    int stem = name.length();
    while (stem > 0 && name.charAt(stem - 1) >= '0' && name.charAt(stem - 1) <= '9') {
      stem--;
    }
    if (stem < name.length()) {
      String before = name.substring(0, stem);
      if (before.isEmpty() || before.equals("val_") || before.endsWith("_output_")) {
        return true;
      }
    }
    return name.startsWith("/")
        || name.contains("::")
        || name.toLowerCase(Locale.ROOT).contains("const");
  }

  /** The shape a file states for a value; symbolic sizes keep their names. */
  static Shape shape(String name, ValueInfoProto info) {
    TypeProto.Tensor type = info.getType().getTensorType();
    if (!type.hasShape()) {
      return Shape.UNKNOWN;
    }
    List<Dim> dims = new ArrayList<>();
    for (TensorShapeProto.Dimension dimension : type.getShape().getDimList()) {
      String symbol = dimension.getDimParam();
      if (dimension.hasDimValue() && dimension.getDimValue() != 0) {
        long size = dimension.getDimValue();
        if (size < 0 || size > 1L << 48) {
          throw new InputException(
              "value '" + name + "'",
              "has the size " + size + " on axis " + dims.size(),
              "export the model again");
        }
        dims.add(Dim.of(size));
      } else {
        dims.add(Dim.symbol(symbol.isEmpty() ? name + "." + dims.size() : symbol));
      }
    }
    return Shape.of(dims);
  }

  /** The node of a graph input: data or a parameter. */
  Node input(String name, ValueInfoProto info) {
    TypeProto.Tensor type = info.getType().getTensorType();
    Shape shape = shape(name, info);
    boolean real = RawTensor.isReal(type.getElemType());
    if (data.contains(name)) {
      return builder.input(name, real ? Source.Element.REAL : Source.Element.DISCRETE, shape);
    }
    if (!shape.hasRank()) {
      throw new InputException(
          "input '" + name + "'",
          "is a parameter without a shape",
          "export the model with its parameters' shapes, or name it with --input if it is data");
    }
    if (!real) {
      return builder.add(name, new Source.Indices(shape, List.of()));
    }
    return builder.parameter(
        isRunningStatistic(name) || feedsAnglesOnly(name)
            ? Parameter.buffer(name, shape)
            : Parameter.learned(name, shape));
  }

  private boolean isRunningStatistic(String name) {
    for (RawNode user : graph.consumers(name)) {
      if (user.is("BatchNormalization")
          && (user.input(3).equals(name) || user.input(4).equals(name))) {
        return true;
      }
    }
    return false;
  }

  /** A parameter that enters as a graph input, in the form of a stored tensor without elements. */
  Optional<RawTensor> inputTensor(String name) {
    ValueInfoProto info = graph.inputs().get(name);
    if (info == null || data.contains(name)) {
      return Optional.empty();
    }
    Shape shape = shape(name, info);
    int type = info.getType().getTensorType().getElemType();
    return shape.hasRank() && shape.isKnown() && RawTensor.isReal(type)
        ? Optional.of(new RawTensor(name, shape.sizes(), type, TensorProto.getDefaultInstance()))
        : Optional.empty();
  }

  /** The node of a stored tensor under its own name. */
  Node stored(RawTensor tensor) {
    Shape shape = Shape.of(tensor.sizes());
    if (!isLearned(tensor)) {
      return builder.add(tensor.name(), constant(tensor));
    }
    return builder.parameter(parameter(tensor, tensor.name(), shape));
  }

  /** A stored tensor as a constant; without its elements where the file does not hold them. */
  static Source constant(RawTensor tensor) {
    Optional<Known> elements = tensor.all();
    if (elements.isPresent()) {
      return elements.get().operation();
    }
    Shape shape = Shape.of(tensor.sizes());
    return tensor.isInteger()
        ? new Source.Indices(shape, List.of())
        : new Source.Constant(shape, List.of());
  }

  /**
   * Whether sines and cosines are all that is made of a value: the frequencies of a position
   * embedding, never learned.
   */
  private boolean feedsAnglesOnly(String name) {
    Set<String> seen = new HashSet<>(List.of(name));
    Deque<String> open = new ArrayDeque<>(seen);
    boolean angles = false;
    while (!open.isEmpty()) {
      List<RawNode> users = graph.consumers(open.pop());
      if (users.isEmpty() || seen.size() > MOST_ANGLES) {
        return false;
      }
      for (RawNode user : users) {
        if (user.is("Sin") || user.is("Cos")) {
          angles = true;
        } else if (!LEADS_TO_ANGLES.contains(user.operator())) {
          return false;
        } else if (seen.add(user.output())) {
          open.push(user.output());
        }
      }
    }
    return angles;
  }

  /** The parameter a stored tensor is, under a name and shape of the reader's choice. */
  Parameter parameter(RawTensor tensor, String name, Shape shape) {
    if (isRunningStatistic(tensor.name())) {
      return Parameter.buffer(name, shape);
    }
    // A gain that the file holds at one value everywhere, LayerScale's 1e-6, starts there.
    OptionalDouble value =
        shape.rank() <= 1 || nonUnitAxes(shape) <= 1
            ? tensor.known().map(Known::uniform).orElse(OptionalDouble.empty())
            : OptionalDouble.empty();
    return new Parameter(name, shape, Parameter.Kind.LEARNED, value);
  }

  private static int nonUnitAxes(Shape shape) {
    return (int) shape.dims().stream().filter(d -> !d.is(1)).count();
  }

  /** Whether a stored tensor of reals is a parameter, judged by where it is used. */
  private boolean isLearned(RawTensor tensor) {
    String name = tensor.name();
    if (!tensor.isReal()) {
      // A quantised weight is learned though it is stored in whole numbers.
      return tensor.elements() > 1
          && graph.consumers(name).stream()
              .anyMatch(n -> n.is("DequantizeLinear") && n.input(0).equals(name));
    }
    if (feedsAnglesOnly(name)) {
      return false;
    }
    boolean mask = isMask(tensor);
    RawNode last = null;
    for (RawNode user : graph.consumers(name)) {
      // A call that takes the tensor twice is listed twice, in a row.
      for (int i = 0; user != last && i < user.inputs().size(); i++) {
        if (user.input(i).equals(name) && usedAsParameter(tensor, mask, user, i)) {
          return true;
        }
      }
      last = user;
    }
    return false;
  }

  private static boolean usedAsParameter(
      RawTensor tensor, boolean mask, RawNode user, int operand) {
    boolean single = tensor.elements() == 1;
    return switch (user.operator()) {
      case "Conv",
          "ConvTranspose",
          "Gemm",
          "MatMul",
          "Einsum",
          "BatchNormalization",
          "LayerNormalization",
          "GroupNormalization",
          "InstanceNormalization",
          "RMSNormalization",
          "SimplifiedLayerNormalization",
          "PRelu" ->
          true;
      case "Sub",
          "Div",
          "Pow",
          "Max",
          "Min",
          "Clip",
          "Equal",
          "Greater",
          "GreaterOrEqual",
          "Less",
          "LessOrEqual",
          "Resize",
          "Upsample",
          "Pad",
          "Range",
          "Dropout",
          "Mod",
          "OneHot",
          "TopK",
          "Tile",
          "DequantizeLinear",
          "QuantizeLinear",
          "RotaryEmbedding",
          "CumSum",
          "ConstantOfShape",
          "HardSigmoid" ->
          false;
      case "Mul" -> !(single && isInvented(tensor.name())) && axes(tensor) <= 1;
      case "Add", "Sum" -> !(single && isInvented(tensor.name())) && !mask;
      case "Where" -> operand > 0 && !single && !mask;
      case "Gather", "GatherND", "GatherElements" -> operand == 0;
      default -> !single || !isInvented(tensor.name());
    };
  }

  private static long axes(RawTensor tensor) {
    return Arrays.stream(tensor.sizes()).filter(s -> s != 1).count();
  }

  /** Two values, one of them hugely negative: what is added to scores to hide positions. */
  private static boolean isMask(RawTensor tensor) {
    Optional<Known> known = tensor.known();
    if (known.isEmpty() || known.get().count() < 2) {
      return false;
    }
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < known.get().count(); i++) {
      low = Math.min(low, known.get().real(i));
      high = Math.max(high, known.get().real(i));
    }
    if (low > -50 || high != 0) {
      return false;
    }
    for (int i = 0; i < known.get().count(); i++) {
      double value = known.get().real(i);
      if (value != low && value != high) {
        return false;
      }
    }
    return true;
  }
}
