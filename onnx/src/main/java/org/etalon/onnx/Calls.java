package org.etalon.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.etalon.graph.Body;
import org.etalon.graph.Call;
import org.etalon.graph.Dim;
import org.etalon.graph.Node;
import org.etalon.graph.Shape;
import org.etalon.onnx.proto.AttributeProto;

/**
 * Puts calls of any opset into the terms of opset 23, with operands that are known, such as axes
 * and sizes, among the settings. The operands left are ONNX's in their order, without those that
 * became settings and those not given.
 */
final class Calls {
  /** Per operator the names of the operands that are settings where known, from the first on. */
  private static final Map<String, List<String>> SETTINGS =
      Map.ofEntries(
          Map.entry("Reshape", List.of("", "shape")),
          Map.entry("Expand", List.of("", "shape")),
          Map.entry("Slice", List.of("", "starts", "ends", "axes", "steps")),
          Map.entry("Squeeze", List.of("", "axes")),
          Map.entry("Unsqueeze", List.of("", "axes")),
          Map.entry("Split", List.of("", "split")),
          Map.entry("Tile", List.of("", "repeats")),
          Map.entry("Pad", List.of("", "pads", "constant_value", "axes")),
          Map.entry("Resize", List.of("", "roi", "scales", "sizes")),
          Map.entry("TopK", List.of("", "k")),
          Map.entry("CumSum", List.of("", "axis")),
          Map.entry("OneHot", List.of("", "depth", "values")),
          Map.entry("Trilu", List.of("", "k")),
          Map.entry("ConstantOfShape", List.of("shape")),
          Map.entry("Range", List.of("start", "limit", "delta")),
          Map.entry("Clip", List.of("", "min", "max")),
          Map.entry("CenterCropPad", List.of("", "shape")));

  private static final Set<String> REDUCTIONS =
      Set.of(
          "ReduceMean",
          "ReduceSum",
          "ReduceMax",
          "ReduceMin",
          "ReduceL1",
          "ReduceL2",
          "ReduceProd",
          "ReduceLogSum",
          "ReduceLogSumExp",
          "ReduceSumSquare");

  /** Attributes that name a type of elements. */
  private static final Set<String> TYPES = Set.of("to", "dtype", "output_dtype");

  /** Attributes of a training step, of storage, or taken over into other terms. */
  private static final Set<String> DROPPED =
      Set.of("stash_type", "saturate", "value_int", "value_ints", "value_float", "value_floats");

  private final Translator in;

  /**
   * A call in the terms of opset 23.
   *
   * @param call operator and settings
   * @param operands names of the values it takes
   */
  record Plan(Call call, List<String> operands) {
    /** The body of a node that takes exactly these operands. */
    Body body() {
      return Body.of(call, operands.size());
    }
  }

  Calls(Translator in) {
    this.in = in;
  }

  /** The call of a node, for its first result. */
  Plan of(RawNode node) {
    return of(node, 0);
  }

  /**
   * The call of a node.
   *
   * @param output which of its results is meant; other than the first, it becomes the setting
   *     {@code output}
   */
  Plan of(RawNode node, int output) {
    String operator = operator(node);
    Map<String, Call.Setting> settings = attributes(node);
    List<String> names =
        REDUCTIONS.contains(operator)
            ? List.of("", "axes")
            : SETTINGS.getOrDefault(operator, List.of());
    boolean oldResize = node.is("Upsample") || (node.is("Resize") && in.graph().opset() < 11);
    List<String> operands = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      // Older resizes have scales where newer ones have a region.
      int place = oldResize && i == 1 ? 2 : i;
      String name = place < names.size() ? names.get(place) : "";
      String value = node.input(i);
      if (value.isEmpty() || (name.equals("roi") && isEmpty(value))) {
        continue;
      }
      Optional<Known> known = name.isEmpty() ? Optional.empty() : in.known(value);
      if (known.isEmpty()) {
        operands.add(value);
      } else if (known.get().count() > 0 || !node.is("Resize")) {
        settings.put(name, setting(known.get()));
      }
    }
    if (output > 0) {
      settings.put("output", whole(output));
    }
    complete(node, operator, settings);
    return new Plan(
        new Call(node.domain().isEmpty() ? operator : node.label(), settings), operands);
  }

  private boolean isEmpty(String value) {
    return in.known(value).filter(known -> known.count() == 0).isPresent();
  }

  private static String operator(RawNode node) {
    return switch (node.operator()) {
      case "Upsample" -> "Resize";
      case "Scatter" -> "ScatterElements";
      default -> node.operator();
    };
  }

  private static Map<String, Call.Setting> attributes(RawNode node) {
    Map<String, Call.Setting> settings = new TreeMap<>();
    for (Map.Entry<String, AttributeProto> entry : node.attributes().entrySet()) {
      String name = entry.getKey();
      AttributeProto attribute = entry.getValue();
      if (DROPPED.contains(name)) {
        continue;
      }
      if (TYPES.contains(name)) {
        settings.put(name, new Call.Text(ElementType.of((int) attribute.getI()).word()));
        continue;
      }
      switch (attribute.getType()) {
        case INT -> settings.put(name, whole(attribute.getI()));
        case INTS ->
            settings.put(
                name, new Call.Whole(attribute.getIntsList().stream().map(Dim::of).toList()));
        case FLOAT -> settings.put(name, real(attribute.getF()));
        case FLOATS ->
            settings.put(
                name,
                new Call.Real(attribute.getFloatsList().stream().map(Float::doubleValue).toList()));
        case STRING -> settings.put(name, new Call.Text(attribute.getS().toStringUtf8()));
        case TENSOR ->
            RawTensor.of(node.output(), attribute.getT())
                .known()
                .ifPresent(known -> settings.put(name, setting(known)));
        default -> {}
      }
    }
    return settings;
  }

  /** What an operator means where a setting is not given, or was called otherwise. */
  private void complete(RawNode node, String operator, Map<String, Call.Setting> settings) {
    switch (operator) {
      case "Slice" -> {
        if (settings.get("starts") instanceof Call.Whole starts) {
          int count = starts.values().size();
          if (!settings.containsKey("axes") && !node.hasInput(3)) {
            List<Dim> axes = new ArrayList<>();
            for (int i = 0; i < count; i++) {
              axes.add(Dim.of(i));
            }
            settings.put("axes", new Call.Whole(axes));
          }
          if (!settings.containsKey("steps") && !node.hasInput(4)) {
            settings.put("steps", new Call.Whole(Collections.nCopies(count, Dim.of(1))));
          }
        }
      }
      case "Pad" -> {
        settings.putIfAbsent("mode", new Call.Text("constant"));
        Call.Setting old = settings.remove("value");
        if (old != null) {
          settings.put("constant_value", old);
        }
        if (!node.hasInput(2)) {
          settings.putIfAbsent("constant_value", real(0));
        }
      }
      case "Resize" -> resize(node, settings);
      case "Trilu" -> {
        settings.putIfAbsent("upper", whole(1));
        if (!node.hasInput(1)) {
          settings.putIfAbsent("k", whole(0));
        }
      }
      case "ConstantOfShape" -> settings.putIfAbsent("value", real(0));
      case "DepthToSpace" -> settings.putIfAbsent("mode", new Call.Text("DCR"));
      case "Gather", "GatherElements", "ScatterElements" -> settings.putIfAbsent("axis", whole(0));
      default -> {}
    }
  }

  private void resize(RawNode node, Map<String, Call.Setting> settings) {
    boolean old = node.is("Upsample") || in.graph().opset() < 11;
    settings.putIfAbsent("mode", new Call.Text("nearest"));
    if (settings.get("mode") instanceof Call.Text mode && mode.value().equals("bilinear")) {
      settings.put("mode", new Call.Text("linear"));
    }
    settings.putIfAbsent(
        "coordinate_transformation_mode", new Call.Text(old ? "asymmetric" : "half_pixel"));
    settings.putIfAbsent("nearest_mode", new Call.Text(old ? "floor" : "round_prefer_floor"));
    settings.putIfAbsent("cubic_coeff_a", real(-0.75));
    settings.putIfAbsent("exclude_outside", whole(0));
    settings.putIfAbsent("antialias", whole(0));
    if (settings.containsKey("sizes")) {
      settings.remove("scales");
    }
  }

  private static Call.Whole whole(long value) {
    return new Call.Whole(List.of(Dim.of(value)));
  }

  private static Call.Real real(double value) {
    return new Call.Real(List.of(value));
  }

  private static Call.Setting setting(Known known) {
    List<Dim> dims = known.dims();
    if (dims != null) {
      return new Call.Whole(dims);
    }
    Double[] values = new Double[known.count()];
    Arrays.setAll(values, known::real);
    return new Call.Real(List.of(values));
  }

  /** The nodes of a plan's operands. */
  List<Node> nodes(Plan plan) {
    return plan.operands().stream().map(in::value).toList();
  }

  // ---- shapes of masks and indices ----

  private static final Set<String> ELEMENTWISE =
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
          "BitShift",
          "BitwiseAnd",
          "BitwiseOr",
          "BitwiseXor",
          "BitwiseNot",
          "EyeLike",
          "RandomNormalLike",
          "RandomUniformLike",
          "Bernoulli",
          "Cast",
          "Mod");

  /** The shape of a result that follows from operands and settings, else what the file states. */
  Shape shape(Plan plan, String output) {
    Shape stated = in.stated(output);
    Call call = plan.call();
    List<Node> nodes = nodes(plan);
    if (ELEMENTWISE.contains(call.operator()) && !nodes.isEmpty()) {
      Shape shape = nodes.get(0).shape();
      for (Node node : nodes) {
        shape = shape.broadcast(node.shape());
      }
      return shape.hasRank() ? shape : stated;
    }
    if (call.operator().equals("ConstantOfShape") && call.has("shape")) {
      return Shape.of(call.whole("shape"));
    }
    if (call.operator().equals("Range")
        && nodes.isEmpty()
        && call.settings().get("start") instanceof Call.Whole start
        && call.settings().get("limit") instanceof Call.Whole limit
        && call.settings().get("delta") instanceof Call.Whole delta
        && delta.values().equals(List.of(Dim.of(1)))) {
      return Shape.of(List.of(limit.values().get(0).minus(start.values().get(0))));
    }
    if (call.operator().equals("OneHot")
        && call.settings().get("depth") instanceof Call.Whole depth
        && depth.values().size() == 1
        && nodes.get(0).shape().hasRank()) {
      List<Dim> sizes = new ArrayList<>(nodes.get(0).shape().dims());
      long axis = call.whole("axis", -1);
      long front = axis < 0 ? axis + sizes.size() + 1 : axis;
      if (front >= 0 && front <= sizes.size()) {
        sizes.add((int) front, depth.values().get(0));
        return Shape.of(sizes);
      }
    }
    return stated;
  }
}
