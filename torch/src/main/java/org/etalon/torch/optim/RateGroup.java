package org.etalon.torch.optim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tensors that share their rates: the numbers of a step are made once for all of them.
 *
 * @param rates what they are trained with
 * @param members their places among the parameters
 */
record RateGroup(TensorRates rates, List<Integer> members) {
  /**
   * Sorts tensors into groups.
   *
   * @throws IllegalArgumentException if there is not one entry of rates for each tensor
   */
  static List<RateGroup> of(int parameters, List<TensorRates> rates) {
    if (parameters != rates.size()) {
      throw new IllegalArgumentException(parameters + " tensors, but rates for " + rates.size());
    }
    Map<TensorRates, List<Integer>> members = new LinkedHashMap<>();
    for (int i = 0; i < parameters; i++) {
      members.computeIfAbsent(rates.get(i), key -> new ArrayList<>()).add(i);
    }
    List<RateGroup> groups = new ArrayList<>(members.size());
    members.forEach((shared, places) -> groups.add(new RateGroup(shared, List.copyOf(places))));
    return groups;
  }
}
