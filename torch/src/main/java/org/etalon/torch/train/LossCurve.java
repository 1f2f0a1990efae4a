package org.etalon.torch.train;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/** The training loss of every step, each before the step's update. */
public final class LossCurve {
  private static final int FIRST_ROOM = 256;

  private final double[] losses;

  private LossCurve(double[] losses) {
    this.losses = losses;
  }

  /** A curve of these losses. */
  public static LossCurve of(double... losses) {
    return new LossCurve(losses.clone());
  }

  /** The number of steps. */
  public int size() {
    return losses.length;
  }

  /**
   * The loss of a step.
   *
   * @param step from 0
   */
  public double at(int step) {
    return losses[step];
  }

  /** All losses. */
  public double[] toArray() {
    return losses.clone();
  }

  /** All losses, in the order of the steps. */
  public DoubleStream stream() {
    return Arrays.stream(losses);
  }

  /**
   * The mean loss of the last steps, of all if there are fewer; NaN of none.
   *
   * @param steps at least 1
   */
  public double lastMean(int steps) {
    int from = Math.max(0, losses.length - steps);
    return Arrays.stream(losses, from, losses.length).average().orElse(Double.NaN);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LossCurve curve && Arrays.equals(losses, curve.losses);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(losses);
  }

  @Override
  public String toString() {
    return losses.length == 0
        ? "no steps"
        : losses.length + " steps from " + losses[0] + " to " + losses[losses.length - 1];
  }

  /** A curve that grows with the run. */
  static final class Recorder {
    private double[] losses = new double[FIRST_ROOM];
    private int size;

    void add(double loss) {
      if (size == losses.length) {
        losses = Arrays.copyOf(losses, 2 * size);
      }
      losses[size++] = loss;
    }

    LossCurve curve() {
      return new LossCurve(Arrays.copyOf(losses, size));
    }
  }
}
