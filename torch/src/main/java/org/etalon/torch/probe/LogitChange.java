package org.etalon.torch.probe;

import java.util.List;
import org.etalon.graph.Node;

/** The learning rate at which the first step moves the logits by a mean square of one. */
public final class LogitChange implements Probe {
  @Override
  public String id() {
    return "logit-change";
  }

  @Override
  public String equation() {
    return "η* = E[(Δlogit/η)²]^(-1/2)";
  }

  @Override
  public String source() {
    return "the logits' part of [Y22]'s conditions";
  }

  @Override
  public Measurement measure(StartingPoint at) {
    List<Node> output = List.of(at.network().graph().output());
    Movement movement = Movement.of(at, output);
    return Energies.measurement(output, movement.energies(), movement, Energies::mean);
  }
}
