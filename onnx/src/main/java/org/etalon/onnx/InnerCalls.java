package org.etalon.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.etalon.graph.Body;
import org.etalon.graph.Call;
import org.etalon.graph.Node;

/** Makes the calls that a pattern replaced the body of the operation that stands for them. */
final class InnerCalls {
  private final Translator in;
  private final List<Body.Step> steps = new ArrayList<>();
  private final Map<String, Integer> places = new HashMap<>();

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

  private void add(String result, Call call, List<Integer> from) {
    steps.add(new Body.Step(call, from));
    places.put(result, -steps.size());
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
    places.put(value, operands.size() - 1);
    return operands.size() - 1;
  }
}
