package org.etalon.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etalon.graph.Finding;
import org.etalon.graph.InputException;
import org.etalon.onnx.proto.AttributeProto;
import org.etalon.onnx.proto.FunctionProto;
import org.etalon.onnx.proto.GraphProto;
import org.etalon.onnx.proto.ModelProto;
import org.etalon.onnx.proto.NodeProto;
import org.etalon.onnx.proto.OperatorSetIdProto;
import org.etalon.onnx.proto.SparseTensorProto;
import org.etalon.onnx.proto.TensorProto;
import org.etalon.onnx.proto.ValueInfoProto;

/** Messages to {@link RawGraph}: opset check, functions inlined, outputs chosen. */
final class RawGraphReader {
  private static final int OLDEST_OPSET = 7;
  private static final int NEWEST_OPSET_KNOWN = 24;
  private static final int MOST_INLINED = 250_000;
  private static final long MOST_INLINED_NAMES = 64L << 20;
  private static final int MOST_CALL_DEPTH = 32;

  private final ModelProto model;
  private final List<Finding> findings;
  private final Map<String, FunctionProto> functions = new HashMap<>();
  private int inlined;
  private long inlinedNames;

  RawGraphReader(ModelProto model, List<Finding> findings) {
    this.model = model;
    this.findings = findings;
  }

  /**
   * Reads the graph.
   *
   * @param output the value to analyse; empty for the first graph output
   */
  RawGraph read(Optional<String> output) {
    long opset = opset();
    for (FunctionProto function : model.getFunctionsList()) {
      functions.put(key(function.getDomain(), function.getName()), function);
    }
    GraphProto graph = model.getGraph();
    Map<String, RawTensor> tensors = new LinkedHashMap<>();
    for (TensorProto tensor : graph.getInitializerList()) {
      addTensor(tensors, RawTensor.of(tensor.getName(), tensor));
    }
    for (SparseTensorProto sparse : graph.getSparseInitializerList()) {
      TensorProto dense =
          sparse.getValues().toBuilder()
              .clearDims()
              .addAllDims(sparse.getDimsList())
              .setDataLocation(TensorProto.DataLocation.EXTERNAL)
              .build();
      addTensor(tensors, RawTensor.of(sparse.getValues().getName(), dense));
    }
    Map<String, ValueInfoProto> inputs = new LinkedHashMap<>();
    for (ValueInfoProto input : graph.getInputList()) {
      if (tensors.containsKey(input.getName())) {
        continue;
      }
      if (inputs.put(input.getName(), input) != null) {
        throw new InputException(
            "input '" + input.getName() + "'", "is declared twice", "export the model again");
      }
    }
    Map<String, ValueInfoProto> hints = new HashMap<>();
    graph.getValueInfoList().forEach(info -> hints.put(info.getName(), info));
    graph.getOutputList().forEach(info -> hints.put(info.getName(), info));
    List<RawNode> nodes = new ArrayList<>(graph.getNodeCount());
    for (NodeProto node : graph.getNodeList()) {
      add(nodes, node, Map.of(), Map.of(), "", 0);
    }
    return new RawGraph(
        nodes,
        tensors,
        inputs,
        hints,
        outputs(graph, output, nodes),
        opset,
        model.getProducerName());
  }

  private static void addTensor(Map<String, RawTensor> tensors, RawTensor tensor) {
    if (tensor.name().isEmpty()) {
      throw new InputException("a stored tensor", "has no name", "export the model again");
    }
    if (tensors.put(tensor.name(), tensor) != null) {
      throw new InputException(
          "tensor '" + tensor.name() + "'", "is stored twice", "export the model again");
    }
  }

  private long opset() {
    long version = 0;
    for (OperatorSetIdProto set : model.getOpsetImportList()) {
      if (set.getDomain().isEmpty() || set.getDomain().equals("ai.onnx")) {
        version = Math.max(version, set.getVersion());
      }
    }
    if (version == 0 && model.getOpsetImportCount() == 0) {
      throw new InputException(
          "opset", "is not stated: the file does not say which operators it means", "export again");
    }
    if (version != 0 && version < OLDEST_OPSET) {
      throw new InputException(
          "opset",
          "is " + version + "; the oldest that is read is " + OLDEST_OPSET,
          "convert the model with onnx.version_converter");
    }
    if (version > NEWEST_OPSET_KNOWN) {
      findings.add(
          Finding.info(
              "",
              "opset "
                  + version
                  + " is newer than the newest known, "
                  + NEWEST_OPSET_KNOWN
                  + "; operators are read as that one defines them"));
    }
    return version;
  }

  private List<String> outputs(GraphProto graph, Optional<String> chosen, List<RawNode> nodes) {
    List<String> outputs = new ArrayList<>();
    graph.getOutputList().forEach(info -> outputs.add(info.getName()));
    if (outputs.isEmpty()) {
      throw new InputException("graph", "has no output", "export the model again");
    }
    if (chosen.isPresent()) {
      String name = chosen.get();
      boolean exists =
          outputs.contains(name) || nodes.stream().anyMatch(n -> n.outputs().contains(name));
      if (!exists) {
        throw new InputException(
            "output '" + name + "'",
            "is no value of the model; its outputs are " + shortened(outputs),
            "choose one of these");
      }
      outputs.remove(name);
      outputs.add(0, name);
    }
    if (outputs.size() > 1) {
      findings.add(
          Finding.info(
              outputs.get(0),
              "is analysed; the model's other outputs "
                  + shortened(outputs.subList(1, outputs.size()))
                  + " are left out (choose with --output)"));
    }
    return outputs;
  }

  static String shortened(List<String> names) {
    return names.size() <= 8
        ? names.toString()
        : names.subList(0, 8).toString().replace("]", ", … " + names.size() + " in all]");
  }

  private static String key(String domain, String name) {
    return (domain.equals("ai.onnx") ? "" : domain) + "::" + name;
  }

  /** Adds a call, or what the model's own function of that name stands for. */
  private void add(
      List<RawNode> nodes,
      NodeProto node,
      Map<String, String> renamed,
      Map<String, AttributeProto> arguments,
      String prefix,
      int depth) {
    List<String> inputs = renamed(node.getInputList(), renamed, prefix);
    List<String> outputs = renamed(node.getOutputList(), renamed, prefix);
    Map<String, AttributeProto> attributes = new HashMap<>();
    for (AttributeProto attribute : node.getAttributeList()) {
      String reference = attribute.getRefAttrName();
      if (reference.isEmpty()) {
        attributes.put(attribute.getName(), attribute);
      } else if (arguments.containsKey(reference)) {
        attributes.put(attribute.getName(), arguments.get(reference));
      }
    }
    String name =
        prefix.isEmpty() || node.getName().isEmpty() ? node.getName() : prefix + node.getName();
    FunctionProto function = functions.get(key(node.getDomain(), node.getOpType()));
    if (function == null) {
      nodes.add(new RawNode(name, node.getOpType(), node.getDomain(), inputs, outputs, attributes));
      return;
    }
    if (depth >= MOST_CALL_DEPTH) {
      throw new InputException(
          "function " + function.getName(),
          "calls functions more than " + MOST_CALL_DEPTH + " deep, or itself",
          "export the model with its functions inlined");
    }
    Map<String, String> inner = new HashMap<>();
    for (int i = 0; i < function.getInputCount(); i++) {
      inner.put(function.getInput(i), i < inputs.size() ? inputs.get(i) : "");
    }
    for (int i = 0; i < function.getOutputCount(); i++) {
      if (i < outputs.size() && !outputs.get(i).isEmpty()) {
        inner.put(function.getOutput(i), outputs.get(i));
      }
    }
    function
        .getAttributeProtoList()
        .forEach(byDefault -> attributes.putIfAbsent(byDefault.getName(), byDefault));
    String own =
        prefix + (node.getName().isEmpty() ? function.getName() + inlined : node.getName()) + "/";
    for (NodeProto part : function.getNodeList()) {
      if (++inlined > MOST_INLINED) {
        throw new InputException(
            "function " + function.getName(),
            "expands to more than " + MOST_INLINED + " nodes",
            "export the model with its functions inlined");
      }
      inlinedNames += (long) own.length() * (part.getInputCount() + part.getOutputCount() + 1);
      if (inlinedNames > MOST_INLINED_NAMES) {
        throw new InputException(
            "function " + function.getName(),
            "expands to names of more than " + MOST_INLINED_NAMES + " letters in all",
            "export the model with its functions inlined");
      }
      add(nodes, part, inner, attributes, own, depth + 1);
    }
  }

  /** Values of a function's body under the names they have in the graph that calls it. */
  private static List<String> renamed(
      List<String> values, Map<String, String> renamed, String prefix) {
    if (prefix.isEmpty()) {
      return values;
    }
    List<String> names = new ArrayList<>(values.size());
    for (String value : values) {
      String known = renamed.get(value);
      names.add(value.isEmpty() ? "" : known != null ? known : prefix + value);
    }
    return names;
  }
}
