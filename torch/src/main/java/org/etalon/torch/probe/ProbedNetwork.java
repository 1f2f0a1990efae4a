package org.etalon.torch.probe;

import java.util.Map;
import org.etalon.plan.TransferPlan;
import org.etalon.tensor.Network;
import org.etalon.torch.model.Start;

/**
 * A network as it is to be probed.
 *
 * @param network the network
 * @param start what its tensors start from
 * @param relativeRates what a tensor's rate is multiplied by, by name; 1 where none is given
 */
public record ProbedNetwork(Network network, Start start, Map<String, Double> relativeRates) {
  /** Copies the map. */
  public ProbedNetwork {
    relativeRates = Map.copyOf(relativeRates);
  }

  /** One rate for all tensors. */
  public static ProbedNetwork of(Network network, Start start) {
    return new ProbedNetwork(network, start, Map.of());
  }

  /** A plan's target with the plan's start and its rates relative to one another. */
  public static ProbedNetwork of(TransferPlan plan) {
    Map<String, Double> rates = new java.util.HashMap<>();
    plan.tensors().forEach(tensor -> rates.put(tensor.name(), tensor.multiplier()));
    return new ProbedNetwork(plan.request().target(), Start.of(plan), rates);
  }
}
