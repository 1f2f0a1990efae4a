package org.etalon.plan;

import java.util.List;
import java.util.Optional;
import org.etalon.depth.DepthMeasure;
import org.etalon.depth.Magnitude;
import org.etalon.graph.Finding;
import org.etalon.law.FactorInterval;

/**
 * The answer to a {@link TransferRequest}.
 *
 * @param request what was asked
 * @param measure how depth was measured
 * @param baseDepth the base's depth by that measure
 * @param targetDepth the target's
 * @param learningRate the base's rate times the law's global factor (1 for laws that work tensor by
 *     tensor); without width, branch and kernel factors
 * @param tensors every learned tensor of the target, in the order of first use
 * @param forward multipliers that the target's forward pass must contain
 * @param assumptions what must be as at the base
 * @param findings what the user should know
 * @param interval of the learning rate, where the law measured its factor
 */
public record TransferPlan(
    TransferRequest request,
    DepthMeasure measure,
    Magnitude baseDepth,
    Magnitude targetDepth,
    double learningRate,
    List<TensorPlan> tensors,
    List<ForwardFactor> forward,
    List<String> assumptions,
    List<Finding> findings,
    Optional<FactorInterval> interval) {
  /** Copies the lists. */
  public TransferPlan {
    tensors = List.copyOf(tensors);
    forward = List.copyOf(forward);
    assumptions = List.copyOf(assumptions);
    findings = List.copyOf(findings);
  }
}
