package org.etalon.torch.program;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.etalon.graph.Dim;
import org.etalon.graph.InputException;
import org.etalon.graph.Node;
import org.etalon.graph.Rearrangement;
import org.etalon.graph.Rearrangement.Summary;

/** Operations of one value that move, select or summarise its elements. */
final class RearrangementKernels {
  private RearrangementKernels() {}

  static Kernel of(Rearrangement rearrangement, Node node, Compilation at) {
    if (rearrangement instanceof Rearrangement.Reshape reshape) {
      return reshape(reshape, node, at);
    }
    if (rearrangement instanceof Rearrangement.Transpose transpose) {
      long[] order = LayerKernels.longs(transpose.order());
      return (in, run) -> in[0].permute(order);
    }
    if (rearrangement instanceof Rearrangement.Select select) {
      return CallKernels.body(select.body(), node, at);
    }
    if (rearrangement instanceof Rearrangement.Pool pool) {
      return PoolKernels.of(pool, node, at);
    }
    if (rearrangement instanceof Rearrangement.Reduce reduce) {
      return reduce(reduce, at.shape(node.operands().get(0)).length);
    }
    throw new IllegalArgumentException("no kernel for " + rearrangement);
  }

  private static Kernel reshape(Rearrangement.Reshape reshape, Node node, Compilation at) {
    if (!reshape.target().hasRank()) {
      throw new InputException(
          node.name(),
          "is reshaped to a shape that the file does not tell",
          "export the model with shape inference");
    }
    List<Dim> target = reshape.target().dims();
    long[] sizes = new long[target.size()];
    int open = -1;
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = at.sizeOrOpen(target.get(i));
      if (sizes[i] < 0) {
        if (open >= 0) {
          at.size(node, target.get(i));
        }
        open = i;
      }
    }
    if (open >= 0) {
      // The one size that nothing has bound is what is left of the elements.
      long elements = product(at.shape(node.operands().get(0)));
      long given = -product(sizes);
      sizes[open] = given == 0 ? 0 : elements / given;
    }
    if (product(sizes) != product(at.shape(node.operands().get(0)))) {
      throw new InputException(
          node.name(),
          "cannot reshape "
              + Arrays.toString(at.shape(node.operands().get(0)))
              + " to "
              + Arrays.toString(sizes),
          "give data of the sizes that the model was exported with");
    }
    return (in, run) -> in[0].reshape(sizes);
  }

  static long product(long[] sizes) {
    return Arrays.stream(sizes).reduce(1, (a, b) -> a * b);
  }

  private static Kernel reduce(Rearrangement.Reduce reduce, int rank) {
    long[] axes =
        reduce.axes().isEmpty()
            ? LongStream.range(0, rank).toArray()
            : LayerKernels.longs(reduce.axes());
    boolean keep = reduce.keepAxes();
    return summary(reduce.kind(), axes, keep);
  }

  /** A summary over whole axes, counted from the front. */
  static Kernel summary(Summary kind, long[] axes, boolean keep) {
    return switch (kind) {
      case MEAN -> (in, run) -> in[0].mean(axes, keep, none());
      case SUM -> (in, run) -> in[0].sum(axes, keep, none());
      case MAX -> (in, run) -> in[0].amax(axes, keep);
      case MIN -> (in, run) -> in[0].amin(axes, keep);
      case L1 -> (in, run) -> in[0].abs().sum(axes, keep, none());
      case L2 -> (in, run) -> in[0].square().sum(axes, keep, none()).sqrt();
      case SUM_OF_SQUARES -> (in, run) -> in[0].square().sum(axes, keep, none());
      case LOG_SUM -> (in, run) -> in[0].sum(axes, keep, none()).log();
      case LOG_SUM_EXP -> (in, run) -> torch.logsumexp(in[0], axes, keep);
      case PRODUCT ->
          (in, run) -> {
            long[] descending = Arrays.stream(axes).sorted().toArray();
            Tensor result = in[0];
            for (int i = descending.length - 1; i >= 0; i--) {
              result = result.prod(descending[i], keep, none());
            }
            return result;
          };
    };
  }

  static ScalarTypeOptional none() {
    return new ScalarTypeOptional();
  }
}
