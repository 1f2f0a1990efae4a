package org.etalon.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.etalon.graph.Body;
import org.etalon.graph.Call;
import org.etalon.graph.Dim;
import org.etalon.graph.Join;
import org.etalon.graph.Node;
import org.etalon.graph.Shape;

/** Makes the calls that a pattern replaced the body of the operation that stands for them. */
final class InnerCalls {
  private final Translator in;
  private final List<Body.Step> steps = new ArrayList<>();
  private final Map<String, Integer> places = new HashMap<>();

  /** Shapes by place: of operands and, from −1 down, of steps. */
  private final Map<Integer, Shape> shapes = new HashMap<>();

  InnerCalls(Translator in) {
    this.in = in;
  }

  /**
   * The body of the calls within a node.
   *
   * @param node what stands for them; its first operand is the data
   * @param operands the node's operands so far, the data; what else the calls take is added
   */
  Body body(RawNode node, List<Node> operands) {
    places.put(node.input(0), 0);
    shapes.put(0, operands.get(0).shape());
    for (RawNode inner : node.inner()) {
      if (inner.is("Split")) {
        split(inner, operands);
        continue;
      }
      Calls.Plan plan = in.calls().of(inner);
      List<Integer> from = new ArrayList<>();
      for (String value : plan.operands()) {
        from.add(place(value, operands));
      }
      add(inner.output(), plan.call(), from);
    }
    return new Body(steps);
  }

  /** The shape of the last call's result; unknown where it was not followed. */
  Shape shape() {
    return shapes.getOrDefault(-steps.size(), Shape.UNKNOWN);
  }

  private void add(String result, Call call, List<Integer> from) {
    steps.add(new Body.Step(call, from));
    places.put(result, -steps.size());
    shapes.put(-steps.size(), result(result, call, from));
  }

  private Shape result(String name, Call call, List<Integer> from) {
    List<Shape> of = from.stream().map(i -> shapes.getOrDefault(i, Shape.UNKNOWN)).toList();
    if (of.isEmpty() || of.stream().anyMatch(shape -> !shape.hasRank())) {
      return Shape.UNKNOWN;
    }
    return switch (call.operator()) {
      case "Neg" -> of.get(0);
      case "Mul", "Add", "Sub" -> of.stream().reduce(of.get(0), Shape::broadcast);
      case "Concat" -> {
        long axis = call.whole("axis", 0);
        long front = axis < 0 ? axis + of.get(0).rank() : axis;
        yield new Join.Concat((int) front).infer(of);
      }
      case "Slice" -> sliced(name, call, of.get(0), of.size());
      default -> Shape.UNKNOWN;
    };
  }

  private static Shape sliced(String name, Call call, Shape shape, int operands) {
    if (operands != 1 || !call.has("axes") || !call.has("starts") || !call.has("ends")) {
      return Shape.UNKNOWN;
    }
    Shape result = shape;
    List<Dim> axes = call.whole("axes");
    for (int i = 0; i < axes.size(); i++) {
      long axis = axes.get(i).value();
      long front = axis < 0 ? axis + shape.rank() : axis;
      boolean fits =
          front >= 0
              && front < shape.rank()
              && i < call.whole("starts").size()
              && i < call.whole("ends").size()
              && (!call.has("steps") || call.whole("steps").get(i).is(1));
      if (!fits) {
        return Shape.UNKNOWN;
      }
      Dim size =
          ConstantFolding.sliceSize(
              shape.dim((int) front),
              call.whole("starts").get(i),
              call.whole("ends").get(i),
              1,
              name);
      result = result.with((int) front, size);
    }
    return result;
  }

  /** The parts of a split, each of them a call that says which it is. */
  private void split(RawNode inner, List<Node> operands) {
    for (int i = 0; i < inner.outputs().size(); i++) {
      if (inner.outputs().get(i).isEmpty()) {
        continue;
      }
      Calls.Plan plan = in.calls().of(inner, i);
      Call call = plan.call();
      if (!call.has("split")) {
        call = call.with("num_outputs", inner.outputs().size());
      }
      List<Integer> from = new ArrayList<>();
      for (String value : plan.operands()) {
        from.add(place(value, operands));
      }
      add(inner.outputs().get(i), call, from);
    }
  }

  private int place(String value, List<Node> operands) {
    Integer known = places.get(value);
    if (known != null) {
      return known;
    }
    operands.add(in.value(value));
    shapes.put(operands.size() - 1, operands.get(operands.size() - 1).shape());
    places.put(value, operands.size() - 1);
    return operands.size() - 1;
  }
}
