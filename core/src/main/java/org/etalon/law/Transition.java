package org.etalon.law;

import org.etalon.depth.DepthMeasure;
import org.etalon.depth.Magnitude;
import org.etalon.graph.InputException;
import org.etalon.tensor.Network;

/**
 * The step that a law is asked about.
 *
 * @param base the network whose learning rate is known
 * @param target the network it is wanted for
 * @param measure how depth is measured
 * @param baseDepth D_base, > 0
 * @param targetDepth D_target, > 0
 * @param optimizer what both are trained with
 */
public record Transition(
    Network base,
    Network target,
    DepthMeasure measure,
    Magnitude baseDepth,
    Magnitude targetDepth,
    Optimizer optimizer) {

  /**
   * Measures both networks.
   *
   * @throws InputException if one has no path, no learned tensor on it, or depth 0
   */
  public static Transition of(
      Network base, Network target, DepthMeasure measure, Optimizer optimizer) {
    return new Transition(
        base, target, measure, depth(base, measure), depth(target, measure), optimizer);
  }

  private static Magnitude depth(Network network, DepthMeasure measure) {
    if (network.tensors().isEmpty()) {
      throw new InputException(
          network.reference(),
          "has no learned tensor between input and output",
          "there is nothing a learning rate could apply to");
    }
    Magnitude depth =
        network
            .depths()
            .get(measure)
            .orElseThrow(
                () ->
                    new InputException(
                        network.reference(),
                        "no path leads from a data input to output " + network.graph().outputName(),
                        "choose an output that depends on the data with --output"));
    if (depth.mantissa() == 0) {
      String wayOut =
          measure == DepthMeasure.BLOCKS
              ? "it has no residual merge; choose a law or --depth that needs none"
              : "choose another --depth";
      throw new InputException(
          network.reference(), "has depth 0 by measure " + measure.id(), wayOut);
    }
    return depth;
  }

  /** (D_base / D_target)^p with its equation. */
  public Factor power(double p) {
    Magnitude factor = baseDepth.over(targetDepth).power(p);
    if (!factor.fitsDouble()) {
      throw new InputException(
          target.reference(),
          "its learning rate would be the base's times " + factor + ", beyond what a double holds",
          "choose a base nearer in depth, or another --depth than " + measure.id());
    }
    double value = factor.toDouble();
    String equation =
        String.format(
            "(D_base/D_target)^%s = (%s/%s)^%s = %s, D = %s",
            Factor.shown(p),
            shown(baseDepth),
            shown(targetDepth),
            Factor.shown(p),
            Factor.shown(value),
            measure.id());
    return new Factor(value, equation);
  }

  private static String shown(Magnitude depth) {
    return depth.fitsDouble() ? Factor.shown(depth.toDouble()) : depth.toString();
  }
}
