package org.etalon.torch.program;

import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.etalon.graph.Node;
import org.etalon.graph.Pointwise.Activation;

/** Nonlinearities applied to every element. */
final class ActivationKernels {
  /** The slope by which a sigmoid is nearest to the normal distribution function. */
  private static final double QUICK = 1.702;

  /** From here on softplus is its argument in double precision; libtorch's own 20 is too near. */
  private static final double LINEAR = 40;

  private ActivationKernels() {}

  static Kernel of(Activation activation, Node node, Compilation at) {
    List<Double> settings = activation.settings();
    return switch (activation.function()) {
      case RELU -> each(torch::relu);
      case GELU -> each(torch::gelu);
      case GELU_TANH -> each(x -> torch.gelu(x, "tanh"));
      case QUICK_GELU -> each(x -> x.mul(x.mul(new Scalar(QUICK)).sigmoid()));
      case SILU -> {
        double alpha = settings.get(0);
        yield alpha == 1 ? each(torch::silu) : each(x -> x.mul(x.mul(new Scalar(alpha)).sigmoid()));
      }
      case HARD_SWISH -> each(torch::hardswish);
      case MISH -> each(torch::mish);
      case LEAKY_RELU -> {
        double slope = settings.get(0);
        yield each(x -> torch.leaky_relu(x, new Scalar(slope)));
      }
      case PRELU -> prelu(node, at);
      case CLIP -> {
        double low = settings.get(0);
        double high = settings.get(1);
        yield each(x -> torch.clamp(x, bound(low), bound(high)));
      }
      case SIGMOID -> each(torch::sigmoid);
      case HARD_SIGMOID -> {
        double alpha = settings.get(0);
        double beta = settings.get(1);
        yield each(x -> torch.clamp(scaled(x, alpha, beta), bound(0), bound(1)));
      }
      case TANH -> each(torch::tanh);
      case ELU -> {
        double alpha = settings.get(0);
        yield each(x -> torch.elu(x, new Scalar(alpha), new Scalar(1), new Scalar(1)));
      }
      case CELU -> {
        double alpha = settings.get(0);
        yield each(x -> torch.elu(x, new Scalar(alpha), new Scalar(1), new Scalar(1 / alpha)));
      }
      case SELU -> {
        double alpha = settings.get(0);
        double gamma = settings.get(1);
        yield each(x -> torch.elu(x, new Scalar(alpha), new Scalar(gamma), new Scalar(1)));
      }
      case SOFTPLUS -> each(x -> torch.softplus(x, new Scalar(1.0), new Scalar(LINEAR)));
      case SOFTSIGN -> each(x -> x.div(x.abs().add(new Scalar(1.0))));
      case SHRINK -> {
        double lambda = settings.get(0);
        double bias = settings.get(1);
        yield each(x -> shrink(x, lambda, bias));
      }
      case THRESHOLDED_RELU -> {
        double alpha = settings.get(0);
        yield each(x -> torch.threshold(x, new Scalar(alpha), new Scalar(0.0)));
      }
      case TANHSHRINK -> each(x -> x.sub(x.tanh()));
      case ABS -> each(torch::abs);
      case EXP -> each(torch::exp);
      case LOG -> each(torch::log);
      case SQRT -> each(torch::sqrt);
      case RECIPROCAL -> each(torch::reciprocal);
      case NEGATE -> each(torch::neg);
      case ERF -> each(torch::erf);
      case SIN -> each(torch::sin);
      case COS -> each(torch::cos);
      case TAN -> each(torch::tan);
      case ASIN -> each(torch::asin);
      case ACOS -> each(torch::acos);
      case ATAN -> each(torch::atan);
      case SINH -> each(torch::sinh);
      case COSH -> each(torch::cosh);
      case ASINH -> each(torch::asinh);
      case ACOSH -> each(torch::acosh);
      case ATANH -> each(torch::atanh);
      case FLOOR -> each(torch::floor);
      case CEIL -> each(torch::ceil);
      case ROUND -> each(torch::round);
      case SIGN -> each(torch::sign);
      case HARDMAX -> {
        long axis = settings.get(0).longValue();
        yield each(x -> hardmax(x, axis));
      }
    };
  }

  private static Kernel each(UnaryOperator<Tensor> function) {
    return (in, run) -> function.apply(in[0]);
  }

  private static ScalarOptional bound(double value) {
    return Double.isInfinite(value) ? new ScalarOptional() : new ScalarOptional(new Scalar(value));
  }

  private static Tensor scaled(Tensor x, double factor, double shift) {
    return x.mul(new Scalar(factor)).add(new Scalar(shift));
  }

  /** x + bias below −λ, x − bias above λ, 0 between. */
  private static Tensor shrink(Tensor x, double lambda, double bias) {
    Tensor outside = x.abs().gt(new Scalar(lambda));
    Tensor moved = x.sub(x.sign().mul(new Scalar(bias)));
    return torch.where(outside, moved, torch.zeros_like(x));
  }

  /** 1 at the first of the largest elements along an axis, else 0. */
  private static Tensor hardmax(Tensor x, long axis) {
    Tensor first = torch.argmax(x, new LongOptional(axis), true);
    return torch.zeros_like(x).scatter(axis, first, new Scalar(1.0));
  }

  /** The learned slope is stored per channel, or already in a shape that broadcasts. */
  private static Kernel prelu(Node node, Compilation at) {
    long[] data = at.shape(node.operands().get(0));
    long[] slope = at.shape(node.operands().get(1));
    boolean flat = slope.length == 1 && data.length > 1 && slope[0] == data[1] && slope[0] > 1;
    if (!flat) {
      return (in, run) -> torch.where(in[0].ge(new Scalar(0.0)), in[0], in[0].mul(in[1]));
    }
    long[] spread = new long[data.length - 1];
    java.util.Arrays.fill(spread, 1);
    spread[0] = slope[0];
    return (in, run) ->
        torch.where(in[0].ge(new Scalar(0.0)), in[0], in[0].mul(in[1].reshape(spread)));
  }
}
