package org.etalon.torch.optim;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.etalon.graph.InputException;
import org.etalon.graph.Parameter;
import org.etalon.plan.TensorPlan;
import org.etalon.plan.TransferPlan;

/** What every tensor of a network is trained with. */
@FunctionalInterface
public interface Rates {
  /**
   * What one is trained with.
   *
   * @throws InputException if the tensor belongs to another network
   */
  TensorRates of(Parameter parameter);

  /** The same for all. */
  static Rates same(TensorRates rates) {
    return parameter -> rates;
  }

  /** One learning rate for all, without decay. */
  static Rates same(double learningRate) {
    return same(TensorRates.of(learningRate));
  }

  /** What a plan gives its target: rates, decay and ε of every tensor. */
  static Rates of(TransferPlan plan) {
    Map<String, TensorRates> rates = new HashMap<>();
    for (TensorPlan tensor : plan.tensors()) {
      rates.put(
          tensor.name(),
          new TensorRates(
              tensor.learningRate(),
              tensor.weightDecay(),
              tensor.epsilon().orElse(TensorRates.EPSILON)));
    }
    return parameter -> {
      TensorRates found = rates.get(parameter.name());
      if (found == null) {
        throw new InputException(
            parameter.name(),
            "has no rate: the plan is for another network",
            "give a plan for this network");
      }
      return found;
    };
  }

  /** What several are trained with, in their order. */
  default List<TensorRates> of(List<Parameter> parameters) {
    return parameters.stream().map(this::of).toList();
  }
}
