package org.etalon.torch.check;

/**
 * What was measured of one network in one repetition: for every step and watched representation its
 * size and its change, ≥ 0; infinite from where the run diverged on.
 */
final class Sizes {
  private final double[][] sizes;
  private final double[][] changes;

  Sizes(int steps, int watched) {
    this.sizes = new double[steps + 1][watched];
    this.changes = new double[steps + 1][watched];
  }

  /** One measured number. */
  double of(Quantity quantity, int step, int watched) {
    return switch (quantity) {
      case SIZE -> sizes[step][watched];
      case CHANGE -> changes[step][watched];
    };
  }

  /** Records what one representation is after so many steps. */
  void set(int step, int watched, double size, double change) {
    sizes[step][watched] = orInfinity(size);
    changes[step][watched] = orInfinity(change);
  }

  private static double orInfinity(double size) {
    return Double.isFinite(size) ? size : Double.POSITIVE_INFINITY;
  }
}
