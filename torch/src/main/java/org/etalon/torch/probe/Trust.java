package org.etalon.torch.probe;

import java.util.ArrayList;
import java.util.List;
import org.etalon.graph.Finding;
import org.etalon.graph.Node;
import org.etalon.graph.Pointwise;
import org.etalon.tensor.Network;
import org.etalon.tensor.Role;

/**
 * How far a probe of initialisation can be trusted, from trials on digits with sweeps over learning
 * rates beside them: what must be said wherever a probed rate is carried to training.
 */
public final class Trust {
  private Trust() {}

  /** What the user should know about what a probe says of a network's training. */
  public static List<Finding> findings(Probe probe, Network network) {
    List<Finding> findings = new ArrayList<>();
    boolean batch = normalisesBatches(network);
    boolean scale = network.tensors().stream().anyMatch(tensor -> tensor.role() == Role.SCALE);
    boolean energy = probe instanceof UpdateEnergy;
    if (energy && (batch || scale)) {
      findings.add(
          Finding.warning(
              "",
              "update energy failed to predict trained optima of networks with "
                  + (batch ? "batch norm" : "LayerScale")
                  + "; sharpness and line-search did better"));
    }
    findings.add(
        Finding.info(
            "",
            energy
                ? "measured at initialisation: in trials on digits within a factor two of the"
                    + " trained optimum over a ninefold depth at widths 96 and 192, off by up to a"
                    + " factor of 16 at width 16 with few steps; confirm it by training"
                : "measured at initialisation, for one batch: a hint, not a trained optimum;"
                    + " confirm it by training"));
    return findings;
  }

  private static boolean normalisesBatches(Network network) {
    for (Node node : network.graph().nodes()) {
      if (node.operation() instanceof Pointwise.Normalisation norm
          && norm.kind() == Pointwise.Normalisation.Kind.BATCH) {
        return true;
      }
    }
    return false;
  }
}
