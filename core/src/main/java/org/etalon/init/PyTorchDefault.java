package org.etalon.init;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.etalon.graph.Layer;
import org.etalon.graph.Node;
import org.etalon.graph.Parameter;
import org.etalon.graph.Source;
import org.etalon.tensor.Network;
import org.etalon.tensor.Role;
import org.etalon.tensor.Tensor;
import org.etalon.tensor.Use;

/**
 * What PyTorch's own layers do when they are made, as a baseline: weights of linear layers and
 * convolutions uniform on ±1/√fan_in (Kaiming-uniform with a = √5, so Var = 1/(3·fan_in)), their
 * biases uniform on the same interval, {@code nn.Embedding} N(0, 1). It speaks of the read-out too.
 *
 * <p>PyTorch counts the fan-in of a transposed convolution from the weight's second axis. Position
 * tables that are bare {@code nn.Parameter}s have no default.
 *
 * <p>Source: {@code reset_parameters} in torch/nn/modules/{linear,conv,sparse}.py.
 */
final class PyTorchDefault implements Initialisation {
  @Override
  public String id() {
    return "pytorch";
  }

  @Override
  public String rule() {
    return "weights and biases uniform on ±1/√fan_in, embeddings N(0, 1): PyTorch's defaults";
  }

  @Override
  public String source() {
    return "torch.nn reset_parameters (Kaiming-uniform, a = √5)";
  }

  @Override
  public Readout defaultReadout() {
    return Readout.AS_INIT;
  }

  @Override
  public WeightRule on(Network network) {
    Map<Node, Long> fanIn = new HashMap<>();
    for (Tensor tensor : network.tensors()) {
      for (Use use : tensor.uses()) {
        if (use.role().isWeight() && use.node().operation() instanceof Layer layer) {
          fanIn.put(use.node(), fanIn(layer, tensor.parameter(), use.node().operands().get(1)));
        }
      }
    }
    Set<String> tables = tables(network);
    return tensor -> of(tensor, network, fanIn, tables);
  }

  private static Optional<Initial> of(
      Tensor tensor, Network network, Map<Node, Long> fanIn, Set<String> tables) {
    Node node = tensor.mainUse().node();
    if (tensor.role() == Role.EMBEDDING
        || (tensor.role() == Role.POSITION && tables.contains(tensor.name()))) {
      return Optional.of(Initial.normal(1, () -> "init pytorch: embedding N(0, 1)"));
    }
    if (tensor.role() == Role.POSITION) {
      return Optional.of(
          Initial.asIs(
              () -> "init pytorch: a bare nn.Parameter has no default; left as the model has it"));
    }
    Node layer = node;
    if (tensor.role() == Role.BIAS) {
      layer = layerBehind(node, network);
    } else if (!tensor.role().isWeight()) {
      return Optional.empty();
    }
    Long summed = fanIn.get(layer);
    return summed == null ? Optional.empty() : Optional.of(uniform(summed));
  }

  private static Initial uniform(long fanIn) {
    double std = Math.sqrt(1.0 / (3.0 * fanIn));
    return Initial.uniform(
        std,
        () ->
            String.format(
                Locale.ROOT,
                "init pytorch: uniform on ±1/√%d, std = 1/√(3·%d) = %.6g",
                fanIn,
                fanIn,
                std));
  }

  /** The layer that a bias is added to: the node itself, or what an addition takes it from. */
  private static Node layerBehind(Node node, Network network) {
    Node at = node;
    while (!(at.operation() instanceof Layer)) {
      var feeders = network.graph().carriers(at);
      if (feeders.size() != 1) {
        break;
      }
      at = feeders.get(0);
    }
    return at;
  }

  /** Names of the tables that an embedding layer looks up, be it at constant positions. */
  private static Set<String> tables(Network network) {
    Set<String> tables = new HashSet<>();
    for (Node node : network.graph().nodes()) {
      if (node.operation() instanceof Layer.Embedding
          && node.operands().get(1).operation() instanceof Source.Learned learned) {
        tables.add(learned.parameter().name());
      }
    }
    return tables;
  }

  private static long fanIn(Layer layer, Parameter parameter, Node weight) {
    var shape = weight.shape().isKnown() ? weight.shape() : parameter.shape();
    return layer instanceof Layer.Convolution conv && conv.transposed()
        ? shape.dim(1).value() * conv.area(shape)
        : layer.fanIn(shape);
  }
}
