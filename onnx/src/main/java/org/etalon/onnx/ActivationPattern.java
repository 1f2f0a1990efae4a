package org.etalon.onnx;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Elementwise arithmetic on one value that computes a known activation is that activation. The
 * points separate all known functions from each other and from their multiples.
 */
final class ActivationPattern implements Fusion.Pattern {
  private static final double TOLERANCE = 2e-4;
  private static final double[] POINTS = {
    -7.3, -3.6, -2.9, -1.7, -0.9, -0.31, 0, 0.23, 0.8, 1.4, 2.7, 3.3, 6.7
  };

  private record Candidate(String operator, String variant, DoubleUnaryOperator function) {}

  private static final List<Candidate> CANDIDATES =
      List.of(
          new Candidate("Gelu", "none", x -> x * 0.5 * (1 + Arithmetic.erf(x / Math.sqrt(2)))),
          new Candidate(
              "Gelu",
              "tanh",
              x -> 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)))),
          new Candidate("QuickGelu", "", x -> x / (1 + Math.exp(-1.702 * x))),
          new Candidate("Swish", "", x -> x / (1 + Math.exp(-x))),
          new Candidate("HardSwish", "", x -> x * Math.min(Math.max(x + 3, 0), 6) / 6),
          new Candidate("Mish", "", x -> x * Math.tanh(Math.log1p(Math.exp(x)))),
          new Candidate("Softsign", "", x -> x / (1 + Math.abs(x))),
          new Candidate("Tanhshrink", "", x -> x - Math.tanh(x)),
          new Candidate("Relu", "", x -> Math.max(x, 0)));

  @Override
  public @Nullable RawNode match(RawNode last, Fusion in) {
    if (!Arithmetic.isJoin(last)) {
      return null;
    }
    Arithmetic arithmetic = new Arithmetic(last, in, false);
    String source = arithmetic.nextSource();
    if (source == null) {
      return null;
    }
    double[] values = arithmetic.evaluate(source, POINTS);
    for (Candidate candidate : CANDIDATES) {
      if (agrees(values, candidate.function)) {
        return candidate.variant.isEmpty()
            ? Fusion.standIn(last, candidate.operator, List.of(source))
            : Fusion.standIn(
                last,
                candidate.operator,
                List.of(source),
                Fusion.text("approximate", candidate.variant));
      }
    }
    double slope = values[0] / POINTS[0];
    return slope >= 0 && slope < 1 && agrees(values, x -> x < 0 ? slope * x : x)
        ? Fusion.standIn(last, "LeakyRelu", List.of(source), Fusion.real("alpha", slope))
        : null;
  }

  private static boolean agrees(double[] values, DoubleUnaryOperator function) {
    for (int i = 0; i < POINTS.length; i++) {
      if (!(Math.abs(values[i] - function.applyAsDouble(POINTS[i])) < TOLERANCE)) {
        return false;
      }
    }
    return true;
  }
}
