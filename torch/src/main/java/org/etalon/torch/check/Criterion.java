package org.etalon.torch.check;

import java.util.Optional;
import org.etalon.graph.InputException;
import org.etalon.lab.fit.Interval;

/**
 * When a slope counts as what it should be. The slopes that a wrong exponent brings are multiples
 * of one half, so a tolerance below that tells right from wrong, and leaves room for what finite
 * widths do.
 *
 * @param tolerance how far a slope may be from the expected one, > 0
 * @param confidence of the intervals, between 0 and 1
 */
public record Criterion(double tolerance, double confidence) {
  /**
   * Checks the ranges.
   *
   * @throws InputException naming the setting
   */
  public Criterion {
    if (!(tolerance > 0) || Double.isInfinite(tolerance)) {
      throw new InputException("--tolerance", "is " + tolerance, "give a finite number > 0");
    }
    if (!(confidence > 0 && confidence < 1)) {
      throw new InputException(
          "--confidence", "is " + confidence, "give 0.95, or another number between 0 and 1");
    }
  }

  /** 0.25, half-way to the nearest wrong slope, at 95 %. */
  public static Criterion standard() {
    return new Criterion(0.25, 0.95);
  }

  /**
   * What an interval says: within the tolerance as a whole it passes, outside as a whole it fails,
   * and else nothing follows.
   */
  Judgement of(Expectation expectation, Optional<Interval> interval) {
    if (expectation == Expectation.NONE) {
      return Judgement.NOT_JUDGED;
    }
    if (interval.isEmpty()) {
      return Judgement.UNDECIDED;
    }
    double low = interval.get().low();
    double high = interval.get().high();
    boolean twoSided = expectation == Expectation.FLAT;
    if (low > tolerance || (twoSided && high < -tolerance)) {
      return Judgement.FAILS;
    }
    return high <= tolerance && (!twoSided || low >= -tolerance)
        ? Judgement.PASSES
        : Judgement.UNDECIDED;
  }
}
