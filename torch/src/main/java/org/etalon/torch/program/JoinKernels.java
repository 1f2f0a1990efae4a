package org.etalon.torch.program;

import java.util.function.BinaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.etalon.graph.Join;
import org.etalon.graph.Node;

/** Operations in which several values meet. */
final class JoinKernels {
  private JoinKernels() {}

  static Kernel of(Join join, Node node) {
    if (join instanceof Join.Add) {
      return node.operands().size() == 2
          ? (in, run) -> torch.add(in[0], in[1])
          : folded(torch::add);
    }
    if (join instanceof Join.Multiply) {
      return folded(torch::mul);
    }
    if (join instanceof Join.Combine combine) {
      return combine(combine.rule());
    }
    if (join instanceof Join.Concat concat) {
      int axis = concat.axis();
      return (in, run) -> {
        TensorVector parts = new TensorVector();
        for (Tensor part : in) {
          parts.push_back(part);
        }
        return torch.cat(parts, axis);
      };
    }
    if (join instanceof Join.MatrixProduct) {
      return (in, run) -> torch.matmul(in[0], in[1]);
    }
    if (join instanceof Join.EinsteinSum sum) {
      return LayerKernels.einsum(sum.operands(), sum.result());
    }
    throw new IllegalArgumentException("no kernel for " + join);
  }

  private static Kernel combine(Join.Combine.Rule rule) {
    return switch (rule) {
      case DIFFERENCE -> (in, run) -> torch.sub(in[0], in[1]);
      case QUOTIENT -> (in, run) -> torch.div(in[0], in[1]);
      case WHOLE_QUOTIENT -> (in, run) -> ArithmeticCalls.wholeQuotient(in[0], in[1]);
      case POWER -> (in, run) -> torch.pow(in[0], in[1]);
      case MAXIMUM -> folded(torch::maximum);
      case MINIMUM -> folded(torch::minimum);
      case MEAN -> {
        Kernel sum = folded(torch::add);
        yield (in, run) -> sum.apply(in, run).div(new Scalar((double) in.length));
      }
      case CHOICE -> (in, run) -> torch.where(in[0].to(ScalarType.Bool), in[1], in[2]);
    };
  }

  private static Kernel folded(BinaryOperator<Tensor> operation) {
    return (in, run) -> {
      Tensor result = in[0];
      for (int i = 1; i < in.length; i++) {
        result = operation.apply(result, in[i]);
      }
      return result;
    };
  }
}
