package org.etalon.torch.check;

import org.etalon.graph.InputException;
import org.etalon.torch.probe.ProbeData;
import org.etalon.torch.probe.RandomBatch;

/**
 * How much is run.
 *
 * @param steps of training for every network, 1 to 1000
 * @param seeds independent repetitions, at least 2: their scatter is what intervals come from
 * @param data the one batch that all steps of a repetition see
 * @param seed that all chance follows from
 */
public record Sampling(int steps, int seeds, ProbeData data, long seed) {
  private static final int MOST = 1000;

  /**
   * Checks the ranges.
   *
   * @throws InputException naming the setting
   */
  public Sampling {
    require("--steps", steps, 1);
    if (seeds == 1) {
      throw new InputException(
          "--seeds", "one seed has no scatter to make intervals from", "give at least 2");
    }
    require("--seeds", seeds, 2);
  }

  private static void require(String option, int value, int least) {
    if (value < least || value > MOST) {
      throw new InputException(option, "is " + value, "give " + least + " to " + MOST);
    }
  }

  /** Three steps, ten seeds, 16 Gaussian examples. */
  public static Sampling standard() {
    return new Sampling(3, 10, new RandomBatch(16), 0);
  }

  /** The same with so many seeds. */
  public Sampling withSeeds(int other) {
    return new Sampling(steps, other, data, seed);
  }
}
