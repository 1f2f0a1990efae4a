package org.etalon.torch.program;

import java.util.Arrays;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.etalon.graph.Node;
import org.etalon.graph.Pointwise.Normalisation;

/** Normalisations: operand 0 the data, then gain, shift, running mean and running variance. */
final class NormKernels {
  /** Share of a new batch in the running statistics: PyTorch's default. */
  private static final double MOMENTUM = 0.1;

  private NormKernels() {}

  static Kernel of(Normalisation norm, Node node, Compilation at) {
    long[] shape = at.shape(node.operands().get(0));
    double epsilon = norm.epsilon();
    return switch (norm.kind()) {
      case BATCH -> batch(epsilon, node.operands().size());
      case INSTANCE ->
          (in, run) ->
              torch.instance_norm(
                  in[0],
                  vector(in, 1),
                  vector(in, 2),
                  new TensorOptional(),
                  new TensorOptional(),
                  true,
                  MOMENTUM,
                  epsilon,
                  false);
      case GROUP -> group(norm, shape, node, at);
      case LAYER -> layer(norm, shape, node, at);
      case RMS -> {
        long[] axes = axes(norm, shape.length);
        yield affine(
            axes,
            (in, run) -> {
              Tensor power = in[0].square().mean(axes, true, none());
              return in[0].mul(power.add(new Scalar(epsilon)).rsqrt());
            });
      }
      case L2 -> unitLength(norm, axes(norm, shape.length));
      case LOCAL_RESPONSE -> localResponse(norm, shape);
    };
  }

  /** x over (Σ|x|^p + ε)^(1/p). */
  private static Kernel unitLength(Normalisation norm, long[] axes) {
    double p = norm.settings().get(0);
    double epsilon = norm.epsilon();
    if (Double.isInfinite(p)) {
      return (in, run) -> in[0].div(in[0].abs().amax(axes, true).add(new Scalar(epsilon)));
    }
    return (in, run) -> {
      Tensor powers = p == 2 ? in[0].square() : in[0].abs().pow(new Scalar(p));
      Tensor sum = powers.sum(axes, true, none()).add(new Scalar(epsilon));
      return in[0].div(p == 2 ? sum.sqrt() : sum.pow(new Scalar(1 / p)));
    };
  }

  /** x over (k + α/size · Σx²)^β, the sum over neighbouring channels. */
  private static Kernel localResponse(Normalisation norm, long[] shape) {
    long size = norm.settings().get(0).longValue();
    double alpha = norm.settings().get(1);
    double beta = norm.settings().get(2);
    double bias = norm.settings().get(3);
    long before = (size - 1) / 2;
    long[] pads = {before, size - 1 - before};
    return (in, run) -> {
      // Channels last, so that the window slides over the last axis.
      Tensor squares = in[0].square().movedim(1, -1);
      Tensor rows = torch.constant_pad_nd(squares.reshape(-1, 1, shape[1]), pads);
      Tensor means =
          torch.avg_pool1d(rows, new long[] {size}, new long[] {1}, new long[] {0}, false, true);
      Tensor power = means.reshape(squares.shape()).movedim(-1, 1);
      return in[0].div(power.mul(new Scalar(alpha)).add(new Scalar(bias)).pow(new Scalar(beta)));
    };
  }

  private static Kernel batch(double epsilon, int operands) {
    boolean running = operands >= 5;
    return (in, run) ->
        torch.batch_norm(
            in[0],
            vector(in, 1),
            vector(in, 2),
            running ? new TensorOptional(in[3]) : new TensorOptional(),
            running ? new TensorOptional(in[4]) : new TensorOptional(),
            run.training() || !running,
            MOMENTUM,
            epsilon,
            false);
  }

  private static Kernel group(Normalisation norm, long[] shape, Node node, Compilation at) {
    long groups = norm.groups();
    boolean perChannel =
        node.operands().size() < 2
            || Arrays.stream(at.shape(node.operands().get(1))).reduce(1, (a, b) -> a * b)
                == shape[1];
    if (perChannel) {
      return (in, run) ->
          torch.group_norm(in[0], groups, vector(in, 1), vector(in, 2), norm.epsilon(), false);
    }
    // Gain and shift of one number per group: spread over the group's channels.
    long each = shape[1] / groups;
    return (in, run) ->
        torch.group_norm(
            in[0],
            groups,
            new TensorOptional(in[1].reshape(-1).repeat_interleave(each)),
            in.length > 2
                ? new TensorOptional(in[2].reshape(-1).repeat_interleave(each))
                : new TensorOptional(),
            norm.epsilon(),
            false);
  }

  private static Kernel layer(Normalisation norm, long[] shape, Node node, Compilation at) {
    long[] axes = axes(norm, shape.length);
    boolean trailing = true;
    for (int i = 0; i < axes.length; i++) {
      trailing &= axes[i] == shape.length - axes.length + i;
    }
    long[] normalised = Arrays.copyOfRange(shape, shape.length - axes.length, shape.length);
    boolean fits = trailing;
    for (int i = 1; i < node.operands().size(); i++) {
      fits &= Arrays.equals(at.shape(node.operands().get(i)), normalised);
    }
    if (fits) {
      return (in, run) ->
          torch.layer_norm(
              in[0], normalised, optional(in, 1), optional(in, 2), norm.epsilon(), false);
    }
    return affine(
        axes,
        (in, run) -> {
          Tensor centred = in[0].sub(in[0].mean(axes, true, none()));
          Tensor variance = centred.square().mean(axes, true, none());
          return centred.mul(variance.add(new Scalar(norm.epsilon())).rsqrt());
        });
  }

  /** Gain and shift along the normalised axes, or broadcast against the data as they are. */
  private static Kernel affine(long[] axes, Kernel normalised) {
    return (in, run) -> {
      Tensor result = normalised.apply(in, run);
      result = in.length > 1 ? result.mul(along(in[1], axes, result.dim())) : result;
      return in.length > 2 ? result.add(along(in[2], axes, result.dim())) : result;
    };
  }

  private static Tensor along(Tensor gain, long[] axes, long rank) {
    if (gain.dim() != axes.length || axes[0] == rank - axes.length) {
      return gain;
    }
    long[] spread = new long[(int) rank];
    Arrays.fill(spread, 1);
    for (int i = 0; i < axes.length; i++) {
      spread[(int) axes[i]] = gain.size(i);
    }
    return gain.reshape(spread);
  }

  /** The axes that statistics are taken over, counted from the front, ascending. */
  private static long[] axes(Normalisation norm, int rank) {
    return norm.axes().stream().mapToLong(a -> a < 0 ? a + rank : a).sorted().toArray();
  }

  private static org.bytedeco.pytorch.ScalarTypeOptional none() {
    return new org.bytedeco.pytorch.ScalarTypeOptional();
  }

  private static TensorOptional optional(Tensor[] in, int i) {
    return i < in.length ? new TensorOptional(in[i]) : new TensorOptional();
  }

  /** A gain or shift per channel; stored with axes of size 1 around it in some models. */
  private static TensorOptional vector(Tensor[] in, int i) {
    if (i >= in.length) {
      return new TensorOptional();
    }
    return new TensorOptional(in[i].dim() == 1 ? in[i] : in[i].reshape(-1));
  }
}
