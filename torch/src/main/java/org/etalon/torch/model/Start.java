package org.etalon.torch.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etalon.graph.InputException;
import org.etalon.init.Initial;
import org.etalon.init.Initialisation;
import org.etalon.init.Initialiser;
import org.etalon.init.Readout;
import org.etalon.plan.ForwardFactor;
import org.etalon.plan.TensorPlan;
import org.etalon.plan.TransferPlan;
import org.etalon.tensor.Network;
import org.etalon.tensor.Tensor;

/**
 * What a network starts from: the distribution of every tensor, and the factors of its forward
 * pass.
 *
 * @param initials how every learned tensor is drawn, by name
 * @param factors what the forward pass multiplies, and where
 */
public record Start(Map<String, Initial> initials, List<ForwardFactor> factors) {
  /** Copies. */
  public Start {
    initials = Map.copyOf(initials);
    factors = List.copyOf(factors);
  }

  /** The start that an initialisation gives a network. */
  public static Start of(Network network, Initialisation rule, Optional<Readout> readout) {
    Initialiser initialiser = new Initialiser(network, rule, readout);
    Map<String, Initial> initials = new HashMap<>();
    for (Tensor tensor : network.tensors()) {
      initials.put(tensor.name(), initialiser.of(tensor));
    }
    return new Start(initials, List.of());
  }

  /** The start that a plan gives its target. */
  public static Start of(TransferPlan plan) {
    Map<String, Initial> initials = new HashMap<>();
    for (TensorPlan tensor : plan.tensors()) {
      initials.put(tensor.name(), tensor.initial());
    }
    return new Start(initials, plan.forward());
  }

  /** How a tensor is drawn. */
  Initial of(String tensor) {
    Initial initial = initials.get(tensor);
    if (initial == null) {
      throw new InputException(
          tensor, "has no start: it belongs to another network", "give a start of this network");
    }
    return initial;
  }
}
