package org.etalon.lab.reproduce;

import java.util.List;
import java.util.Optional;
import org.etalon.graph.InputException;

/**
 * What came of a part.
 *
 * @param part the part
 * @param outcome what was found; empty where it was not run
 * @param skipped why it was not run; empty where it was
 */
public record PartResult(Part part, Optional<Outcome> outcome, String skipped) {
  /** A part that was run. */
  public static PartResult of(Part part, Outcome outcome) {
    for (Claim claim : part.claims()) {
      if (outcome.measured().stream().noneMatch(m -> m.quantity().equals(claim.quantity()))) {
        throw new InputException(
            "part " + part.name(),
            "has a claim of '" + claim.quantity() + "', which the experiment does not measure",
            "it measures " + outcome.measured().stream().map(Measured::quantity).toList());
      }
    }
    return new PartResult(part, Optional.of(outcome), "");
  }

  /** A part that was not run. */
  public static PartResult skipped(Part part, String why) {
    return new PartResult(part, Optional.empty(), why);
  }

  /** Every claim beside what was measured. */
  public List<Comparison> comparisons() {
    return outcome
        .map(
            found ->
                part.claims().stream()
                    .map(claim -> new Comparison(claim, measured(found, claim)))
                    .toList())
        .orElse(List.of());
  }

  /** The numbers about which nothing was claimed. */
  public List<Measured> unclaimed() {
    return outcome
        .map(
            found ->
                found.measured().stream()
                    .filter(
                        one ->
                            part.claims().stream()
                                .noneMatch(claim -> claim.quantity().equals(one.quantity())))
                    .toList())
        .orElse(List.of());
  }

  private static Measured measured(Outcome outcome, Claim claim) {
    return outcome.measured().stream()
        .filter(one -> one.quantity().equals(claim.quantity()))
        .findFirst()
        .orElseThrow();
  }
}
