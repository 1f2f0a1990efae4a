package org.etalon.export;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.etalon.plan.TensorPlan;
import org.etalon.plan.TransferPlan;

/**
 * The tensors of a plan that are trained alike, put together: optimisers work on groups, and a
 * hundred blocks need few.
 *
 * @param groups the different settings, in the order of their first tensor
 * @param of per tensor of the plan the number of its group
 */
record RateGroups(List<Settings> groups, List<Integer> of) {
  /**
   * What a group shares.
   *
   * @param learningRate rate per step
   * @param weightDecay λ in PyTorch's meaning
   * @param epsilon Adam's ε; empty for SGD
   */
  record Settings(double learningRate, double weightDecay, OptionalDouble epsilon) {}

  /** Copies the lists. */
  RateGroups {
    groups = List.copyOf(groups);
    of = List.copyOf(of);
  }

  /** Groups a plan's tensors. */
  static RateGroups of(TransferPlan plan) {
    Map<Settings, Integer> numbers = new LinkedHashMap<>();
    List<Integer> of = new ArrayList<>(plan.tensors().size());
    for (TensorPlan tensor : plan.tensors()) {
      Settings settings =
          new Settings(tensor.learningRate(), tensor.weightDecay(), tensor.epsilon());
      Integer known = numbers.get(settings);
      int number = known == null ? numbers.size() : known;
      if (known == null) {
        numbers.put(settings, number);
      }
      of.add(number);
    }
    return new RateGroups(new ArrayList<>(numbers.keySet()), of);
  }

  /** Number of tensors in a group. */
  long size(int group) {
    return of.stream().filter(number -> number == group).count();
  }
}
