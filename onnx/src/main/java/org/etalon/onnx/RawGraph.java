package org.etalon.onnx;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etalon.graph.InputException;
import org.etalon.onnx.proto.ValueInfoProto;
import org.jspecify.annotations.Nullable;

/**
 * The file's graph as it stands: operator calls and named values, every value made exactly once,
 * calls sorted so that operands come first. Only what the chosen output depends on is kept.
 */
final class RawGraph {
  private static final int MOST_OPERANDS = 4096;

  private final List<RawNode> nodes;
  private final Map<String, RawTensor> tensors;
  private final Map<String, ValueInfoProto> inputs;
  private final Map<String, ValueInfoProto> hints;
  private final List<String> outputs;
  private final long opset;
  private final String producer;
  private final Map<String, RawNode> producers = new HashMap<>();
  private final Map<String, List<RawNode>> consumers = new HashMap<>();

  /**
   * Makes a graph.
   *
   * @param nodes operator calls in any order
   * @param tensors stored tensors by name
   * @param inputs graph inputs that are not stored tensors, in the file's order
   * @param hints types and shapes the file states for other values
   * @param outputs graph outputs, the one to analyse first
   * @throws InputException if a value is made twice, made nowhere, or depends on itself
   */
  RawGraph(
      Collection<RawNode> nodes,
      Map<String, RawTensor> tensors,
      Map<String, ValueInfoProto> inputs,
      Map<String, ValueInfoProto> hints,
      List<String> outputs,
      long opset,
      String producer) {
    this.tensors = tensors;
    this.inputs = inputs;
    this.hints = hints;
    this.outputs = outputs;
    this.opset = opset;
    this.producer = producer;
    for (RawNode node : nodes) {
      if (node.inputs().size() > MOST_OPERANDS) {
        throw node.refused(
            "takes " + node.inputs().size() + " operands; at most " + MOST_OPERANDS + " are read",
            "join them in several steps");
      }
      for (String output : node.outputs()) {
        if (output.isEmpty()) {
          continue;
        }
        if (tensors.containsKey(output)
            || inputs.containsKey(output)
            || producers.put(output, node) != null) {
          throw new InputException(
              "value '" + output + "'",
              "is made twice, the second time by " + node,
              "names must be unique; export the model again");
        }
      }
    }
    this.nodes = sorted(nodes, outputs.get(0));
    for (RawNode node : this.nodes) {
      for (String input : node.inputs()) {
        if (!input.isEmpty()) {
          consumers.computeIfAbsent(input, k -> new ArrayList<>(2)).add(node);
        }
      }
    }
  }

  /** Depth-first from the output, without recursion; finds cycles and operands made nowhere. */
  private List<RawNode> sorted(Collection<RawNode> all, String root) {
    int count = 0;
    for (RawNode node : all) {
      node.place(count++);
    }
    // By place: operands looked at so far, plus one; −1 when the call is in order.
    int[] progress = new int[count];
    List<RawNode> order = new ArrayList<>(count);
    Deque<RawNode> path = new ArrayDeque<>();
    RawNode start = producerOf(root, null);
    if (start != null) {
      path.push(start);
      progress[start.position()] = 1;
    }
    while (!path.isEmpty()) {
      RawNode at = path.peek();
      int next = progress[at.position()] - 1;
      if (next == at.inputs().size()) {
        path.pop();
        progress[at.position()] = -1;
        order.add(at);
        continue;
      }
      progress[at.position()]++;
      String input = at.inputs().get(next);
      RawNode producer = input.isEmpty() ? null : producerOf(input, at);
      if (producer == null || progress[producer.position()] < 0) {
        continue;
      }
      if (progress[producer.position()] > 0) {
        throw at.refused(
            "takes '" + input + "', which depends on this node itself: the graph has a cycle",
            "export the model again");
      }
      progress[producer.position()] = 1;
      path.push(producer);
    }
    for (int i = 0; i < order.size(); i++) {
      order.get(i).place(i);
    }
    return order;
  }

  private @Nullable RawNode producerOf(String value, @Nullable RawNode user) {
    RawNode producer = producers.get(value);
    if (producer == null && !tensors.containsKey(value) && !inputs.containsKey(value)) {
      String problem = "the value '" + value + "' is made nowhere";
      throw user == null
          ? new InputException("output '" + value + "'", problem, "export the model again")
          : user.refused(problem, "the file is damaged; export the model again");
    }
    return producer;
  }

  /** The same graph with other types and shapes of its inputs. */
  RawGraph withInputs(Map<String, ValueInfoProto> changed) {
    return new RawGraph(nodes, tensors, changed, hints, outputs, opset, producer);
  }

  /** The same graph with another list of calls, checked and sorted anew. */
  RawGraph with(Collection<RawNode> changed) {
    return new RawGraph(changed, tensors, inputs, hints, outputs, opset, producer);
  }

  /**
   * The same graph with another list of calls, and parameters added that equal others.
   *
   * @param copies name of the parameter each added one equals, by name
   */
  RawGraph with(Collection<RawNode> changed, Map<String, String> copies) {
    if (copies.isEmpty()) {
      return with(changed);
    }
    Map<String, RawTensor> moreTensors = new LinkedHashMap<>(tensors);
    Map<String, ValueInfoProto> moreInputs = new LinkedHashMap<>(inputs);
    for (Map.Entry<String, String> copy : copies.entrySet()) {
      RawTensor tensor = moreTensors.get(copy.getValue());
      ValueInfoProto input = moreInputs.get(copy.getValue());
      if (tensor != null) {
        moreTensors.put(copy.getKey(), tensor.named(copy.getKey()));
      } else if (input != null) {
        moreInputs.put(copy.getKey(), input);
      }
    }
    return new RawGraph(changed, moreTensors, moreInputs, hints, outputs, opset, producer);
  }

  /** Calls, operands first. */
  List<RawNode> nodes() {
    return nodes;
  }

  Optional<RawTensor> tensor(String name) {
    return Optional.ofNullable(tensors.get(name));
  }

  /** Graph inputs that are not stored tensors. */
  Map<String, ValueInfoProto> inputs() {
    return inputs;
  }

  Optional<ValueInfoProto> hint(String name) {
    return Optional.ofNullable(hints.get(name));
  }

  List<String> outputs() {
    return outputs;
  }

  /** The value to analyse. */
  String output() {
    return outputs.get(0);
  }

  /** Version of ONNX's own operators. */
  long opset() {
    return opset;
  }

  String producer() {
    return producer;
  }

  /** The call that makes a value; {@code null} for inputs and stored tensors. */
  @Nullable RawNode producer(String value) {
    return producers.get(value);
  }

  /** The call of operator {@code operator} that makes a value, or {@code null}. */
  @Nullable RawNode producer(String value, String operator) {
    RawNode node = producers.get(value);
    return node != null && node.is(operator) ? node : null;
  }

  /** The calls that take a value, one entry per operand. */
  List<RawNode> consumers(String value) {
    return consumers.getOrDefault(value, List.of());
  }

  /** The only call that takes a value; {@code null} if there are several, none, or it is output. */
  @Nullable RawNode onlyConsumer(String value) {
    List<RawNode> users = consumers(value);
    return users.size() == 1 && !value.equals(output()) ? users.get(0) : null;
  }

  /** A stored tensor or constant of one real or whole number; NaN otherwise. */
  double scalar(String value) {
    return few(value).filter(k -> k.count() == 1).map(k -> k.real(0)).orElse(Double.NaN);
  }

  /** The elements of a stored tensor or {@code Constant} call, where they are few. */
  Optional<Known> few(String value) {
    RawTensor tensor = tensors.get(value);
    if (tensor != null) {
      return tensor.few();
    }
    RawNode node = producers.get(value);
    return node != null && node.is("Constant") ? Constants.few(node) : Optional.empty();
  }
}
