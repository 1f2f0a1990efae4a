package org.etalon.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Elementwise arithmetic on one value that computes a known activation is that activation.
 *
 * <p>GELU alone is written in a dozen ways. Instead of listing them, the arithmetic is followed
 * back to the one value it starts from and evaluated at a few points; what it computes there tells
 * what it is. Points and tolerance separate all known functions from each other and from their
 * multiples.
 */
final class ActivationPattern implements Fusion.Pattern {
  private static final int MOST_CALLS = 24;
  private static final double TOLERANCE = 2e-4;
  private static final double[] POINTS = {
    -7.3, -3.6, -2.9, -1.7, -0.9, -0.31, 0, 0.23, 0.8, 1.4, 2.7, 3.3, 6.7
  };

  private static final Set<String> JOINS =
      Set.of("Mul", "Div", "Add", "Sub", "Max", "Min", "Where", "Pow");
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

  private interface Function {
    double at(double x);
  }

  private record Candidate(String operator, String variant, Function function) {}

  private static final List<Candidate> CANDIDATES =
      List.of(
          new Candidate("Gelu", "none", x -> x * 0.5 * (1 + erf(x / Math.sqrt(2)))),
          new Candidate(
              "Gelu",
              "tanh",
              x -> 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)))),
          new Candidate("QuickGelu", "", x -> x / (1 + Math.exp(-1.702 * x))),
          new Candidate("Swish", "", x -> x / (1 + Math.exp(-x))),
          new Candidate("HardSwish", "", x -> x * Math.min(Math.max(x + 3, 0), 6) / 6),
          new Candidate("Mish", "", x -> x * Math.tanh(Math.log1p(Math.exp(x)))),
          new Candidate("Softsign", "", x -> x / (1 + Math.abs(x))),
          new Candidate("Relu", "", x -> Math.max(x, 0)));

  @Override
  public @Nullable RawNode match(RawNode last, Fusion in) {
    if (!JOINS.contains(last.operator())) {
      return null;
    }
    String source = source(last, in);
    if (source == null) {
      return null;
    }
    double[] values = new double[POINTS.length];
    for (int i = 0; i < POINTS.length; i++) {
      values[i] = evaluate(last.output(), source, POINTS[i], in, 0);
      if (Double.isNaN(values[i])) {
        return null;
      }
    }
    for (Candidate candidate : CANDIDATES) {
      boolean same = true;
      for (int i = 0; i < POINTS.length && same; i++) {
        same = Math.abs(values[i] - candidate.function.at(POINTS[i])) < TOLERANCE;
      }
      if (same) {
        return candidate.operator.equals("Gelu")
            ? Fusion.standIn(
                last, "Gelu", List.of(source), Fusion.text("approximate", candidate.variant))
            : Fusion.standIn(last, candidate.operator, List.of(source));
      }
    }
    return leakyRelu(last, source, values);
  }

  private static @Nullable RawNode leakyRelu(RawNode last, String source, double[] values) {
    double slope = values[0] / POINTS[0];
    for (int i = 0; i < POINTS.length; i++) {
      double expected = POINTS[i] < 0 ? slope * POINTS[i] : POINTS[i];
      if (Math.abs(values[i] - expected) > TOLERANCE) {
        return null;
      }
    }
    return slope < 0 || slope >= 1
        ? null
        : Fusion.standIn(last, "LeakyRelu", List.of(source), Fusion.real("alpha", slope));
  }

  /**
   * The one value that all of the arithmetic starts from. Leaves are expanded latest first, so the
   * first moment a single leaf remains gives the nearest such value.
   */
  private static @Nullable String source(RawNode last, Fusion in) {
    TreeSet<String> leaves = new TreeSet<>();
    if (!expand(last, in, leaves)) {
      return null;
    }
    int joins = 0;
    while (leaves.size() > 1) {
      // A leaf that another leaf is computed from must not be expanded before that one.
      String next = null;
      int ends = 0;
      for (String leaf : leaves) {
        RawNode node = in.graph().producer(leaf);
        if (node == null || !isArithmetic(node)) {
          ends++;
        } else if (next == null && !feeds(leaf, leaves, in)) {
          next = leaf;
        }
      }
      if (ends > 1) {
        return null;
      }
      RawNode node = next == null ? null : in.graph().producer(next);
      if (next == null || node == null || ++joins > MOST_CALLS) {
        return null;
      }
      leaves.remove(next);
      if (!expand(node, in, leaves)) {
        return null;
      }
    }
    return leaves.isEmpty() ? null : leaves.first();
  }

  private static boolean isArithmetic(RawNode node) {
    return node.domain().isEmpty()
        && (JOINS.contains(node.operator()) || FUNCTIONS.contains(node.operator()));
  }

  /** Whether a leaf is used, within a few steps of arithmetic, by another leaf. */
  private static boolean feeds(String leaf, Set<String> leaves, Fusion in) {
    List<String> open = new ArrayList<>(List.of(leaf));
    for (int at = 0; at < open.size() && at < MOST_CALLS; at++) {
      for (RawNode user : in.graph().consumers(open.get(at))) {
        if (!isArithmetic(user)) {
          continue;
        }
        if (leaves.contains(user.output())) {
          return true;
        }
        open.add(user.output());
        if (open.size() > MOST_CALLS) {
          return false;
        }
      }
    }
    return false;
  }

  private static boolean expand(RawNode node, Fusion in, Set<String> leaves) {
    for (String input : node.inputs()) {
      if (input.isEmpty() || !Double.isNaN(in.scalar(input))) {
        continue;
      }
      if (!in.isDynamic(input)) {
        return false;
      }
      leaves.add(input);
    }
    return true;
  }

  private static double evaluate(String value, String source, double x, Fusion in, int depth) {
    if (value.equals(source)) {
      return x;
    }
    double scalar = in.scalar(value);
    if (!Double.isNaN(scalar)) {
      return scalar;
    }
    RawNode node = in.graph().producer(value);
    if (node == null || depth > MOST_CALLS || !isArithmetic(node)) {
      return Double.NaN;
    }
    double[] v = new double[node.inputs().size()];
    for (int i = 0; i < v.length; i++) {
      v[i] =
          node.hasInput(i)
              ? evaluate(node.input(i), source, x, in, depth + 1)
              : i == 1 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    if (v.length == 0) {
      return Double.NaN;
    }
    double b = v.length > 1 ? v[1] : Double.NaN;
    return switch (node.operator()) {
      case "Mul" -> v[0] * b;
      case "Div" -> v[0] / b;
      case "Add" -> v[0] + b;
      case "Sub" -> v[0] - b;
      case "Max" -> v.length == 2 ? Math.max(v[0], b) : Double.NaN;
      case "Min" -> v.length == 2 ? Math.min(v[0], b) : Double.NaN;
      case "Pow" -> Math.pow(v[0], b);
      case "Where" -> v.length == 3 ? v[0] != 0 ? b : v[2] : Double.NaN;
      case "Greater" -> v[0] > b ? 1 : 0;
      case "GreaterOrEqual" -> v[0] >= b ? 1 : 0;
      case "Less" -> v[0] < b ? 1 : 0;
      case "LessOrEqual" -> v[0] <= b ? 1 : 0;
      case "Erf" -> erf(v[0]);
      case "Tanh" -> Math.tanh(v[0]);
      case "Sigmoid" -> 1 / (1 + Math.exp(-v[0]));
      case "HardSigmoid" ->
          Math.min(
              1, Math.max(0, node.real("alpha", 0.2) * v[0] + node.real("beta", 0.5)));
      case "Exp" -> Math.exp(v[0]);
      case "Log" -> Math.log(v[0]);
      case "Softplus" -> Math.log1p(Math.exp(v[0]));
      case "Relu" -> Math.max(0, v[0]);
      case "Clip" ->
          Math.min(
              v.length > 2 ? v[2] : node.real("max", Double.POSITIVE_INFINITY),
              Math.max(v.length > 1 ? b : node.real("min", Double.NEGATIVE_INFINITY), v[0]));
      case "Neg" -> -v[0];
      case "Abs" -> Math.abs(v[0]);
      case "Sqrt" -> Math.sqrt(v[0]);
      case "Reciprocal" -> 1 / v[0];
      default -> Double.NaN;
    };
  }

  /** Error function to 1.5e-7 (Abramowitz and Stegun 7.1.26). */
  private static double erf(double x) {
    double t = 1 / (1 + 0.3275911 * Math.abs(x));
    double tail =
        t
            * (0.254829592
                + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
            * Math.exp(-x * x);
    return Math.copySign(1 - tail, x);
  }
}
