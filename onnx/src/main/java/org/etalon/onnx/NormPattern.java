package org.etalon.onnx;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * (x − mean)/√(var + ε) is LayerNorm, x/√(mean x² + ε) is RMSNorm, x/‖x‖ is L2 normalisation, in
 * any of their spellings: division by a root, product with its reciprocal, power −½.
 */
final class NormPattern implements Fusion.Pattern {
  @Override
  public @Nullable RawNode match(RawNode last, Fusion in) {
    if (last.is("Div")) {
      return normalised(last, last.input(0), root(last.input(1), in, false), in);
    }
    if (last.is("Mul")) {
      RawNode right = normalised(last, last.input(0), root(last.input(1), in, true), in);
      return right != null
          ? right
          : normalised(last, last.input(1), root(last.input(0), in, true), in);
    }
    return null;
  }

  /** What stands under a root, and ε. */
  private record Root(String radicand, double epsilon) {}

  private static @Nullable Root root(String value, Fusion in, boolean inverse) {
    RawNode node = in.graph().producer(value);
    if (node == null) {
      return null;
    }
    if (inverse) {
      if (node.is("Reciprocal")) {
        return root(node.input(0), in, false);
      }
      if (node.is("Div") && in.scalar(node.input(0)) == 1) {
        return root(node.input(1), in, false);
      }
      return node.is("Pow") && in.scalar(node.input(1)) == -0.5
          ? withEpsilon(node.input(0), in)
          : null;
    }
    if (node.is("Sqrt") || node.is("Pow") && in.scalar(node.input(1)) == 0.5) {
      return withEpsilon(node.input(0), in);
    }
    if (node.is("ReduceL2")) {
      return new Root(value, 0);
    }
    if (node.is("Clip") || node.is("Max") || node.is("Add") || node.is("Expand")) {
      // A norm kept from zero, or stretched to the data's shape.
      RawNode source = in.graph().producer(node.input(0));
      boolean ofNorm =
          source != null
              && (source.is("ReduceL2")
                  || source.is("Sqrt")
                  || source.is("Clip")
                  || source.is("Max")
                  || source.is("Add"));
      return ofNorm ? root(node.input(0), in, false) : null;
    }
    return null;
  }

  private static Root withEpsilon(String value, Fusion in) {
    RawNode node = in.graph().producer(value);
    if (node != null && node.is("Add")) {
      double second = in.scalar(node.input(1));
      if (!Double.isNaN(second)) {
        return new Root(node.input(0), second);
      }
      double first = in.scalar(node.input(0));
      if (!Double.isNaN(first)) {
        return new Root(node.input(1), first);
      }
    }
    return new Root(value, 0);
  }

  private static @Nullable RawNode normalised(
      RawNode last, String numerator, @Nullable Root root, Fusion in) {
    if (root == null) {
      return null;
    }
    RawNode reduction = in.graph().producer(root.radicand);
    if (reduction == null) {
      return null;
    }
    if (reduction.is("ReduceL2")) {
      return reduction.input(0).equals(numerator)
          ? Fusion.standIn(last, "LpNormalization", List.of(numerator))
          : null;
    }
    boolean mean = reduction.is("ReduceMean");
    if (!mean && !reduction.is("ReduceSum") && !reduction.is("ReduceSumSquare")) {
      return null;
    }
    String squared =
        reduction.is("ReduceSumSquare") ? reduction.input(0) : base(reduction.input(0), in);
    if (squared == null) {
      return null;
    }
    var axes = Fusion.integers("axes", in.axes(reduction));
    var epsilon = Fusion.real("epsilon", root.epsilon);
    String centred = centred(squared, in);
    if (centred != null && mean) {
      boolean same = squared.equals(numerator) || centred.equals(centred(numerator, in));
      return same
          ? Fusion.standIn(last, "LayerNormalization", List.of(centred), axes, epsilon)
          : null;
    }
    if (!squared.equals(numerator)) {
      return null;
    }
    return Fusion.standIn(
        last, mean ? "RMSNormalization" : "LpNormalization", List.of(numerator), axes, epsilon);
  }

  /** v where a value is v²; {@code null} otherwise. */
  private static @Nullable String base(String value, Fusion in) {
    RawNode node = in.graph().producer(value);
    if (node == null) {
      return null;
    }
    if (node.is("Pow") && in.scalar(node.input(1)) == 2) {
      return node.input(0);
    }
    return node.is("Mul") && node.input(0).equals(node.input(1)) ? node.input(0) : null;
  }

  /** x where a value is x minus its mean; {@code null} otherwise. */
  private static @Nullable String centred(String value, Fusion in) {
    RawNode node = in.made(value, "Sub");
    if (node == null) {
      return null;
    }
    RawNode mean = in.made(node.input(1), "ReduceMean");
    return mean != null && mean.input(0).equals(node.input(0)) ? node.input(0) : null;
  }
}
