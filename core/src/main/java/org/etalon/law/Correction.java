package org.etalon.law;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.etalon.graph.Finding;
import org.etalon.tensor.Tensor;

/**
 * What a law makes of a {@link Transition}. All factors are target over base.
 *
 * @param global on every tensor's learning rate, part of the plan's top-level rate
 * @param perTensor on the learning rate of a tensor of the target, beside the global one
 * @param branches on the output of residual branches of the target
 * @param epsilon on Adam's ε of a tensor of the target
 * @param decays whether the law's parametrisation applies weight decay to a tensor of the target
 * @param findings what the user should know
 * @param interval of the global factor, where it was measured
 */
public record Correction(
    Factor global,
    Function<Tensor, Factor> perTensor,
    List<BranchFactor> branches,
    Function<Tensor, Factor> epsilon,
    Function<Tensor, Boolean> decays,
    List<Finding> findings,
    Optional<FactorInterval> interval) {

  /** A correction whose global factor is not a measurement. */
  public Correction(
      Factor global,
      Function<Tensor, Factor> perTensor,
      List<BranchFactor> branches,
      Function<Tensor, Factor> epsilon,
      Function<Tensor, Boolean> decays,
      List<Finding> findings) {
    this(global, perTensor, branches, epsilon, decays, findings, Optional.empty());
  }

  /**
   * A multiplier on one residual branch.
   *
   * @param node the value at the branch's end, an operand of the merge
   * @param factor what it is multiplied by
   */
  public record BranchFactor(String node, Factor factor) {}

  /** Copies the lists. */
  public Correction {
    branches = List.copyOf(branches);
    findings = List.copyOf(findings);
  }

  /** One factor for every tensor, nothing else. */
  public static Correction everywhere(Factor global, List<Finding> findings) {
    return new Correction(
        global, tensor -> Factor.NONE, List.of(), tensor -> Factor.NONE, tensor -> true, findings);
  }

  /** The same with an interval of its global factor. */
  public Correction within(FactorInterval measured) {
    return new Correction(
        global, perTensor, branches, epsilon, decays, findings, Optional.of(measured));
  }
}
