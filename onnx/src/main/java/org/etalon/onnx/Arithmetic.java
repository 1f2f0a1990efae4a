package org.etalon.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A piece of arithmetic on one value, followed back from its last call and evaluated.
 *
 * <p>GELU alone is written in a dozen ways, LayerNorm in half a dozen. Instead of listing them, the
 * arithmetic is followed back to the one value it starts from and evaluated on a few numbers; what
 * it computes there tells what it is. Calls are expanded latest first; whenever a single value is
 * left after there were several, the arithmetic between is one candidate.
 */
final class Arithmetic {
  private static final int MOST_CALLS = 40;

  /** Every pattern uses its source twice; a long chain that does not is left soon. */
  private static final int MOST_UNPARTED_CALLS = 12;

  private static final Set<String> JOINS =
      Set.of("Mul", "Div", "Add", "Sub", "Max", "Min", "Where", "Pow");
  private static final Set<String> REDUCTIONS =
      Set.of(
          "ReduceMean", "ReduceSum", "ReduceMax", "ReduceL2", "ReduceSumSquare", "ReduceLogSumExp");
  private static final Set<String> FUNCTIONS =
      Set.of(
          "Erf",
          "Tanh",
          "Sigmoid",
          "HardSigmoid",
          "Exp",
          "Log",
          "Softplus",
          "Relu",
          "Clip",
          "Neg",
          "Abs",
          "Sqrt",
          "Reciprocal",
          "Greater",
          "GreaterOrEqual",
          "Less",
          "LessOrEqual");

  private final RawNode last;
  private final Fusion in;
  private final boolean reductions;
  private final Frontier frontier;
  private final List<String> gains = new ArrayList<>();
  private final List<String> shifts = new ArrayList<>();
  private final Set<String> factors = new HashSet<>();
  private final List<RawNode> reduced = new ArrayList<>();
  private final List<RawNode> parts = new ArrayList<>();
  private int calls;
  private boolean parted;
  private boolean failed;

  /**
   * Starts at a call.
   *
   * @param last the call whose result is looked at
   * @param reductions whether means and sums over axes, and gains and shifts that are parameters,
   *     belong to the arithmetic
   */
  Arithmetic(RawNode last, Fusion in, boolean reductions) {
    this.last = last;
    this.in = in;
    this.reductions = reductions;
    this.frontier = new Frontier(in.graph(), this::isPart);
    expand(last);
  }

  static boolean isJoin(RawNode node) {
    return JOINS.contains(node.operator());
  }

  /**
   * The next value, going back, that all of the arithmetic starts from; {@code null} when there is
   * none.
   */
  @Nullable String nextSource() {
    do {
      RawNode next = failed ? null : frontier.pollLatest();
      if (next == null || ++calls > (parted ? MOST_CALLS : MOST_UNPARTED_CALLS)) {
        return null;
      }
      expand(next);
    } while (!failed && (!parted || frontier.isParted()));
    return failed ? null : frontier.single();
  }

  /** Parameters that multiply on the way. */
  List<String> gains() {
    return gains;
  }

  /** Parameters that are added on the way. */
  List<String> shifts() {
    return shifts;
  }

  /** Whether factors made from shapes take part, whose values are not known yet. */
  boolean hasFactors() {
    return !factors.isEmpty();
  }

  /** All calls so far, users before operands. */
  List<RawNode> parts() {
    return List.copyOf(parts);
  }

  /** The axes that were reduced over; empty where unknown. */
  List<Long> axes() {
    for (RawNode node : reduced) {
      List<Long> axes = in.axes(node);
      if (!axes.isEmpty()) {
        return axes;
      }
    }
    return List.of();
  }

  /** Number of reductions so far. */
  int reductions() {
    return reduced.size();
  }

  private boolean isPart(RawNode node) {
    String operator = node.operator();
    return node.domain().isEmpty()
        && (JOINS.contains(operator)
            || FUNCTIONS.contains(operator)
            || (reductions && (REDUCTIONS.contains(operator) || operator.equals("Expand"))));
  }

  private void expand(RawNode node) {
    parts.add(node);
    if (REDUCTIONS.contains(node.operator())) {
      reduced.add(node);
    }
    int operands = REDUCTIONS.contains(node.operator()) || node.is("Expand") ? 1 : 3;
    for (int i = 0; i < Math.min(operands, node.inputs().size()); i++) {
      String input = node.input(i);
      if (input.isEmpty() || !Double.isNaN(in.scalar(input))) {
        continue;
      }
      if (in.isDynamic(input)) {
        frontier.add(input);
      } else if (reductions && (node.is("Mul") || (node.is("Div") && i == 1))) {
        // A factor made from shapes, such as n/(n − 1), is no gain.
        if (!in.isParametric(input)) {
          factors.add(input);
        } else if (!gains.contains(input)) {
          gains.add(input);
        }
      } else if (reductions && (node.is("Add") || node.is("Sub")) && in.isParametric(input)) {
        if (!shifts.contains(input)) {
          shifts.add(input);
        }
      } else {
        failed = true;
      }
    }
    parted |= frontier.isParted();
  }

  // ---- evaluation ----

  /**
   * The result for a vector of numbers along the reduced axis; gains count as 1, shifts as 0.
   *
   * @return NaN entries where it cannot be evaluated
   */
  double[] evaluate(String source, double... x) {
    Map<String, double[]> values = new HashMap<>();
    values.put(source, x);
    return evaluate(last.output(), x.length, values, 0);
  }

  private double[] evaluate(String value, int n, Map<String, double[]> values, int depth) {
    double[] known = values.get(value);
    if (known != null) {
      return known;
    }
    double[] result = new double[n];
    double scalar = in.scalar(value);
    RawNode node = in.graph().producer(value);
    if (!Double.isNaN(scalar)) {
      Arrays.fill(result, scalar);
    } else if (node == null || depth > MOST_CALLS || !isPart(node)) {
      Arrays.fill(result, Double.NaN);
    } else if (node.is("Expand")) {
      return evaluate(node.input(0), n, values, depth + 1);
    } else if (REDUCTIONS.contains(node.operator())) {
      Arrays.fill(result, reduce(node, evaluate(node.input(0), n, values, depth + 1)));
    } else {
      double[][] operands = new double[node.inputs().size()][];
      for (int i = 0; i < operands.length; i++) {
        operands[i] = operand(node, i, n, values, depth);
      }
      for (int j = 0; j < n; j++) {
        result[j] = pointwise(node, operands, j);
      }
    }
    values.put(value, result);
    return result;
  }

  private double[] operand(RawNode node, int i, int n, Map<String, double[]> values, int depth) {
    String input = node.input(i);
    double[] neutral = new double[n];
    if (input.isEmpty()) {
      Arrays.fill(neutral, i == 1 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
      return neutral;
    }
    if (gains.contains(input) || factors.contains(input)) {
      Arrays.fill(neutral, 1);
      return neutral;
    }
    return shifts.contains(input) ? neutral : evaluate(input, n, values, depth + 1);
  }

  private static double reduce(RawNode node, double[] x) {
    double sum = 0;
    double squares = 0;
    double exponentials = 0;
    double largest = Double.NEGATIVE_INFINITY;
    for (double value : x) {
      sum += value;
      squares += value * value;
      exponentials += Math.exp(value);
      largest = Math.max(largest, value);
    }
    return switch (node.operator()) {
      case "ReduceMean" -> sum / x.length;
      case "ReduceSum" -> sum;
      case "ReduceMax" -> largest;
      case "ReduceL2" -> Math.sqrt(squares);
      case "ReduceSumSquare" -> squares;
      default -> Math.log(exponentials);
    };
  }

  /** The call's result for entry {@code j} of every operand; NaN where it makes no sense. */
  private static double pointwise(RawNode node, double[][] operands, int j) {
    int count = operands.length;
    if (count == 0) {
      return Double.NaN;
    }
    double a = operands[0][j];
    double b = count > 1 ? operands[1][j] : Double.NaN;
    double c = count > 2 ? operands[2][j] : Double.NaN;
    return switch (node.operator()) {
      case "Mul" -> a * b;
      case "Div" -> a / b;
      case "Add" -> a + b;
      case "Sub" -> a - b;
      case "Max" -> count == 2 ? Math.max(a, b) : Double.NaN;
      case "Min" -> count == 2 ? Math.min(a, b) : Double.NaN;
      case "Pow" -> Math.pow(a, b);
      case "Where" -> count == 3 ? a != 0 ? b : c : Double.NaN;
      case "Greater" -> a > b ? 1 : 0;
      case "GreaterOrEqual" -> a >= b ? 1 : 0;
      case "Less" -> a < b ? 1 : 0;
      case "LessOrEqual" -> a <= b ? 1 : 0;
      case "Erf" -> erf(a);
      case "Tanh" -> Math.tanh(a);
      case "Sigmoid" -> 1 / (1 + Math.exp(-a));
      case "HardSigmoid" ->
          Math.min(1, Math.max(0, node.real("alpha", 0.2) * a + node.real("beta", 0.5)));
      case "Exp" -> Math.exp(a);
      case "Log" -> Math.log(a);
      case "Softplus" -> Math.log1p(Math.exp(a));
      case "Relu" -> Math.max(0, a);
      case "Clip" ->
          Math.min(
              count > 2 ? c : node.real("max", Double.POSITIVE_INFINITY),
              Math.max(count > 1 ? b : node.real("min", Double.NEGATIVE_INFINITY), a));
      case "Neg" -> -a;
      case "Abs" -> Math.abs(a);
      case "Sqrt" -> Math.sqrt(a);
      case "Reciprocal" -> 1 / a;
      default -> Double.NaN;
    };
  }

  /** Error function to 1.5e-7 (Abramowitz and Stegun 7.1.26). */
  static double erf(double x) {
    double t = 1 / (1 + 0.3275911 * Math.abs(x));
    double tail =
        t
            * (0.254829592
                + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
            * Math.exp(-x * x);
    return Math.copySign(1 - tail, x);
  }
}
