package org.etalon.torch.check;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.etalon.graph.Finding;

/**
 * What a coordinate check found.
 *
 * @param request what was asked
 * @param axis whether the networks differ in width or in depth
 * @param measurements every representation, quantity and step, in the order of steps, then of
 *     computation
 * @param findings what the user should know
 */
public record CheckResult(
    CheckRequest request,
    Variation.Axis axis,
    List<Measurement> measurements,
    List<Finding> findings) {
  /** Copies the lists. */
  public CheckResult {
    measurements = List.copyOf(measurements);
    findings = List.copyOf(findings);
  }

  /** Fails if any measurement does, passes if all that are judged do. */
  public Judgement verdict() {
    boolean undecided = false;
    boolean judged = false;
    for (Measurement measurement : measurements) {
      if (measurement.judgement() == Judgement.FAILS) {
        return Judgement.FAILS;
      }
      undecided |= measurement.judgement() == Judgement.UNDECIDED;
      judged |= measurement.judgement() == Judgement.PASSES;
    }
    return undecided || !judged ? Judgement.UNDECIDED : Judgement.PASSES;
  }

  /**
   * The measurement to look at first: of the earliest step at which one fails, the first in the
   * order of computation, since what follows it inherits its fault.
   */
  public Optional<Measurement> offender() {
    return failures().stream().findFirst();
  }

  /** The failing measurement farthest from what is expected. */
  public Optional<Measurement> worst() {
    return failures().stream().max(Comparator.comparingDouble(Measurement::deviation));
  }

  /** All failing measurements. */
  public List<Measurement> failures() {
    return measurements.stream().filter(m -> m.judgement() == Judgement.FAILS).toList();
  }

  /** The measurements of one quantity after so many steps. */
  public List<Measurement> at(Quantity quantity, int step) {
    return measurements.stream().filter(m -> m.quantity() == quantity && m.step() == step).toList();
  }
}
