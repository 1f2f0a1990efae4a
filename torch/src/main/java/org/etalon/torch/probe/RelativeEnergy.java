package org.etalon.torch.probe;

import java.util.ArrayList;
import java.util.List;

/**
 * Update energy relative to what moves: the learning rate at which the first step moves the
 * representations by their own size, in the mean square over them. Unlike {@link UpdateEnergy} it
 * does not depend on the scale of a representation, such as that of an unscaled residual stream.
 */
public final class RelativeEnergy implements Probe {
  @Override
  public String id() {
    return "relative-energy";
  }

  @Override
  public String equation() {
    return "η* = (mean_ℓ s_ℓ/E[z_ℓ²])^(-1/2)";
  }

  @Override
  public String source() {
    return "variant of [Z25]";
  }

  @Override
  public Measurement measure(StartingPoint at) {
    Movement movement = Movement.ofRepresentations(at);
    List<Double> relative = new ArrayList<>();
    for (int i = 0; i < movement.energies().size(); i++) {
      double energy = movement.energies().get(i);
      relative.add(energy == 0 ? 0 : energy / movement.powers().get(i));
    }
    return Energies.measurement(at.representations().nodes(), relative, movement, Energies::mean);
  }
}
