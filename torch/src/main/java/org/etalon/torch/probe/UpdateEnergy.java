package org.etalon.torch.probe;

/**
 * AM-μP's budget at initialisation: the learning rate at which the first step moves the L
 * representations by a mean square of one, averaged over them. To leading order S_ℓ = η²·s_ℓ, hence
 * η* = (mean_ℓ s_ℓ)^(−1/2).
 *
 * <p>Source: [Z25] (arXiv:2510.04327) and [W26] (arXiv:2602.07494).
 */
public final class UpdateEnergy implements Probe {
  @Override
  public String id() {
    return "update-energy";
  }

  @Override
  public String equation() {
    return "η* = (mean_ℓ s_ℓ)^(-1/2), s_ℓ = E[(Δz_ℓ/η)²]";
  }

  @Override
  public String source() {
    return "[Z25] arXiv:2510.04327; [W26] arXiv:2602.07494";
  }

  @Override
  public Measurement measure(StartingPoint at) {
    Movement movement = Movement.ofRepresentations(at);
    return Energies.measurement(
        at.representations().nodes(), movement.energies(), movement, Energies::mean);
  }
}
