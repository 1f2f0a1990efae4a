package org.etalon.torch.model;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.etalon.init.Initial;

/**
 * Draws a tensor's start. Each tensor has a stream of its own, of the seed and its name: the same
 * in every precision, and unchanged by what else the network holds.
 */
final class Draws {
  /** Constants of the 64-bit Fowler–Noll–Vo hash, variant 1a. */
  private static final long FNV_BASIS = 0xcbf29ce484222325L;

  private static final long FNV_PRIME = 0x100000001b3L;

  /** Scalars drawn before they are handed on. */
  static final int PIECE = 1 << 16;

  private Draws() {}

  /** Takes a tensor's scalars, piece after piece, row-major. */
  @FunctionalInterface
  interface Sink {
    /** The next scalars: the first {@code count} of the buffer, which is used again. */
    void take(double[] buffer, int count);
  }

  /**
   * Draws the scalars of a tensor. A large one never stands in Java's memory as a whole.
   *
   * @param initial their distribution; one that leaves the tensor as the model has it draws 1, the
   *     neutral gain, since only gains are left so
   * @param count how many
   */
  static void fill(Initial initial, long count, long seed, String name, Sink sink) {
    double mean = initial.mean().orElse(1);
    double std = initial.std().orElse(0);
    SplittableRandom random = stream(seed, name);
    DoubleSupplier next =
        switch (initial.distribution()) {
          case CONSTANT, AS_IS -> () -> mean;
          case NORMAL -> () -> mean + std * random.nextGaussian();
          case UNIFORM -> () -> mean + Math.sqrt(3) * std * (2 * random.nextDouble() - 1);
        };
    double[] buffer = new double[(int) Math.min(count, PIECE)];
    for (long done = 0; done < count; done += buffer.length) {
      int piece = (int) Math.min(buffer.length, count - done);
      for (int i = 0; i < piece; i++) {
        buffer[i] = next.getAsDouble();
      }
      sink.take(buffer, piece);
    }
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
