package org.etalon.lab.reproduce;

import java.util.List;
import org.etalon.lab.fit.Interval;

/**
 * A claim beside what was measured.
 *
 * @param claim what was published
 * @param measured what the runs say
 */
public record Comparison(Claim claim, Measured measured) {
  /** The verdict: the interval decides, and nothing else. */
  public Verdict verdict() {
    if (measured.interval().isEmpty()) {
      return Verdict.CANNOT_TELL;
    }
    if (!holdsClaim(measured.interval().get())) {
      return Verdict.CONTRADICTS;
    }
    return rivals().isEmpty() ? Verdict.AGREES : Verdict.CANNOT_TELL;
  }

  /** The verdict with what it rests on. */
  public String reason() {
    if (measured.interval().isEmpty()) {
      return verdict().words() + (measured.note().isEmpty() ? "" : ": " + measured.note());
    }
    List<String> rivals = rivals().stream().map(Numbers::value).toList();
    return switch (verdict()) {
      case AGREES -> verdict().words();
      case CONTRADICTS ->
          rivals.isEmpty()
              ? verdict().words()
              : verdict().words() + "; the interval holds " + String.join(" and ", rivals);
      case CANNOT_TELL ->
          verdict().words() + ": the interval holds " + String.join(" and ", rivals) + ", too";
    };
  }

  /** The rivals that the interval holds. */
  public List<Double> rivals() {
    return measured
        .interval()
        .map(interval -> claim.rivals().stream().filter(interval::contains).toList())
        .orElse(List.of());
  }

  private boolean holdsClaim(Interval interval) {
    return interval.low() <= claim.high() && claim.low() <= interval.high();
  }
}
