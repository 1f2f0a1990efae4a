package org.etalon.init;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.etalon.graph.Finding;
import org.etalon.graph.Join;
import org.etalon.graph.Node;
import org.etalon.graph.Pointwise;
import org.etalon.init.Initialisation.WeightRule;
import org.etalon.tensor.Network;
import org.etalon.tensor.Role;
import org.etalon.tensor.Tensor;
import org.etalon.tensor.Use;

/**
 * An initialisation and a read-out rule applied to one network: every tensor's start.
 *
 * <p>What neither rule speaks of starts by the common rules: biases and shifts of normalisations at
 * 0, gains of normalisations at 1, LayerScale and other gains at the value that the model
 * configures, embeddings and position tables from N(0, 0.02²).
 */
public final class Initialiser {
  /** Standard deviation of embeddings and position tables, GPT-2's and ViT's. */
  private static final double TABLE_STD = 0.02;

  private final Network network;
  private final Readout readout;
  private final WeightRule rule;
  private final Initialisation initialisation;

  /** Applies rules to a network; {@code readout} empty takes the initialisation's own. */
  public Initialiser(Network network, Initialisation initialisation, Optional<Readout> readout) {
    this.network = network;
    this.initialisation = initialisation;
    this.readout = readout.orElse(initialisation.defaultReadout());
    this.rule = initialisation.on(network);
  }

  /** What a tensor of the network starts from. */
  public Initial of(Tensor tensor) {
    // A file that holds weights may hold trained ones; only for gains do its constants say more
    // than the common rules.
    if (tensor.role() == Role.SCALE && tensor.parameter().initialValue().isPresent()) {
      double value = tensor.parameter().initialValue().getAsDouble();
      return Initial.constant(value, () -> "init: the model sets it to " + value);
    }
    if (tensor.role() == Role.OUTPUT) {
      Optional<Initial> start = readout.of(tensor);
      if (start.isPresent()) {
        return start.get();
      }
    }
    Optional<Initial> start = rule.of(tensor);
    return start.isPresent() ? start.get() : common(tensor);
  }

  private static Initial common(Tensor tensor) {
    return switch (tensor.role()) {
      case INPUT, HIDDEN, OUTPUT -> He.with(tensor, 1, "he");
      case EMBEDDING, POSITION ->
          Initial.normal(TABLE_STD, () -> "init: embeddings and position tables N(0, 0.02²)");
      case BIAS -> Initial.constant(0, () -> "init: biases 0");
      case NORM ->
          isGain(tensor.mainUse())
              ? Initial.constant(1, () -> "init: gains of normalisations 1")
              : Initial.constant(0, () -> "init: shifts of normalisations 0");
      case SCALE ->
          Initial.asIs(
              () ->
                  "init: the model's file does not say what this gain starts from; left as it is");
    };
  }

  /** Whether a use as part of a normalisation multiplies rather than shifts. */
  private static boolean isGain(Use use) {
    Node node = use.node();
    if (node.operation() instanceof Pointwise.Normalisation) {
      return use.operand() == 1;
    }
    return node.operation() instanceof Join.Multiply;
  }

  /** What the user should know about applying these rules to this network. */
  public List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    List<String> left =
        network.tensors().stream()
            .filter(tensor -> of(tensor).distribution() == Initial.Distribution.AS_IS)
            .map(Tensor::name)
            .toList();
    if (!left.isEmpty()) {
      String others = left.size() == 1 ? "" : " (and " + (left.size() - 1) + " tensors more)";
      findings.add(
          Finding.warning(
              left.get(0) + others,
              "neither the model nor init "
                  + initialisation.id()
                  + " says what it starts from: left as the model has it"));
    }
    if (initialisation.scalesWithDepth() && Branches.of(network).endInNormalisation()) {
      findings.add(
          Finding.warning(
              "",
              "residual branches end in a normalisation, which undoes the 1/K of init "
                  + initialisation.id()
                  + ": scale that normalisation's gain instead, or choose init he"));
    }
    return findings;
  }
}
