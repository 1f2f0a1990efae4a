package org.etalon.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.etalon.graph.Finding;

/**
 * Gives weights back the names that their author chose, where an exporter that folds constants has
 * replaced them ({@code onnx::MatMul_123}).
 *
 * <p>A bias beside the weight usually kept its name and tells best. Otherwise the node's path does:
 * {@code /layers/layers.0/fc/MatMul} is the product in module {@code layers.0.fc}. Where neither
 * tells, the file's name stays.
 */
final class ParameterNames {
  private static final Pattern FOLDED_TRANSPOSE = Pattern.compile("onnx::MatMul_\\d+|\\d+");

  private final RawGraph graph;
  private final Map<String, String> chosen = new HashMap<>();
  private final Map<String, RawTensor> owner = new HashMap<>();
  private final List<String> recovered = new ArrayList<>();
  private final List<String> kept = new ArrayList<>();
  private int foldedNorms;

  ParameterNames(RawGraph graph) {
    this.graph = graph;
  }

  /**
   * Whether a matrix was transposed when its name was lost: PyTorch's exporter folds the
   * transposition of a linear layer's weight into the stored tensor.
   */
  boolean wasTransposed(RawTensor tensor) {
    return FOLDED_TRANSPOSE.matcher(tensor.name()).matches()
        && tensor.sizes().length == 2
        && graph.producer().startsWith("pytorch");
  }

  /**
   * The name for a layer's tensor.
   *
   * @param tensor the stored tensor
   * @param node the layer that uses it
   * @param bias name of the layer's bias in the file; empty if there is none
   * @param suffix what the tensor is called inside its module: {@code weight} or {@code bias}
   */
  String nameOf(RawTensor tensor, RawNode node, String bias, String suffix) {
    String file = tensor.name();
    String known = chosen.get(file);
    if (known != null) {
      return known;
    }
    String name = file;
    if (Leaves.isInvented(file)) {
      Optional<String> byBias = suffix.equals("weight") ? fromBias(bias) : Optional.empty();
      Optional<String> byPath = fromPath(node).map(module -> module + "." + suffix);
      if (byBias.isPresent() && isFree(byBias.get(), tensor, true)) {
        name = byBias.get();
      } else if (byPath.isPresent() && isFree(byPath.get(), tensor, false)) {
        name = byPath.get();
      }
      foldedNorms += suffix.equals("bias") && node.is("Conv") ? 1 : 0;
      (name.equals(file) ? kept : recovered).add(name.equals(file) ? file : file + " → " + name);
    }
    chosen.put(file, name);
    owner.putIfAbsent(name, tensor);
    return name;
  }

  /** A shared bias means a shared module: its weight, folded once per call, is one tensor. */
  private boolean isFree(String name, RawTensor tensor, boolean mayShare) {
    if (graph.tensor(name).isPresent() || graph.inputs().containsKey(name)) {
      return false;
    }
    RawTensor other = owner.get(name);
    return other == null || (mayShare && Arrays.equals(other.sizes(), tensor.sizes()));
  }

  private static Optional<String> fromBias(String bias) {
    if (bias.isEmpty() || Leaves.isInvented(bias)) {
      return Optional.empty();
    }
    if (bias.equals("bias") || bias.endsWith(".bias") || bias.endsWith("_bias")) {
      return Optional.of(bias.substring(0, bias.length() - "bias".length()) + "weight");
    }
    return Optional.empty();
  }

  /** The module that a node path names: a component repeats its container's name, {@code a/a.0}. */
  static Optional<String> fromPath(RawNode node) {
    String path = node.name();
    int end = path.lastIndexOf('/');
    if (!path.startsWith("/") || end <= 0) {
      return Optional.empty();
    }
    List<String> module = new ArrayList<>();
    for (String part : path.substring(1, end).split("/", -1)) {
      if (part.isEmpty()) {
        return Optional.empty();
      }
      int last = module.size() - 1;
      if (last >= 0 && part.startsWith(module.get(last) + ".")) {
        module.set(last, part);
      } else {
        module.add(part);
      }
    }
    return Optional.of(String.join(".", module));
  }

  /** Notes a tensor whose invented name could not be improved. */
  void keep(String file) {
    if (Leaves.isInvented(file) && chosen.putIfAbsent(file, file) == null) {
      kept.add(file);
    }
  }

  /** What was recovered and what was not. */
  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    if (!recovered.isEmpty()) {
      findings.add(
          Finding.info(
              "",
              recovered.size()
                  + " tensors renamed by the exporter got their names back from their bias or"
                  + " their node's path: "
                  + RawGraphReader.shortened(recovered)));
    }
    if (foldedNorms > 0) {
      findings.add(
          Finding.warning(
              "",
              foldedNorms
                  + " convolutions have a bias made by the exporter: batch normalisation was folded"
                  + " into them and is not seen (export in training mode to keep it)"));
    }
    if (!kept.isEmpty()) {
      findings.add(
          Finding.warning(
              "",
              kept.size()
                  + " tensors carry names made up by the exporter; their own could not be"
                  + " recovered: "
                  + RawGraphReader.shortened(kept)
                  + " (export without constant folding to keep them)"));
    }
    return findings;
  }
}
