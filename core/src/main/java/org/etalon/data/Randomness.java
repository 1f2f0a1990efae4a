package org.etalon.data;

import java.util.Random;

/**
 * Streams of chance that are functions of what they are for: a seed, an epoch, an example. {@link
 * Random} is used because its algorithms are specified, so that a study can be repeated on a later
 * Java.
 */
final class Randomness {
  /** What a stream is for; streams of different purposes must not resemble each other. */
  enum Purpose {
    ORDER(1),
    AUGMENTATION(2),
    HELD_OUT(3),
    GAUSSIAN(4),
    PROBE(5);

    private final long code;

    Purpose(long code) {
      this.code = code;
    }
  }

  private Randomness() {}

  static Random stream(Purpose purpose, long... key) {
    long state = mix(purpose.code);
    for (long part : key) {
      state = mix(state ^ mix(part));
    }
    return new Random(state);
  }

  /** The numbers from 0 to count − 1 in an order drawn uniformly. */
  static int[] permutation(int count, Random random) {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  /** A bijection of the longs whose every output bit depends on every input bit (SplitMix64). */
  private static long mix(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
