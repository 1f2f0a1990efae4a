package org.etalon.torch.optim;

/** How rates change over a run: a pure function of the step. */
@SuppressWarnings("ClassInitializationDeadlock") // the constants are made by no one but this class
public sealed interface Schedule {
  /** The same rate from first to last. */
  static Schedule constant() {
    return new Constant();
  }

  /** Half a cosine from 1 to 0. */
  static Schedule cosine() {
    return new Cosine();
  }

  /**
   * What every rate is multiplied by.
   *
   * @param step from 0
   * @param steps of the whole run, more than {@code step}
   * @return from 0 to 1
   */
  double factor(long step, long steps);

  /**
   * This schedule after a linear rise over the first steps, squeezed into those that are left.
   *
   * @param steps of the rise; 0 for none
   */
  default Schedule afterWarmUp(long steps) {
    return steps == 0 ? this : new WarmUp(steps, this);
  }

  /**
   * The schedule of that name, with its warm-up if one follows: {@code cosine}, {@code
   * cosine:warmup=100}.
   *
   * @throws org.etalon.graph.UnknownIdentifierException if there is none
   * @throws org.etalon.graph.InputException if the setting is unknown or out of range
   */
  static Schedule byId(String reference) {
    return Schedules.byId(reference);
  }

  /** Always 1. */
  record Constant() implements Schedule {
    @Override
    public double factor(long step, long steps) {
      return 1;
    }
  }

  /**
   * ½·(1 + cos(π·step/steps)): 1 at the first step and 0 at the one after the last (Loshchilov and
   * Hutter, "SGDR", equation 5, without restarts).
   */
  record Cosine() implements Schedule {
    @Override
    public double factor(long step, long steps) {
      return 0.5 * (1 + Math.cos(Math.PI * step / steps));
    }
  }

  /**
   * (step + 1)/{@code rise} over the first steps, then another schedule over the rest.
   *
   * @param rise steps until the full rate is reached, at least 1
   * @param then what follows
   */
  record WarmUp(long rise, Schedule then) implements Schedule {
    /** Checks the length. */
    public WarmUp {
      if (rise < 1) {
        throw new IllegalArgumentException("a warm-up of " + rise + " steps");
      }
    }

    @Override
    public double factor(long step, long steps) {
      return step < rise ? (step + 1.0) / rise : then.factor(step - rise, steps - rise);
    }
  }
}
