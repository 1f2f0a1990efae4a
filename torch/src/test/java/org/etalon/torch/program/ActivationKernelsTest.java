package org.etalon.torch.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.etalon.torch.program.Bench.require;
import static org.etalon.torch.program.Bench.requireValues;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.etalon.graph.Node;
import org.etalon.graph.Pointwise.Activation;
import org.etalon.graph.Pointwise.Function;
import org.etalon.graph.Pointwise.Softmax;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every nonlinearity, with its usual and with other settings, is its formula. */
class ActivationKernelsTest {

  /** A nonlinearity, the range it is tried in, and its formula. */
  record Case(Activation activation, double low, double high, DoubleUnaryOperator formula) {
    @Override
    public String toString() {
      return activation.function() + " " + activation.settings();
    }
  }

  private static Case wide(Function f, DoubleUnaryOperator formula, double... settings) {
    return within(f, -4, 4, formula, settings);
  }

  private static Case within(
      Function f, double low, double high, DoubleUnaryOperator formula, double... settings) {
    return new Case(new Activation(f, settings), low, high, formula);
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /** e^(−x²) 2/√π Σ 2ⁿ x^(2n+1) / (2n+1)!!: every term has x's sign, so none cancels. */
  private static double erf(double x) {
    double sum = 0;
    double term = x;
    for (int n = 1; Math.abs(term) > 1e-18 * Math.abs(sum) && n < 400; n++) {
      sum += term;
      term *= 2 * x * x / (2 * n + 1);
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }

  private static double clamp(double x, double low, double high) {
    return Math.max(low, Math.min(high, x));
  }

  static Stream<Case> functions() {
    double unit = 0.98;
    return Stream.of(
        wide(Function.RELU, x -> Math.max(0, x)),
        wide(Function.GELU, x -> x * (1 + erf(x / Math.sqrt(2))) / 2),
        wide(
            Function.GELU_TANH,
            x -> x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)))),
        wide(Function.QUICK_GELU, x -> x * sigmoid(1.702 * x)),
        wide(Function.SILU, x -> x * sigmoid(x)),
        wide(Function.SILU, x -> x * sigmoid(0.7 * x), 0.7),
        wide(Function.HARD_SWISH, x -> x * clamp(x + 3, 0, 6) / 6),
        wide(Function.MISH, x -> x * Math.tanh(Math.log1p(Math.exp(x)))),
        wide(Function.LEAKY_RELU, x -> x >= 0 ? x : 0.01 * x),
        wide(Function.LEAKY_RELU, x -> x >= 0 ? x : 0.3 * x, 0.3),
        wide(Function.CLIP, x -> clamp(x, -1, 2), -1, 2),
        wide(Function.CLIP, x -> Math.min(x, 2), Double.NEGATIVE_INFINITY, 2),
        wide(Function.CLIP, x -> Math.max(x, -1), -1, Double.POSITIVE_INFINITY),
        wide(Function.SIGMOID, ActivationKernelsTest::sigmoid),
        wide(Function.HARD_SIGMOID, x -> clamp(x / 6 + 0.5, 0, 1)),
        wide(Function.HARD_SIGMOID, x -> clamp(0.2 * x + 0.4, 0, 1), 0.2, 0.4),
        wide(Function.TANH, Math::tanh),
        wide(Function.ELU, x -> x >= 0 ? x : Math.expm1(x)),
        wide(Function.ELU, x -> x >= 0 ? x : 0.5 * Math.expm1(x), 0.5),
        wide(Function.CELU, x -> x >= 0 ? x : 2 * Math.expm1(x / 2), 2),
        wide(
            Function.SELU,
            x -> 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x))),
        wide(Function.SELU, x -> 1.2 * (x > 0 ? x : 0.7 * Math.expm1(x)), 0.7, 1.2),
        wide(Function.SOFTPLUS, x -> Math.log1p(Math.exp(x))),
        within(Function.SOFTPLUS, 15, 30, x -> x + Math.log1p(Math.exp(-x))),
        wide(Function.SOFTSIGN, x -> x / (1 + Math.abs(x))),
        wide(Function.SHRINK, x -> Math.abs(x) > 0.5 ? x : 0),
        wide(Function.SHRINK, x -> x > 1 ? x - 0.3 : x < -1 ? x + 0.3 : 0, 1, 0.3),
        wide(Function.TANHSHRINK, x -> x - Math.tanh(x)),
        wide(Function.THRESHOLDED_RELU, x -> x > 1 ? x : 0),
        wide(Function.THRESHOLDED_RELU, x -> x > -0.5 ? x : 0, -0.5),
        wide(Function.ABS, Math::abs),
        wide(Function.EXP, Math::exp),
        within(Function.LOG, 0.2, 5, Math::log),
        within(Function.SQRT, 0.2, 5, Math::sqrt),
        within(Function.RECIPROCAL, 0.2, 5, x -> 1 / x),
        wide(Function.NEGATE, x -> -x),
        wide(Function.ERF, ActivationKernelsTest::erf),
        wide(Function.SIN, Math::sin),
        wide(Function.COS, Math::cos),
        within(Function.TAN, -1.3, 1.3, Math::tan),
        within(Function.ASIN, -unit, unit, Math::asin),
        within(Function.ACOS, -unit, unit, Math::acos),
        wide(Function.ATAN, Math::atan),
        wide(Function.SINH, Math::sinh),
        wide(Function.COSH, Math::cosh),
        wide(Function.ASINH, x -> Math.signum(x) * Math.log(Math.abs(x) + Math.hypot(x, 1))),
        within(Function.ACOSH, 1.1, 5, x -> Math.log(x + Math.sqrt(x * x - 1))),
        within(Function.ATANH, -unit, unit, x -> Math.log((1 + x) / (1 - x)) / 2),
        wide(Function.FLOOR, Math::floor),
        wide(Function.CEIL, Math::ceil),
        wide(Function.ROUND, Math::rint),
        wide(Function.SIGN, Math::signum));
  }

  @ParameterizedTest
  @MethodSource("functions")
  void nonlinearityIsItsFormula(Case c) {
    Bench bench = new Bench();
    Node x = bench.between(c.low, c.high, "x", 5, 7);
    double[] expected = Arrays.stream(bench.of("x")).map(c.formula).toArray();
    require(bench.result(c.activation, x), expected);
  }

  @Test
  void everyNonlinearityIsTried() {
    Set<Function> tried =
        functions().map(c -> c.activation().function()).collect(Collectors.toSet());
    Set<Function> here = EnumSet.of(Function.PRELU, Function.HARDMAX);
    assertThat(tried).containsAll(EnumSet.complementOf(EnumSet.copyOf(here)));
  }

  @Test
  void edgesOfPiecesBelongWhereTheFormulaSays() {
    Bench bench = new Bench();
    Node x = bench.real("x", new double[] {-1, 0, 1}, 3);
    requireValues(bench.result(new Activation(Function.THRESHOLDED_RELU), x), -0.0, 0, 0);
    Bench round = new Bench();
    Node halves = round.real("x", new double[] {0.5, 1.5, 2.5, -0.5}, 4);
    requireValues(round.result(new Activation(Function.ROUND), halves), 0, 2, 2, -0.0);
  }

  @Test
  void learnedSlopeIsPerChannelSharedOrBroadcast() {
    for (long[] slope :
        List.of(new long[] {3}, new long[] {1}, new long[] {3, 1}, new long[] {1, 3, 1})) {
      Bench bench = new Bench();
      Node x = bench.real("x", 2, 3, 2);
      Node w = bench.learned("slope", slope);
      double[] expected = bench.of("x").clone();
      for (int k = 0; k < 12; k++) {
        double factor = bench.of("slope")[bench.of("slope").length == 1 ? 0 : k / 2 % 3];
        expected[k] = expected[k] >= 0 ? expected[k] : factor * expected[k];
      }
      require(bench.result(new Activation(Function.PRELU), x, w), expected);
    }
  }

  @Test
  void hardmaxMarksTheFirstOfTheLargest() {
    Bench bench = new Bench();
    Node x = bench.real("x", new double[] {1, 3, 3, 2, 2, 2}, 2, 3);
    requireValues(bench.result(new Activation(Function.HARDMAX), x), 0, 1, 0, 1, 0, 0);
    Bench other = new Bench();
    Node y = other.real("x", new double[] {1, 3, 3, 2, 2, 3}, 2, 3);
    requireValues(other.result(new Activation(Function.HARDMAX, -2), y), 0, 1, 1, 1, 0, 0);
  }

  @Test
  void softmaxAndItsLogarithmRunAlongTheirAxis() {
    for (int axis : new int[] {0, 1}) {
      Bench bench = new Bench();
      Node x = bench.real("x", 2, 3);
      double[] expected = new double[6];
      double[] logarithms = new double[6];
      for (int k = 0; k < 6; k++) {
        double sum = 0;
        for (int j = 0; j < 6; j++) {
          boolean together = axis == 0 ? j % 3 == k % 3 : j / 3 == k / 3;
          sum += together ? Math.exp(bench.of("x")[j]) : 0;
        }
        expected[k] = Math.exp(bench.of("x")[k]) / sum;
        logarithms[k] = Math.log(expected[k]);
      }
      require(bench.result(new Softmax(axis, false), x), expected);
      Bench again = new Bench();
      require(again.result(new Softmax(axis, true), again.real("x", 2, 3)), logarithms);
    }
  }
}
