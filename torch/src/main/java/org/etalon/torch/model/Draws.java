package org.etalon.torch.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.etalon.init.Initial;

/**
 * Draws a tensor's start. Each tensor has a stream of its own, of the seed and its name: the same
 * in every precision, and unchanged by what else the network holds.
 */
final class Draws {
  /** Constants of the 64-bit Fowler–Noll–Vo hash, variant 1a. */
  private static final long FNV_BASIS = 0xcbf29ce484222325L;

  private static final long FNV_PRIME = 0x100000001b3L;

  private Draws() {}

  /**
   * The scalars of a tensor, row-major.
   *
   * @param initial their distribution; one that leaves the tensor as the model has it draws 1, the
   *     neutral gain, since only gains are left so
   * @param count how many
   */
  static double[] of(Initial initial, int count, long seed, String name) {
    double[] values = new double[count];
    double mean = initial.mean().orElse(1);
    double std = initial.std().orElse(0);
    SplittableRandom random = stream(seed, name);
    switch (initial.distribution()) {
      case CONSTANT, AS_IS -> Arrays.fill(values, mean);
      case NORMAL -> {
        for (int i = 0; i < count; i++) {
          values[i] = mean + std * random.nextGaussian();
        }
      }
      case UNIFORM -> {
        double half = Math.sqrt(3) * std;
        for (int i = 0; i < count; i++) {
          values[i] = mean + half * (2 * random.nextDouble() - 1);
        }
      }
    }
    return values;
  }

  /** The stream of random numbers that belongs to a seed and a name. */
  static SplittableRandom stream(long seed, String name) {
    long hash = FNV_BASIS;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * FNV_PRIME;
    }
    return new SplittableRandom(new SplittableRandom(seed).nextLong() ^ hash);
  }
}
