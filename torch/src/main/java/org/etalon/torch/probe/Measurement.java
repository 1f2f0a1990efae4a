package org.etalon.torch.probe;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What a probe found on one network from one seed.
 *
 * @param learningRate η*, > 0 and finite; empty where the network bounds none
 * @param layers what each layer contributed; empty for probes of the network as a whole
 * @param notes what the user should know
 */
public record Measurement(
    OptionalDouble learningRate, List<LayerEnergy> layers, List<String> notes) {
  /** Copies the lists; a learning rate that is none is left out. */
  public Measurement {
    learningRate =
        learningRate.isPresent()
                && learningRate.getAsDouble() > 0
                && Double.isFinite(learningRate.getAsDouble())
            ? learningRate
            : OptionalDouble.empty();
    layers = List.copyOf(layers);
    notes = List.copyOf(notes);
  }

  /**
   * What one value of the network contributed.
   *
   * @param name the node's name
   * @param energy ≥ 0, per squared unit of the learning rate; what of, says the probe
   */
  public record LayerEnergy(String name, double energy) {}
}
