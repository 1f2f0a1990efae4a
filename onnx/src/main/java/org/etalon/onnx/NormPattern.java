package org.etalon.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Arithmetic with means and sums along an axis that computes LayerNorm, RMSNorm, division by a
 * Euclidean norm, softmax or its logarithm is that operator, gain and shift included.
 */
final class NormPattern implements Fusion.Pattern {
  /** Attribute: what the normalised value is multiplied by besides its gain. */
  static final String FACTOR = "factor";

  /** Attribute: what the value divided by its Euclidean length is multiplied by. */
  static final String LENGTH = "length";

  private static final double TOLERANCE = 1e-3;
  private static final double[] SAMPLE = {0.7, -1.9, 2.4, 0.3, -0.6};
  private static final double[] OTHER = {1.1, 0.4, -0.2, 3.1, 0.9};

  @Override
  public @Nullable RawNode match(RawNode last, Fusion in) {
    boolean mayEnd = last.is("Div") || last.is("Mul") || last.is("Add") || last.is("Sub");
    if (!mayEnd) {
      return null;
    }
    Arithmetic arithmetic = new Arithmetic(last, in, true);
    RawNode found = null;
    int reductions = 0;
    int affine = 0;
    // Centred data are a source of their own on the way back to the data themselves, so a farther
    // source counts too, provided that it brings another mean or maximum and no other parameter.
    for (int cuts = 0; cuts < 4; cuts++) {
      String source = arithmetic.nextSource();
      if (source == null) {
        break;
      }
      RawNode here = recognised(last, arithmetic, source);
      int parameters = arithmetic.gains().size() + arithmetic.shifts().size();
      if (here != null
          && (found == null || (arithmetic.reductions() > reductions && parameters == affine))) {
        found = here;
        reductions = arithmetic.reductions();
        affine = parameters;
      }
    }
    return found;
  }

  private static @Nullable RawNode recognised(RawNode last, Arithmetic arithmetic, String source) {
    if (arithmetic.reductions() == 0
        || arithmetic.gains().size() > 1
        || arithmetic.shifts().size() > 1) {
      return null;
    }
    double[] result = arithmetic.evaluate(source, SAMPLE);
    double mean = 0;
    double squares = 0;
    double exponentials = 0;
    for (double x : SAMPLE) {
      mean += x / SAMPLE.length;
      squares += x * x;
      exponentials += Math.exp(x);
    }
    double variance = squares / SAMPLE.length - mean * mean;
    double[] centred = new double[SAMPLE.length];
    double[] softmax = new double[SAMPLE.length];
    double[] logSoftmax = new double[SAMPLE.length];
    for (int i = 0; i < SAMPLE.length; i++) {
      centred[i] = (SAMPLE[i] - mean) / Math.sqrt(variance);
      softmax[i] = Math.exp(SAMPLE[i]) / exponentials;
      logSoftmax[i] = SAMPLE[i] - Math.log(exponentials);
    }
    boolean plain = arithmetic.gains().isEmpty() && arithmetic.shifts().isEmpty();
    List<Long> axes = arithmetic.axes();
    if (plain && axes.size() == 1) {
      if (Math.abs(ratio(result, softmax) - 1) < TOLERANCE) {
        return Fusion.standIn(
            last, "Softmax", List.of(source), Fusion.integer("axis", axes.get(0)));
      }
      if (Math.abs(ratio(result, logSoftmax) - 1) < TOLERANCE) {
        return Fusion.standIn(
            last, "LogSoftmax", List.of(source), Fusion.integer("axis", axes.get(0)));
      }
    }
    // Factors made from shapes count as 1, so only proportions can be compared; what is divided by
    // its own size does not grow with the data.
    double growth = ratio(arithmetic.evaluate(source, times(SAMPLE, 32)), result);
    if (!(Math.abs(growth - 1) < TOLERANCE)) {
      return null;
    }
    String operator = "";
    if (ratio(result, centred) > 0) {
      operator = "LayerNormalization";
    } else if (ratio(result, SAMPLE) > 0) {
      double length = ratio(result, SAMPLE) * Math.sqrt(squares);
      double other = ratio(arithmetic.evaluate(source, OTHER), OTHER) * length(OTHER);
      boolean euclidean = Math.abs(length / other - 1) < TOLERANCE;
      operator =
          euclidean && Math.abs(length - 1) > TOLERANCE ? "RMSNormalization" : "LpNormalization";
    }
    if (operator.isEmpty() || (operator.equals("LpNormalization") && !plain)) {
      return null;
    }
    List<String> inputs = new ArrayList<>(List.of(source));
    inputs.addAll(arithmetic.gains());
    if (!arithmetic.shifts().isEmpty()) {
      if (arithmetic.gains().isEmpty()) {
        inputs.add("");
      }
      inputs.addAll(arithmetic.shifts());
    }
    if (operator.equals("LpNormalization")) {
      return lengthNorm(last, arithmetic, source, axes, result);
    }
    double square = operator.equals("LayerNormalization") ? variance : squares / SAMPLE.length;
    double epsilon = epsilon(arithmetic, source, result, square);
    double[] unit =
        operator.equals("LayerNormalization")
            ? centred
            : times(SAMPLE, 1 / Math.sqrt(squares / SAMPLE.length));
    Scale scale = scale(arithmetic, source, unit);
    return Fusion.standIn(
        last,
        operator,
        inputs,
        Fusion.integers("axes", axes),
        Fusion.real(
            "epsilon",
            scale.summed ? epsilon * SAMPLE.length / (scale.factor * scale.factor) : epsilon),
        Fusion.real(scale.summed ? LENGTH : FACTOR, scale.factor));
  }

  /**
   * What arithmetic multiplies a normalised value by.
   *
   * @param factor the number
   * @param summed whether the value was divided by its length, a sum's root, rather than by a
   *     mean's
   */
  private record Scale(double factor, boolean summed) {}

  /** Told from samples of two lengths, large enough for epsilon not to matter. */
  private static Scale scale(Arithmetic arithmetic, String source, double[] unit) {
    int n = SAMPLE.length;
    double[] twice = new double[2 * n];
    System.arraycopy(SAMPLE, 0, twice, 0, n);
    System.arraycopy(SAMPLE, 0, twice, n, n);
    double once = ratio(arithmetic.evaluate(source, times(SAMPLE, 1e4)), unit);
    double[] longer = Arrays.copyOf(arithmetic.evaluate(source, times(twice, 1e4)), n);
    double doubled = ratio(longer, unit);
    boolean summed = Math.abs(doubled * Math.sqrt(2) / once - 1) < TOLERANCE;
    boolean told = once > 0 && (summed || Math.abs(doubled / once - 1) < TOLERANCE);
    if (!told || arithmetic.hasFactors()) {
      return new Scale(1, false);
    }
    return new Scale(summed ? once * Math.sqrt(n) : once, summed);
  }

  /** Division by a length; in which norm tells the sample's own. */
  private static RawNode lengthNorm(
      RawNode last, Arithmetic arithmetic, String source, List<Long> axes, double[] result) {
    double factor = ratio(result, SAMPLE);
    double sum = 0;
    double largest = 0;
    for (double x : SAMPLE) {
      sum += Math.abs(x);
      largest = Math.max(largest, Math.abs(x));
    }
    long power =
        Math.abs(factor * sum - 1) < TOLERANCE
            ? 1
            : Math.abs(factor * largest - 1) < TOLERANCE ? 0 : 2;
    boolean exact = power != 2 || Math.abs(factor * length(SAMPLE) - 1) < TOLERANCE;
    if (!exact || arithmetic.hasFactors()) {
      // Some other measure of size, such as a plain sum: what the file computes, as it stands.
      return LinearMapPattern.standIn(last, source, arithmetic.parts(), 2);
    }
    double epsilon = 0;
    if (power == 2) {
      double square = length(SAMPLE) * length(SAMPLE);
      epsilon = epsilon(arithmetic, source, result, square);
    }
    // What is clamped away from zero, as PyTorch's normalize does at 1e-12, keeps zeros zeros.
    double atZero = arithmetic.evaluate(source, new double[SAMPLE.length])[0];
    if (epsilon == 0 && atZero == 0) {
      epsilon = power == 2 ? 1e-24 : 1e-12;
    }
    return Fusion.standIn(
        last,
        "LpNormalization",
        List.of(source),
        Fusion.integers("axes", axes),
        Fusion.integer("p", power),
        Fusion.real("epsilon", epsilon));
  }

  private static double[] times(double[] x, double factor) {
    double[] scaled = x.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= factor;
    }
    return scaled;
  }

  private static double length(double[] x) {
    double squares = 0;
    for (double value : x) {
      squares += value * value;
    }
    return Math.sqrt(squares);
  }

  /** The factor between two vectors; NaN if they are not proportional. */
  private static double ratio(double[] a, double[] b) {
    double factor = a[0] / b[0];
    for (int i = 1; i < a.length; i++) {
      if (!(Math.abs(a[i] - factor * b[i]) <= TOLERANCE * Math.max(1e-9, Math.abs(a[i])))) {
        return Double.NaN;
      }
    }
    return factor;
  }

  /**
   * What is added to the measure of size, read off from data so small that it matters: where f(x) =
   * x/√(v + ε), the quotient of f(sx) and f(x), squared, is s²(v + ε)/(s²v + ε).
   *
   * @param square v of the sample: its variance, mean square or sum of squares
   */
  private static double epsilon(
      Arithmetic arithmetic, String source, double[] large, double square) {
    double scale = 1e-3;
    double shrunk = arithmetic.evaluate(source, times(SAMPLE, scale))[0] / large[0];
    double inverse = 1 / (shrunk * shrunk);
    double epsilon = scale * scale * square * (inverse - 1) / (1 - inverse * scale * scale);
    return epsilon > 0 && epsilon < 1 ? epsilon : 0;
  }
}
