package org.etalon.torch.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.etalon.graph.Node;
import org.etalon.torch.probe.Measurement.LayerEnergy;

/** What the probes that set a budget on energies share. */
final class Energies {
  private Energies() {}

  /**
   * The measurement η* = budget^(−1/2).
   *
   * @param budget of the energies, such as their mean
   */
  static Measurement measurement(
      List<Node> nodes,
      List<Double> energies,
      Movement movement,
      ToDoubleFunction<List<Double>> budget) {
    List<LayerEnergy> layers = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      layers.add(new LayerEnergy(nodes.get(i).name(), energies.get(i)));
    }
    List<String> notes =
        movement.derivative() == Movement.Derivative.FORWARD_MODE
            ? List.of()
            : List.of(
                "an operation has no forward derivative: energies are finite differences in double"
                    + " precision");
    double rate = 1 / Math.sqrt(budget.applyAsDouble(energies));
    return new Measurement(OptionalDouble.of(rate), layers, notes);
  }

  static double mean(List<Double> energies) {
    return energies.stream().mapToDouble(Double::doubleValue).average().orElse(0);
  }

  static double largest(List<Double> energies) {
    return energies.stream().mapToDouble(Double::doubleValue).max().orElse(0);
  }
}
