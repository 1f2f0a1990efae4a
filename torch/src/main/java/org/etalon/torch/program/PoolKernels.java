package org.etalon.torch.program;

import java.util.List;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.etalon.graph.InputException;
import org.etalon.graph.Node;
import org.etalon.graph.Rearrangement.Pool;
import org.etalon.graph.Shape;

/** Summaries over sliding windows of the spatial axes. */
final class PoolKernels {
  private PoolKernels() {}

  static Kernel of(Pool pool, Node node, Compilation at) {
    int axes = pool.kernel().size();
    if (axes < 1 || axes > 3) {
      throw new InputException(
          node.name(), "pools over " + axes + " spatial axes", "1, 2 or 3 can be run");
    }
    long[] data = at.shape(node.operands().get(0));
    return switch (pool.kind()) {
      case MAX -> max(pool, data);
      case MEAN -> mean(pool, node, data);
      case L2, L1 -> {
        double p = pool.power();
        Kernel sum = sum(pool, node, data);
        yield (in, run) -> {
          Tensor[] powers = {in[0].abs().pow(new Scalar(p))};
          return sum.apply(powers, run).pow(new Scalar(1 / p));
        };
      }
      default ->
          throw new InputException(
              node.name(), "is a " + pool.label() + ", which cannot be run", "use max or mean");
    };
  }

  /** Whether libtorch can pad by itself: evenly, and by at most half a window. */
  private static boolean padsItself(Pool pool) {
    boolean even = pool.padsBegin().equals(pool.padsEnd());
    for (int i = 0; i < pool.kernel().size(); i++) {
      int reach = (pool.kernel().get(i) - 1) * pool.dilations().get(i) + 1;
      even &= pool.padsBegin().get(i) >= 0 && 2 * pool.padsBegin().get(i) <= reach;
    }
    return even;
  }

  /**
   * Padding after each spatial axis that makes the windows end where the data do: what the pool
   * says, and as much more or less as its last window reaches.
   */
  private static long[] reach(Pool pool, long[] data) {
    long[] end = new long[pool.kernel().size()];
    long[] windows = pool.infer(List.of(Shape.of(data))).sizes();
    for (int i = 0; i < end.length; i++) {
      long reach = (pool.kernel().get(i) - 1L) * pool.dilations().get(i) + 1;
      end[i] =
          (windows[i + 2] - 1) * pool.strides().get(i)
              + reach
              - data[i + 2]
              - pool.padsBegin().get(i);
    }
    return end;
  }

  private static Kernel max(Pool pool, long[] data) {
    boolean itself = padsItself(pool);
    long[] kernel = LayerKernels.longs(pool.kernel());
    long[] strides = LayerKernels.longs(pool.strides());
    long[] dilations = LayerKernels.longs(pool.dilations());
    long[] begin = LayerKernels.longs(pool.padsBegin());
    long[] pads = itself ? begin : new long[kernel.length];
    boolean up = itself && pool.roundUp();
    Kernel whole =
        switch (kernel.length) {
          case 1 -> (in, run) -> torch.max_pool1d(in[0], kernel, strides, pads, dilations, up);
          case 2 -> (in, run) -> torch.max_pool2d(in[0], kernel, strides, pads, dilations, up);
          default -> (in, run) -> torch.max_pool3d(in[0], kernel, strides, pads, dilations, up);
        };
    if (itself) {
      return whole;
    }
    long[] outer = Padding.innermostFirst(begin, reach(pool, data));
    return (in, run) -> {
      Scalar lowest = new Scalar(Double.NEGATIVE_INFINITY);
      return whole.apply(new Tensor[] {torch.constant_pad_nd(in[0], outer, lowest)}, run);
    };
  }

  private static Kernel mean(Pool pool, Node node, long[] data) {
    requireDense(pool, node);
    if (padsItself(pool)) {
      return average(
          pool, LayerKernels.longs(pool.padsBegin()), pool.roundUp(), pool.countPadding());
    }
    long[] begin = LayerKernels.longs(pool.padsBegin());
    long[] end = LayerKernels.longs(pool.padsEnd());
    long[] rest = reach(pool, data);
    for (int i = 0; i < rest.length; i++) {
      rest[i] -= end[i];
    }
    long[] stated = Padding.innermostFirst(begin, end);
    long[] beyond = Padding.innermostFirst(new long[rest.length], rest);
    double counts = pool.countPadding() ? 1 : 0;
    Kernel sum = sum(pool, node, data);
    Kernel inner = average(pool, new long[rest.length], false, true);
    return (in, run) -> {
      // Divided by how many elements each window holds.
      Tensor held = torch.constant_pad_nd(torch.ones_like(in[0]), stated, new Scalar(counts));
      Tensor[] mask = {torch.constant_pad_nd(held, beyond)};
      return sum.apply(in, run).div(inner.apply(mask, run).mul(area(pool)));
    };
  }

  /** The sum over every window; what lies beyond the data counts as 0. */
  private static Kernel sum(Pool pool, Node node, long[] data) {
    requireDense(pool, node);
    long[] begin = LayerKernels.longs(pool.padsBegin());
    long[] outer = Padding.innermostFirst(begin, reach(pool, data));
    Kernel inner = average(pool, new long[begin.length], false, true);
    return (in, run) -> {
      Tensor[] padded = {torch.constant_pad_nd(in[0], outer)};
      return inner.apply(padded, run).mul(area(pool));
    };
  }

  private static Scalar area(Pool pool) {
    return new Scalar(
        pool.kernel().stream().mapToDouble(Integer::doubleValue).reduce(1, (a, b) -> a * b));
  }

  private static void requireDense(Pool pool, Node node) {
    if (pool.dilations().stream().anyMatch(d -> d != 1)) {
      throw new InputException(
          node.name(), "averages over dilated windows, which cannot be run", "use dilation 1");
    }
  }

  private static Kernel average(Pool pool, long[] pads, boolean up, boolean counted) {
    long[] kernel = LayerKernels.longs(pool.kernel());
    long[] strides = LayerKernels.longs(pool.strides());
    return switch (kernel.length) {
      case 1 -> (in, run) -> torch.avg_pool1d(in[0], kernel, strides, pads, up, counted);
      case 2 ->
          (in, run) ->
              torch.avg_pool2d(in[0], kernel, strides, pads, up, counted, new LongOptional());
      default ->
          (in, run) ->
              torch.avg_pool3d(in[0], kernel, strides, pads, up, counted, new LongOptional());
    };
  }
}
