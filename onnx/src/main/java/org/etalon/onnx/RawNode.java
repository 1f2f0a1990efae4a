package org.etalon.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etalon.graph.InputException;
import org.etalon.onnx.proto.AttributeProto;
import org.jspecify.annotations.Nullable;

/**
 * One operator call as the file has it. Values are named; an empty name is an operand left out.
 * Fusion may rewrite inputs; everything else stays.
 */
final class RawNode {
  private final String name;
  private final String operator;
  private final String domain;
  private final List<String> inputs;
  private final List<String> outputs;
  private final Map<String, AttributeProto> attributes;
  private List<RawNode> inner = List.of();
  private boolean standsIn;
  private int position;

  RawNode(
      String name,
      String operator,
      String domain,
      List<String> inputs,
      List<String> outputs,
      Map<String, AttributeProto> attributes) {
    this.name = name;
    this.operator = operator;
    this.domain = domain.equals("ai.onnx") ? "" : domain;
    this.inputs = new ArrayList<>(inputs);
    this.outputs = List.copyOf(outputs);
    this.attributes = attributes;
  }

  /** This call, standing for other calls. */
  RawNode standingFor(List<RawNode> calls) {
    inner = List.copyOf(calls);
    return this;
  }

  /** Whether a pattern made this call, in the newest opset's terms whatever the file's. */
  boolean isStandIn() {
    return standsIn;
  }

  /** Marks this call as one that a pattern made if another is. */
  RawNode standingLike(RawNode other) {
    standsIn = other.standsIn;
    return this;
  }

  /** Marks this call as one that a pattern made. */
  RawNode asStandIn() {
    standsIn = true;
    return this;
  }

  /** The calls that a pattern replaced by this one, operands first; none for a call of the file. */
  List<RawNode> inner() {
    return inner;
  }

  /** The node's name, or its first output's where the file gives none. */
  String name() {
    return !name.isEmpty() ? name : outputs.isEmpty() ? "a " + operator + " node" : outputs.get(0);
  }

  String operator() {
    return operator;
  }

  /** Empty for ONNX's own operators. */
  String domain() {
    return domain;
  }

  /** Operator with its domain, for people. */
  String label() {
    return domain.isEmpty() ? operator : domain + "::" + operator;
  }

  boolean is(String wanted) {
    return domain.isEmpty() && operator.equals(wanted);
  }

  List<String> inputs() {
    return inputs;
  }

  List<String> outputs() {
    return outputs;
  }

  Map<String, AttributeProto> attributes() {
    return attributes;
  }

  /** The operand's name; empty where it is left out. */
  String input(int i) {
    return i < inputs.size() ? inputs.get(i) : "";
  }

  boolean hasInput(int i) {
    return !input(i).isEmpty();
  }

  String output() {
    return outputs.isEmpty() ? "" : outputs.get(0);
  }

  boolean has(String attribute) {
    return attributes.containsKey(attribute);
  }

  /** Place among the calls of the graph last made of this call; larger than its operands'. */
  int position() {
    return position;
  }

  void place(int at) {
    position = at;
  }

  @Nullable AttributeProto attribute(String key) {
    return attributes.get(key);
  }

  long integer(String key, long otherwise) {
    AttributeProto attribute = attributes.get(key);
    return attribute == null ? otherwise : attribute.getI();
  }

  double real(String key, double otherwise) {
    AttributeProto attribute = attributes.get(key);
    return attribute == null ? otherwise : attribute.getF();
  }

  String text(String key, String otherwise) {
    AttributeProto attribute = attributes.get(key);
    return attribute == null ? otherwise : attribute.getS().toStringUtf8();
  }

  Optional<List<Long>> integers(String key) {
    AttributeProto attribute = attributes.get(key);
    return attribute == null ? Optional.empty() : Optional.of(attribute.getIntsList());
  }

  /** A list of whole numbers that fit an int, such as strides. */
  Optional<List<Integer>> sizes(String key) {
    return integers(key).map(values -> values.stream().map(v -> size(key, v)).toList());
  }

  private int size(String key, long value) {
    if (value < -(1 << 24) || value > 1 << 24) {
      throw new InputException(
          name(), "attribute " + key + " of " + label() + " is " + value, "check the model");
    }
    return (int) value;
  }

  InputException refused(String problem, String wayOut) {
    return new InputException("node " + name() + " (" + label() + ")", problem, wayOut);
  }

  @Override
  public String toString() {
    return name() + " (" + label() + ")";
  }
}
