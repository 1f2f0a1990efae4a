package org.etalon.torch.program;

import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.etalon.graph.Call;
import org.etalon.torch.program.CallKernels.Maker;

/** Calls that work element by element: on activations, on indices, on masks. */
final class ArithmeticCalls {
  private ArithmeticCalls() {}

  static void register(Map<String, Maker> to) {
    binary(to, "Add", torch::add);
    binary(to, "Sub", torch::sub);
    binary(to, "Mul", torch::mul);
    binary(to, "Div", ArithmeticCalls::divided);
    binary(to, "Pow", torch::pow);
    binary(to, "Max", torch::maximum);
    binary(to, "Min", torch::minimum);
    binary(to, "Sum", torch::add);
    binary(to, "MatMul", torch::matmul);
    binary(to, "Equal", torch::eq);
    binary(to, "Greater", torch::gt);
    binary(to, "GreaterOrEqual", torch::ge);
    binary(to, "Less", torch::lt);
    binary(to, "LessOrEqual", torch::le);
    binary(to, "And", (a, b) -> torch.logical_and(a, b));
    binary(to, "Or", (a, b) -> torch.logical_or(a, b));
    binary(to, "Xor", (a, b) -> torch.logical_xor(a, b));
    to.put(
        "Mod",
        (call, node, at) ->
            call.whole("fmod", 0) != 0
                ? (in, run) -> torch.fmod(in[0], in[1])
                : (in, run) -> torch.remainder(in[0], in[1]));
    to.put("Where", (call, node, at) -> (in, run) -> torch.where(truth(in[0]), in[1], in[2]));
    unary(to, "Neg", torch::neg);
    unary(to, "Abs", torch::abs);
    unary(to, "Sqrt", torch::sqrt);
    unary(to, "Exp", torch::exp);
    unary(to, "Log", torch::log);
    unary(to, "Sin", torch::sin);
    unary(to, "Cos", torch::cos);
    unary(to, "Floor", torch::floor);
    unary(to, "Ceil", torch::ceil);
    unary(to, "Round", torch::round);
    unary(to, "Sign", torch::sign);
    unary(to, "Reciprocal", torch::reciprocal);
    unary(to, "Relu", torch::relu);
    unary(to, "Sigmoid", torch::sigmoid);
    unary(to, "Tanh", torch::tanh);
    unary(to, "Erf", torch::erf);
    unary(to, "Not", torch::logical_not);
    unary(to, "IsNaN", torch::isnan);
    unary(to, "IsInf", torch::isinf);
    unary(to, "Identity", x -> x);
    to.put("Clip", ArithmeticCalls::clip);
    to.put("Cast", ArithmeticCalls::cast);
    to.put(
        "Softmax",
        (call, node, at) -> {
          long axis = call.whole("axis", -1);
          return (in, run) -> in[0].softmax(axis);
        });
  }

  private static void unary(Map<String, Maker> to, String operator, UnaryOperator<Tensor> f) {
    to.put(operator, (call, node, at) -> (in, run) -> f.apply(in[0]));
  }

  private static void binary(Map<String, Maker> to, String operator, BinaryOperator<Tensor> f) {
    to.put(
        operator,
        (call, node, at) ->
            (in, run) -> {
              Tensor result = in[0];
              for (int i = 1; i < in.length; i++) {
                result = f.apply(result, in[i]);
              }
              return result;
            });
  }

  static Tensor truth(Tensor x) {
    return isOf(x, ScalarType.Bool) ? x : x.to(ScalarType.Bool);
  }

  /** Whether elements are of a type; the binding makes a new object of it at every question. */
  static boolean isOf(Tensor x, ScalarType type) {
    return x.scalar_type().value == type.value;
  }

  static boolean isReal(Tensor x) {
    return x.is_floating_point();
  }

  /** A quotient; of whole numbers rounded towards zero. */
  private static Tensor divided(Tensor a, Tensor b) {
    return isReal(a) || isReal(b) ? torch.div(a, b) : wholeQuotient(a, b);
  }

  /**
   * Rounded towards zero: the remainder, which has the sign of a, goes first, then the division is
   * exact. libtorch's rounding mode is a view of a string, which the binding frees too early.
   */
  static Tensor wholeQuotient(Tensor a, Tensor b) {
    return torch.floor_divide(a.sub(torch.fmod(a, b)), b);
  }

  private static Kernel clip(Call call, org.etalon.graph.Node node, Compilation at) {
    double low = call.real("min", Double.NEGATIVE_INFINITY);
    double high = call.real("max", Double.POSITIVE_INFINITY);
    return (in, run) -> torch.clamp(in[0], bound(low), bound(high));
  }

  private static ScalarOptional bound(double value) {
    return Double.isInfinite(value) ? new ScalarOptional() : new ScalarOptional(new Scalar(value));
  }

  /** To reals of the network's own precision, whole numbers, or truth values. */
  private static Kernel cast(Call call, org.etalon.graph.Node node, Compilation at) {
    ScalarType reals = at.precision().type();
    return switch (call.text("to", "real")) {
      case "whole" -> (in, run) -> isOf(in[0], ScalarType.Long) ? in[0] : in[0].to(ScalarType.Long);
      case "truth" -> (in, run) -> truth(in[0]);
      default -> (in, run) -> isOf(in[0], reals) ? in[0] : in[0].to(reals);
    };
  }
}
