package org.etalon.law;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.etalon.depth.DepthMeasure;
import org.etalon.depth.PathGraph;
import org.etalon.graph.Finding;
import org.etalon.graph.Layer;
import org.etalon.graph.Node;
import org.etalon.graph.Shape;
import org.etalon.tensor.Network;

/**
 * The architecture-aware learning rate: η ∝ (Σ_p L_p³)^(−1/2), over all paths p from input to
 * output with L_p layers each; equivalently depth^(−3/2) with depth (Σ_p L_p³)^(1/3).
 *
 * <p>For convolutional networks of one kernel size also η ∝ 1/q, q the kernel's side. The read-out
 * is not counted for q. Where kernels are mixed, or a convolution's sides differ, or dense layers
 * stand between convolutions, there is no one q: no factor, and a finding. (Through such a network
 * in the middle A→B→C cannot know the factor that A→C has.)
 *
 * <p>Example: a chain of 4 layers to one of 16 of the same kernel divides the rate by 8.
 *
 * <p>Source: Chen et al., ICLR 2024 (arXiv:2402.17440), eq. 8.
 */
final class PathSum implements Law {
  private static final double EXPONENT = 1.5;

  /** The kernels of a network: none, one side, or no single side. */
  private record Kernels(boolean any, OptionalLong side) {}

  @Override
  public String id() {
    return "path-sum";
  }

  @Override
  public String equation() {
    return "η_target = η_base·(Σ_p L_p³ of base / Σ_p L_p³ of target)^(1/2)·(q_base/q_target)";
  }

  @Override
  public String source() {
    return "[C24] arXiv:2402.17440, eq. 8";
  }

  @Override
  public DepthMeasure defaultMeasure() {
    return DepthMeasure.PATH_SUM;
  }

  @Override
  public OptionalDouble exponent() {
    return OptionalDouble.of(EXPONENT);
  }

  @Override
  public List<String> assumptions() {
    return List.of("an initialisation that keeps variance along every path: in-degree, or he");
  }

  @Override
  public Correction apply(Transition transition) {
    List<Finding> findings = new ArrayList<>();
    if (transition.measure() != DepthMeasure.PATH_SUM) {
      findings.add(
          Finding.warning(
              "", "law path-sum was stated for depth path-sum, not " + transition.measure().id()));
    }
    Factor kernel = kernelFactor(transition, findings);
    return new Correction(
        transition.power(EXPONENT),
        tensor -> kernel,
        List.of(),
        tensor -> Factor.NONE,
        tensor -> true,
        findings);
  }

  private static Factor kernelFactor(Transition transition, List<Finding> findings) {
    Kernels base = kernels(transition.base());
    Kernels target = kernels(transition.target());
    if (!base.any && !target.any) {
      return Factor.NONE;
    }
    if (base.side.isEmpty() || target.side.isEmpty()) {
      Network mixed = base.side.isEmpty() ? transition.base() : transition.target();
      findings.add(
          Finding.info(
              "",
              mixed.reference()
                  + " is no CNN of one square kernel size: no kernel factor (law path-sum)"));
      return Factor.NONE;
    }
    long from = base.side.getAsLong();
    long to = target.side.getAsLong();
    if (from == to) {
      return Factor.NONE;
    }
    double value = (double) from / to;
    return new Factor(
        value, "kernel side: × q_base/q_target = " + from + "/" + to + " = " + Factor.shown(value));
  }

  private static Kernels kernels(Network network) {
    PathGraph paths = network.paths();
    int[] after = paths.mostLayersAfter();
    boolean any = false;
    boolean mixed = false;
    long side = -1;
    for (int i = 0; i < paths.size(); i++) {
      if (!paths.isLayer(i)) {
        continue;
      }
      Node node = paths.node(i);
      if (node.operation() instanceof Layer.Convolution) {
        any = true;
        Shape weight = node.operands().get(1).shape();
        for (int axis = 2; axis < weight.rank(); axis++) {
          long here = weight.dim(axis).value();
          mixed |= side >= 0 && side != here;
          side = here;
        }
      } else if (after[i] > 0) {
        mixed = true;
      }
    }
    return new Kernels(any, any && !mixed ? OptionalLong.of(side) : OptionalLong.empty());
  }
}
