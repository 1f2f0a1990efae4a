package org.etalon.depth;

import java.math.BigInteger;
import org.etalon.graph.InputException;

/**
 * The number of paths from input to output and the first three power sums of their depths, exact. A
 * path's depth L_p is the number of parameterised layers on it.
 *
 * <p>Paths are never listed: a residual network of K blocks has 2^K. Where paths join, the four
 * numbers add; through a layer (c, s₁, s₂, s₃) becomes (c, s₁+c, s₂+2s₁+c, s₃+3s₂+3s₁+c), the
 * binomial expansion of Σ(L+1)^k.
 *
 * @param count number of paths c
 * @param sumDepth Σ L_p
 * @param sumDepthSquared Σ L_p²
 * @param sumDepthCubed Σ L_p³
 */
public record PathMoments(
    BigInteger count, BigInteger sumDepth, BigInteger sumDepthSquared, BigInteger sumDepthCubed) {

  /** Longest numbers computed, in bits; a network of a million doublings, far beyond any real. */
  static final int MOST_BITS = 1 << 20;

  /** Bits of numbers held at once and bits computed in all; a few hundred MB, a few seconds. */
  private static final long MOST_LIVE_BITS = 1L << 31;

  private static final long MOST_WORK_BITS = 1L << 35;

  private static final BigInteger TWO = BigInteger.TWO;
  private static final BigInteger THREE = BigInteger.valueOf(3);

  /**
   * Counts the paths of a graph.
   *
   * @throws InputException if the numbers would not fit in memory
   */
  public static PathMoments of(PathGraph graph) {
    if (graph.size() == 0) {
      return new PathMoments(BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO);
    }
    try {
      return inMachineWords(graph);
    } catch (ArithmeticException tooLargeForLong) {
      return inBigIntegers(graph);
    }
  }

  private static PathMoments inMachineWords(PathGraph graph) {
    int size = graph.size();
    long[] count = new long[size];
    long[] first = new long[size];
    long[] second = new long[size];
    long[] third = new long[size];
    for (int i = 0; i < size; i++) {
      int[] sources = graph.predecessors(i);
      long c = sources.length == 0 ? 1 : 0;
      long s1 = 0;
      long s2 = 0;
      long s3 = 0;
      for (int p : sources) {
        c = Math.addExact(c, count[p]);
        s1 = Math.addExact(s1, first[p]);
        s2 = Math.addExact(s2, second[p]);
        s3 = Math.addExact(s3, third[p]);
      }
      if (graph.isLayer(i)) {
        long threeTimes = Math.multiplyExact(3, Math.addExact(s2, s1));
        s3 = Math.addExact(Math.addExact(s3, threeTimes), c);
        s2 = Math.addExact(Math.addExact(s2, Math.multiplyExact(2, s1)), c);
        s1 = Math.addExact(s1, c);
      }
      count[i] = c;
      first[i] = s1;
      second[i] = s2;
      third[i] = s3;
    }
    int end = size - 1;
    return new PathMoments(
        BigInteger.valueOf(count[end]),
        BigInteger.valueOf(first[end]),
        BigInteger.valueOf(second[end]),
        BigInteger.valueOf(third[end]));
  }

  private static PathMoments inBigIntegers(PathGraph graph) {
    int size = graph.size();
    int[] usesLeft = new int[size];
    for (int i = 0; i < size; i++) {
      usesLeft[i] = graph.successors(i).length;
    }
    PathMoments[] moments = new PathMoments[size];
    long live = 0;
    long work = 0;
    for (int i = 0; i < size; i++) {
      int[] sources = graph.predecessors(i);
      PathMoments here;
      if (sources.length == 0) {
        here = new PathMoments(BigInteger.ONE, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO);
      } else {
        here = moments[sources[0]];
        for (int j = 1; j < sources.length; j++) {
          here = here.plus(moments[sources[j]]);
        }
        work += (long) here.sumDepthCubed.bitLength() * 4 * sources.length;
      }
      if (graph.isLayer(i)) {
        here = here.throughLayer();
      }
      moments[i] = here;
      live += here.bits();
      if (here.sumDepthCubed.bitLength() > MOST_BITS
          || live > MOST_LIVE_BITS
          || work > MOST_WORK_BITS) {
        throw new InputException(
            graph.node(i).name(),
            "the number of paths up to here has "
                + here.count.bitLength()
                + " bits, more than can be computed exactly",
            "analyse a smaller network, or choose an earlier output with --output");
      }
      for (int p : sources) {
        if (--usesLeft[p] == 0) {
          live -= moments[p].bits();
          moments[p] = null;
        }
      }
    }
    return moments[size - 1];
  }

  private long bits() {
    return 4L * sumDepthCubed.bitLength();
  }

  private PathMoments plus(PathMoments other) {
    return new PathMoments(
        count.add(other.count),
        sumDepth.add(other.sumDepth),
        sumDepthSquared.add(other.sumDepthSquared),
        sumDepthCubed.add(other.sumDepthCubed));
  }

  private PathMoments throughLayer() {
    return new PathMoments(
        count,
        sumDepth.add(count),
        sumDepthSquared.add(sumDepth.multiply(TWO)).add(count),
        sumDepthCubed.add(sumDepthSquared.add(sumDepth).multiply(THREE)).add(count));
  }
}
