package org.etalon.torch.probe;

/** Update energy with the budget set by the representation that moves most instead of the mean. */
public final class LargestLayer implements Probe {
  @Override
  public String id() {
    return "largest-layer";
  }

  @Override
  public String equation() {
    return "η* = (max_ℓ s_ℓ)^(-1/2)";
  }

  @Override
  public String source() {
    return "variant of [Z25]";
  }

  @Override
  public Measurement measure(StartingPoint at) {
    Movement movement = Movement.ofRepresentations(at);
    return Energies.measurement(
        at.representations().nodes(), movement.energies(), movement, Energies::largest);
  }
}
