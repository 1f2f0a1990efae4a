package org.etalon.torch.program;

import java.util.Arrays;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.etalon.graph.InputException;
import org.etalon.graph.Node;
import org.etalon.graph.Rearrangement.Pool;

/** Summaries over sliding windows of the spatial axes. */
final class PoolKernels {
  private PoolKernels() {}

  static Kernel of(Pool pool, Node node, Compilation at) {
    return switch (pool.kind()) {
      case MAX -> max(pool, node);
      case MEAN -> mean(pool, node);
      case L2, L1 -> {
        double p = pool.power();
        Kernel mean = mean(pool, node);
        long area = pool.kernel().stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
        yield (in, run) -> {
          Tensor[] powers = {in[0].abs().pow(new Scalar(p))};
          return mean.apply(powers, run).mul(new Scalar((double) area)).pow(new Scalar(1 / p));
        };
      }
      default ->
          throw new InputException(
              node.name(), "is a " + pool.label() + ", which cannot be run", "use max or mean");
    };
  }

  private static boolean symmetric(Pool pool) {
    boolean even = pool.padsBegin().equals(pool.padsEnd());
    for (int i = 0; i < pool.kernel().size(); i++) {
      int reach = (pool.kernel().get(i) - 1) * pool.dilations().get(i) + 1;
      even &= pool.padsBegin().get(i) >= 0 && 2 * pool.padsBegin().get(i) <= reach;
    }
    return even;
  }

  private static Kernel max(Pool pool, Node node) {
    long[] kernel = LayerKernels.longs(pool.kernel());
    long[] strides = LayerKernels.longs(pool.strides());
    long[] dilations = LayerKernels.longs(pool.dilations());
    long[] begin = LayerKernels.longs(pool.padsBegin());
    long[] end = LayerKernels.longs(pool.padsEnd());
    boolean inside = symmetric(pool);
    long[] pads = inside ? begin : new long[kernel.length];
    boolean up = pool.roundUp();
    Kernel whole =
        switch (kernel.length) {
          case 1 -> (in, run) -> torch.max_pool1d(in[0], kernel, strides, pads, dilations, up);
          case 2 -> (in, run) -> torch.max_pool2d(in[0], kernel, strides, pads, dilations, up);
          case 3 -> (in, run) -> torch.max_pool3d(in[0], kernel, strides, pads, dilations, up);
          default -> throw axes(node, kernel.length);
        };
    if (inside) {
      return whole;
    }
    long[] outer = Padding.innermostFirst(begin, end);
    return (in, run) -> {
      Scalar lowest = new Scalar(Double.NEGATIVE_INFINITY);
      return whole.apply(new Tensor[] {torch.constant_pad_nd(in[0], outer, lowest)}, run);
    };
  }

  private static Kernel mean(Pool pool, Node node) {
    if (pool.dilations().stream().anyMatch(d -> d != 1)) {
      throw new InputException(
          node.name(), "averages over dilated windows, which cannot be run", "use dilation 1");
    }
    long[] kernel = LayerKernels.longs(pool.kernel());
    long[] strides = LayerKernels.longs(pool.strides());
    long[] begin = LayerKernels.longs(pool.padsBegin());
    long[] end = LayerKernels.longs(pool.padsEnd());
    boolean up = pool.roundUp();
    boolean inside = symmetric(pool);
    boolean counted = pool.countPadding();
    long[] pads = inside ? begin : new long[kernel.length];
    Kernel whole =
        switch (kernel.length) {
          case 1 -> (in, run) -> torch.avg_pool1d(in[0], kernel, strides, pads, up, counted);
          case 2 ->
              (in, run) ->
                  torch.avg_pool2d(in[0], kernel, strides, pads, up, counted, new LongOptional());
          case 3 ->
              (in, run) ->
                  torch.avg_pool3d(in[0], kernel, strides, pads, up, counted, new LongOptional());
          default -> throw axes(node, kernel.length);
        };
    if (inside) {
      return whole;
    }
    long[] outer = Padding.innermostFirst(begin, end);
    return (in, run) -> {
      Tensor sum = whole.apply(new Tensor[] {torch.constant_pad_nd(in[0], outer)}, run);
      if (counted || Arrays.stream(outer).allMatch(p -> p == 0)) {
        return sum;
      }
      // The mean over what is really there: divided by the share of the window inside.
      Tensor inner = torch.constant_pad_nd(torch.ones_like(in[0]), outer);
      return sum.div(whole.apply(new Tensor[] {inner}, run));
    };
  }

  private static InputException axes(Node node, int axes) {
    return new InputException(
        node.name(), "pools over " + axes + " spatial axes", "1, 2 or 3 can be run");
  }
}
