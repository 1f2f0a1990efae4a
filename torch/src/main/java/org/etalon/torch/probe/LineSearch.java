package org.etalon.torch.probe;

import java.util.List;
import java.util.OptionalDouble;
import org.etalon.torch.Memory;

/**
 * The learning rate that minimises the batch's loss along the first step. The rate is doubled from
 * where the loss is still linear in it until the loss stays above its first value; around the
 * lowest of these the minimum is found by golden section on log η.
 *
 * <p>There is none where the step does not lead down, and where the loss still falls after {@value
 * #MOST_DOUBLINGS} doublings.
 */
public final class LineSearch implements Probe {
  /** The search starts where the linear prediction takes this share off the loss. */
  private static final double FIRST_SHARE = 1e-3;

  private static final int MOST_DOUBLINGS = 60;

  /** Doublings in a row without a loss below the first before the search ends. */
  private static final int PATIENCE = 4;

  /** Width of the final bracket, in log η. */
  private static final double TOLERANCE = 1e-3;

  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  @Override
  public String id() {
    return "line-search";
  }

  @Override
  public String equation() {
    return "η* = argmin_η loss(θ + η·step)";
  }

  @Override
  public String source() {
    return "exact line search on one batch";
  }

  @Override
  public Measurement measure(StartingPoint at) {
    if (!(at.slope() < 0)) {
      return none("the first step does not lower the loss to leading order: no minimum");
    }
    double rate = FIRST_SHARE * Math.abs(at.loss()) / -at.slope();
    double lowest = at.loss();
    int best = -1;
    int risen = 0;
    int doubling = 0;
    // Beyond a hump the loss may fall again, lower than before; so a few doublings more.
    for (; doubling < MOST_DOUBLINGS && risen < PATIENCE; doubling++) {
      double here = loss(at, Math.scalb(rate, doubling));
      if (here < lowest) {
        lowest = here;
        best = doubling;
      }
      risen = here < at.loss() ? 0 : risen + 1;
    }
    if (best < 0) {
      return none("the loss does not fall along the first step: no minimum");
    }
    if (best == MOST_DOUBLINGS - 1) {
      return none("the loss falls along the first step as far as was looked: no minimum");
    }
    double found =
        golden(at, Math.log(Math.scalb(rate, best - 1)), Math.log(Math.scalb(rate, best + 1)));
    return new Measurement(OptionalDouble.of(found), List.of(), List.of());
  }

  private static Measurement none(String why) {
    return new Measurement(OptionalDouble.empty(), List.of(), List.of(why));
  }

  /** Golden section on the logarithm of the rate, between two ends around a minimum. */
  private static double golden(StartingPoint at, double from, double to) {
    double low = from;
    double high = to;
    double left = high - GOLDEN * (high - low);
    double right = low + GOLDEN * (high - low);
    double atLeft = loss(at, Math.exp(left));
    double atRight = loss(at, Math.exp(right));
    while (high - low > TOLERANCE) {
      if (atLeft <= atRight) {
        high = right;
        right = left;
        atRight = atLeft;
        left = high - GOLDEN * (high - low);
        atLeft = loss(at, Math.exp(left));
      } else {
        low = left;
        left = right;
        atLeft = atRight;
        right = low + GOLDEN * (high - low);
        atRight = loss(at, Math.exp(right));
      }
    }
    return Math.exp((low + high) / 2);
  }

  /** The loss after a step; infinite where it overflows. */
  private static double loss(StartingPoint at, double rate) {
    double loss =
        Memory.scoped(() -> Unrecorded.run(() -> at.loss(at.pass(at.moved(rate))).item_double()));
    return Double.isNaN(loss) ? Double.POSITIVE_INFINITY : loss;
  }
}
