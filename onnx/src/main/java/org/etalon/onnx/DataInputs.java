package org.etalon.onnx;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.etalon.graph.Finding;
import org.etalon.graph.InputException;
import org.etalon.onnx.proto.TensorShapeProto;
import org.etalon.onnx.proto.TypeProto;
import org.etalon.onnx.proto.ValueInfoProto;

/**
 * Tells data from weights among a file's graph inputs.
 *
 * <p>Where the user names the data, that holds. Where weights are graph inputs too, data are the
 * inputs of whole numbers and those with a symbolic size; failing these, the first input. Exporters
 * put data before weights, so inputs behind the first weight are parameters and buffers (position
 * indices among them). Where the weights are stored in the file, every input is data.
 */
final class DataInputs {
  private final RawGraph graph;
  private final List<Finding> findings;

  DataInputs(RawGraph graph, List<Finding> findings) {
    this.graph = graph;
    this.findings = findings;
  }

  /**
   * The names of the data inputs.
   *
   * @param chosen what the user named; empty to decide
   * @throws InputException if the user named no graph input, or the model has none
   */
  Set<String> choose(List<String> chosen) {
    List<String> all = new ArrayList<>(graph.inputs().keySet());
    if (!chosen.isEmpty()) {
      for (String name : chosen) {
        if (!graph.inputs().containsKey(name)) {
          throw new InputException(
              "input '" + name + "'",
              "is no graph input of the model; it has " + RawGraphReader.shortened(all),
              "choose among these");
        }
      }
      return new LinkedHashSet<>(chosen);
    }
    List<String> used = all.stream().filter(n -> !graph.consumers(n).isEmpty()).toList();
    if (used.isEmpty()) {
      if (all.isEmpty()) {
        throw new InputException(
            "graph", "has no input: nothing enters the network", "export the model with its input");
      }
      return new LinkedHashSet<>(all);
    }
    int firstWeight = 0;
    while (firstWeight < used.size() && !isWeight(used, firstWeight)) {
      firstWeight++;
    }
    List<String> candidates = firstWeight == 0 ? used : used.subList(0, firstWeight);
    Set<String> data = new LinkedHashSet<>();
    for (String name : candidates) {
      TypeProto.Tensor type = type(name);
      if (!RawTensor.isReal(type.getElemType()) || hasSymbolicSize(type)) {
        data.add(name);
      }
    }
    boolean weightsAreStored = firstWeight == used.size();
    if (weightsAreStored) {
      return new LinkedHashSet<>(used);
    }
    if (data.isEmpty()) {
      data.add(candidates.get(0));
    }
    for (String name : candidates) {
      if (firstWeight > 0 && !data.contains(name)) {
        findings.add(
            Finding.info(
                name, "is taken for a parameter, not for data; say --input if it is data"));
      }
    }
    return data;
  }

  private TypeProto.Tensor type(String name) {
    ValueInfoProto info = graph.inputs().get(name);
    return info == null ? TypeProto.Tensor.getDefaultInstance() : info.getType().getTensorType();
  }

  private static boolean hasSymbolicSize(TypeProto.Tensor type) {
    return !type.hasShape()
        || type.getShape().getDimList().stream()
            .anyMatch(d -> d.getValueCase() != TensorShapeProto.Dimension.ValueCase.DIM_VALUE);
  }

  /** Whether an input stands where only weights can stand, perhaps behind a transposition. */
  private boolean isWeight(List<String> used, int index) {
    String name = used.get(index);
    TypeProto.Tensor type = type(name);
    if (!RawTensor.isReal(type.getElemType()) || hasSymbolicSize(type)) {
      return false;
    }
    String value = name;
    for (int steps = 0; steps < 4; steps++) {
      List<RawNode> users = graph.consumers(value);
      for (RawNode user : users) {
        int position = user.inputs().indexOf(value);
        switch (user.operator()) {
          case "Conv",
              "ConvTranspose",
              "LayerNormalization",
              "InstanceNormalization",
              "BatchNormalization",
              "GroupNormalization",
              "RMSNormalization",
              "PRelu" -> {
            return position >= 1;
          }
          case "Gemm", "MatMul" -> {
            boolean otherIsStored = graph.tensor(user.input(1 - Math.min(position, 1))).isPresent();
            return position >= 1 && index > 0 && !otherIsStored;
          }
          case "Gather" -> {
            return position == 0 && type.getShape().getDimCount() == 2;
          }
          default -> {}
        }
      }
      if (users.size() != 1
          || !(users.get(0).is("Transpose")
              || users.get(0).is("Reshape")
              || users.get(0).is("Cast")
              || users.get(0).is("Identity"))) {
        return false;
      }
      value = users.get(0).output();
    }
    return false;
  }
}
