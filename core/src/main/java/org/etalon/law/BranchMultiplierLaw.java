package org.etalon.law;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.etalon.depth.DepthMeasure;
import org.etalon.depth.PathGraph;
import org.etalon.depth.ResidualBlocks;
import org.etalon.graph.Finding;
import org.etalon.graph.InputException;
import org.etalon.graph.Node;
import org.etalon.graph.Pointwise;
import org.etalon.init.Branches;
import org.etalon.law.Correction.BranchFactor;
import org.etalon.tensor.Network;
import org.etalon.tensor.Role;
import org.etalon.tensor.Tensor;
import org.etalon.tensor.Use;

/**
 * What {@link CompleteP} (a = 1) and {@link DepthMup} (a = ½) share: every residual branch is
 * multiplied by m_L^(−a), m_L the ratio of blocks, target over base; what lies on branches learns
 * at m_L^(a−1) with Adam and, since a gradient through a multiplied branch is smaller by m_L^(−a),
 * at m_L^(2a−1) with SGD. What lies on the stream (embedding, stem, read-out, final norm) is left
 * as it is. Biases and gains take no decay.
 */
abstract class BranchMultiplierLaw implements Law {
  private final double a;

  BranchMultiplierLaw(double a) {
    this.a = a;
  }

  @Override
  public DepthMeasure defaultMeasure() {
    return DepthMeasure.BLOCKS;
  }

  @Override
  public OptionalDouble exponent() {
    return OptionalDouble.empty();
  }

  @Override
  public boolean multipliesBranches() {
    return true;
  }

  @Override
  public void requireMeasure(DepthMeasure measure) {
    if (measure != DepthMeasure.BLOCKS) {
      throw new InputException(
          "--depth " + measure.id(),
          "cannot go with --law " + id() + ", which multiplies residual branches and counts blocks",
          "leave --depth out, or choose another law");
    }
  }

  @Override
  public List<String> assumptions() {
    return List.of(
        "AdamW, pre-norm residual blocks, the target's branches multiplied by the forward factors",
        "no weight decay on biases and gains, at the base either");
  }

  @Override
  public String equation() {
    return "m_L = blocks_target/blocks_base; branches × m_L^-"
        + Factor.shown(a)
        + ", on branches η × m_L^"
        + Factor.shown(a - 1)
        + " (Adam) or m_L^"
        + Factor.shown(2 * a - 1)
        + " (SGD)";
  }

  @Override
  public Correction apply(Transition transition) {
    Network target = transition.target();
    requireShortcuts(transition.base());
    requireShortcuts(target);
    double ratio = transition.targetDepth().over(transition.baseDepth()).toDouble();
    double power = transition.optimizer() == Optimizer.SGD ? 2 * a - 1 : a - 1;
    Factor rate = power(transition, ratio, power, "on a residual branch: × m_L^");
    Factor branch = power(transition, ratio, -a, "residual branch × m_L^");
    Branches branches = Branches.of(target);
    List<BranchFactor> factors = new ArrayList<>();
    ResidualBlocks blocks = target.blocks();
    for (int m = 0; m < blocks.count() && ratio != 1; m++) {
      for (ResidualBlocks.Branch operand : blocks.branches(m)) {
        if (!operand.shortcut()) {
          factors.add(new BranchFactor(target.paths().node(operand.operand()).name(), branch));
        }
      }
    }
    return new Correction(
        Factor.NONE,
        tensor -> isOnBranch(tensor, branches) ? rate : Factor.NONE,
        factors,
        tensor -> branch,
        tensor -> tensor.role().isWeight() || tensor.role() == Role.POSITION,
        findings(transition));
  }

  private Factor power(Transition transition, double ratio, double power, String what) {
    if (power == 0 || ratio == 1) {
      return Factor.NONE;
    }
    double value = Math.pow(ratio, power);
    return new Factor(
        value,
        String.format(
            Locale.ROOT,
            "law %s: %s%s = (%s/%s)^%s = %s",
            id(),
            what,
            Factor.shown(power),
            Factor.shown(transition.targetDepth().toDouble()),
            Factor.shown(transition.baseDepth().toDouble()),
            Factor.shown(power),
            Factor.shown(value)));
  }

  /** Whether a tensor's effect on the output passes through a branch multiplier. */
  static boolean isOnBranch(Tensor tensor, Branches branches) {
    if (tensor.role() == Role.EMBEDDING || tensor.role() == Role.OUTPUT) {
      return false;
    }
    for (Use use : tensor.uses()) {
      if (branches.contains(use.node())) {
        return true;
      }
    }
    return false;
  }

  private void requireShortcuts(Network network) {
    ResidualBlocks blocks = network.blocks();
    for (int m = 0; m < blocks.count(); m++) {
      if (blocks.branches(m).stream().noneMatch(ResidualBlocks.Branch::shortcut)) {
        throw new InputException(
            network.paths().node(blocks.merge(m)).name(),
            "adds branches without a shortcut, so that law "
                + id()
                + " cannot tell the stream from the branches of "
                + network.reference(),
            "choose a law that needs no residual stream, such as am-mup or path-sum");
      }
    }
  }

  private List<Finding> findings(Transition transition) {
    List<Finding> findings = new ArrayList<>();
    if (transition.optimizer() == Optimizer.SGD) {
      findings.add(
          Finding.warning(
              "",
              "law "
                  + id()
                  + " was stated for AdamW; its SGD form (arXiv:2405.15712, Table 1) "
                  + (a == 1
                      ? "is unverified, and one simulation without normalisation found it to fail"
                      : "is unverified here")));
    } else if (transition.optimizer() == Optimizer.ADAM) {
      findings.add(
          Finding.info("", "law " + id() + " was stated for AdamW; adam is treated alike"));
    }
    if (normalisesStream(transition.target())) {
      findings.add(
          Finding.warning(
              "",
              "the target normalises its stream after merges (post-norm), while law "
                  + id()
                  + " assumes pre-norm blocks"));
    }
    double base = layersPerBlock(transition.base());
    double target = layersPerBlock(transition.target());
    if (Math.abs(base - target) > 0.25) {
      findings.add(
          Finding.warning(
              "",
              String.format(
                  Locale.ROOT,
                  "blocks are not alike: %.2g layers a branch at the base, %.2g at the target; law"
                      + " %s compares like with like",
                  base,
                  target,
                  id())));
    }
    return findings;
  }

  private static double layersPerBlock(Network network) {
    Branches branches = Branches.of(network);
    PathGraph paths = network.paths();
    int layers = 0;
    for (int i = 0; i < paths.size(); i++) {
      layers += paths.isLayer(i) && branches.contains(paths.node(i)) ? 1 : 0;
    }
    return (double) layers / Math.max(1, network.blocks().count());
  }

  /** Whether a merge feeds nothing but a normalisation that later merges build on. */
  private static boolean normalisesStream(Network network) {
    PathGraph paths = network.paths();
    ResidualBlocks blocks = network.blocks();
    int[] users = new int[paths.size()];
    for (int i = 0; i < paths.size(); i++) {
      for (Node feeder : paths.graph().carriers(paths.node(i))) {
        users[paths.position(feeder)]++;
      }
    }
    int last = blocks.count() == 0 ? -1 : blocks.merge(blocks.count() - 1);
    for (int i = 0; i < paths.size(); i++) {
      Node node = paths.node(i);
      if (!(node.operation() instanceof Pointwise.Normalisation)) {
        continue;
      }
      int fed = paths.position(paths.graph().carriers(node).get(0));
      if (paths.isMerge(fed) && fed != last && users[fed] == 1) {
        return true;
      }
    }
    return false;
  }
}
