package org.etalon.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.etalon.onnx.proto.AttributeProto;
import org.etalon.onnx.proto.TensorProto;
import org.jspecify.annotations.Nullable;

/**
 * Replaces decomposed patterns by the one operator of ONNX that they stand for, so that everything
 * behind knows a single form. Exporters write LayerNorm, GELU and their like in many ways; inner
 * arithmetic must not count as paths.
 *
 * <p>Each pattern looks at one call, the last of its kind, and says which call replaces it. Calls
 * that then have no use fall away when the graph is sorted anew.
 */
final class Fusion {
  /** One kind of pattern. */
  interface Pattern {
    /** The call that stands for the pattern ending in {@code last}; {@code null} if none does. */
    @Nullable RawNode match(RawNode last, Fusion in);
  }

  private RawGraph graph;
  private final Set<String> data;
  private final Set<String> dynamic = new HashSet<>();
  private final Set<String> parametric = new HashSet<>();
  private final Map<String, RawNode> replaced = new HashMap<>();

  private Fusion(RawGraph graph, Set<String> data) {
    this.graph = graph;
    this.data = data;
    findDynamic();
  }

  /**
   * Rewrites a graph.
   *
   * @param graph the graph as the file has it
   * @param data names of its data inputs
   */
  static RawGraph fuse(RawGraph graph, Set<String> data) {
    Fusion fusion = new Fusion(withoutCopies(graph, data), data);
    fusion.apply(List.of(new ActivationPattern(), new NormPattern(), new LinearMapPattern()));
    fusion.apply(List.of(new GroupNormPattern(), new BiasPattern()));
    // A gain, then the shift that follows it.
    fusion.apply(List.of(new GainPattern()));
    fusion.apply(List.of(new GainPattern()));
    return fusion.graph;
  }

  /**
   * Reads through {@code Identity} and conversions between real types; one from whole numbers
   * stays, since their quotients differ. An {@code Identity} of a parameter is another parameter
   * that equals it: exporters merge tensors that happen to be equal when they are written, such as
   * gains that are all 1. Only a look-up table that serves as read-out too is truly shared.
   */
  private static RawGraph withoutCopies(RawGraph graph, Set<String> data) {
    Map<String, String> alias = new HashMap<>();
    Map<String, String> copies = new LinkedHashMap<>();
    Set<String> lookedUp = new HashSet<>();
    for (RawNode node : graph.nodes()) {
      if (node.is("Gather")) {
        lookedUp.add(node.input(0));
      }
    }
    ElementTypes types = new ElementTypes(graph);
    boolean rewritten = false;
    List<RawNode> kept = new ArrayList<>(graph.nodes().size());
    for (RawNode node : graph.nodes()) {
      List<String> inputs = node.inputs();
      for (int i = 0; i < inputs.size(); i++) {
        String source = alias.get(inputs.get(i));
        if (source != null) {
          inputs.set(i, source);
        }
      }
      boolean passes =
          node.is("Identity")
              || (node.is("Cast")
                  && RawTensor.isReal((int) node.integer("to", 1))
                  && isReal(graph, types, node.input(0)))
              || (node.is("CastLike") && node.inputs().size() == 2);
      if (passes && node.hasInput(0) && !graph.outputs().contains(node.output())) {
        String source = node.input(0);
        if (node.is("Identity")
            && isParameter(graph, data, source)
            && lookedUp.contains(source) == lookedUp.contains(node.output())) {
          copies.put(node.output(), source);
        } else {
          alias.put(node.output(), source);
        }
      } else {
        RawNode constant = realConstant(graph, node);
        rewritten |= constant != null;
        kept.add(constant == null ? node : constant);
      }
    }
    return !rewritten && kept.size() == graph.nodes().size() ? graph : graph.with(kept, copies);
  }

  /** Whether a value is real already, or stored: a quantised weight stands for real numbers. */
  private static boolean isReal(RawGraph graph, ElementTypes types, String value) {
    ElementType type = types.of(value);
    return type == ElementType.REAL
        || type == ElementType.UNKNOWN
        || graph.tensor(value).filter(tensor -> tensor.elements() > 1).isPresent();
  }

  /** A whole constant made real is a real constant, which patterns see. */
  private static @Nullable RawNode realConstant(RawGraph graph, RawNode cast) {
    if (!cast.is("Cast") || !RawTensor.isReal((int) cast.integer("to", 1))) {
      return null;
    }
    Known known = graph.few(cast.input(0)).orElse(null);
    if (known == null) {
      return null;
    }
    TensorProto.Builder tensor = TensorProto.newBuilder().setDataType(11);
    for (long size : known.sizes()) {
      tensor.addDims(size);
    }
    for (int i = 0; i < known.count(); i++) {
      tensor.addDoubleData(known.real(i));
    }
    AttributeProto value =
        AttributeProto.newBuilder()
            .setName("value")
            .setType(AttributeProto.AttributeType.TENSOR)
            .setT(tensor)
            .build();
    return new RawNode(
        cast.name(), "Constant", "", List.of(), cast.outputs(), Map.of("value", value));
  }

  private static boolean isParameter(RawGraph graph, Set<String> data, String value) {
    return graph.tensor(value).filter(RawTensor::isReal).isPresent()
        || (graph.inputs().containsKey(value) && !data.contains(value));
  }

  private void findDynamic() {
    dynamic.clear();
    dynamic.addAll(data);
    parametric.clear();
    graph.inputs().keySet().stream().filter(n -> !data.contains(n)).forEach(parametric::add);
    for (RawNode node : graph.nodes()) {
      if (node.is("Shape") || node.is("Size") || node.operator().endsWith("Like")) {
        continue;
      }
      boolean fromData = false;
      boolean fromParameters = false;
      for (String input : node.inputs()) {
        fromData |= dynamic.contains(input);
        fromParameters |= isParametric(input);
      }
      if (fromData) {
        dynamic.addAll(node.outputs());
      }
      if (fromParameters) {
        parametric.addAll(node.outputs());
      }
    }
  }

  private void apply(List<Pattern> patterns) {
    replaced.clear();
    // From the output backwards, so that the largest pattern is seen before its parts.
    List<RawNode> nodes = graph.nodes();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      RawNode node = nodes.get(i);
      if (!node.domain().isEmpty() || !dynamic.contains(node.output())) {
        continue;
      }
      for (Pattern pattern : patterns) {
        RawNode stands = pattern.match(node, this);
        if (stands != null) {
          replaced.put(node.output(), stands);
          break;
        }
      }
    }
    if (!replaced.isEmpty()) {
      List<RawNode> changed = new ArrayList<>(nodes.size());
      for (RawNode node : nodes) {
        changed.add(replaced.getOrDefault(node.output(), node));
      }
      graph = graph.with(changed);
      findDynamic();
    }
  }

  RawGraph graph() {
    return graph;
  }

  /** Whether a value depends on the data otherwise than through shapes. */
  boolean isDynamic(String value) {
    return dynamic.contains(value);
  }

  /** Whether a value is a parameter or stored tensor of reals, or computed from one. */
  boolean isParametric(String value) {
    return parametric.contains(value) || graph.tensor(value).filter(RawTensor::isReal).isPresent();
  }

  /** The call of {@code operator} that makes a value, or {@code null}. */
  @Nullable RawNode made(String value, String operator) {
    return graph.producer(value, operator);
  }

  double scalar(String value) {
    return graph.scalar(value);
  }

  /** A call that replaces another: same name and output, other operator and operands. */
  static RawNode standIn(
      RawNode last, String operator, List<String> inputs, AttributeProto... attributes) {
    Map<String, AttributeProto> byName = new LinkedHashMap<>();
    for (AttributeProto attribute : attributes) {
      byName.put(attribute.getName(), attribute);
    }
    return new RawNode(last.name(), operator, "", inputs, List.of(last.output()), byName)
        .asStandIn();
  }

  static AttributeProto integers(String name, List<Long> values) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INTS)
        .addAllInts(values)
        .build();
  }

  static AttributeProto integer(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  static AttributeProto real(String name, double value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.FLOAT)
        .setF((float) value)
        .build();
  }

  static AttributeProto text(String name, String value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.STRING)
        .setS(com.google.protobuf.ByteString.copyFromUtf8(value))
        .build();
  }

  /** Axes of a reduction, from its attribute or its second operand; empty where not known. */
  List<Long> axes(RawNode reduction) {
    return reduction
        .integers("axes")
        .orElseGet(
            () -> {
              List<Long> axes = graph.few(reduction.input(1)).map(Known::longs).orElse(null);
              return axes == null ? List.of() : axes;
            });
  }
}
