package org.etalon.spec;

import java.util.List;
import org.etalon.graph.Body;
import org.etalon.graph.Call;
import org.etalon.graph.Dim;
import org.etalon.graph.Node;
import org.etalon.graph.Operation;
import org.etalon.graph.Rearrangement;
import org.etalon.graph.Shape;
import org.etalon.graph.Source;

/**
 * The rotary position embedding as LLaMA applies it: feature i of the first half and feature i of
 * the second are turned together, at position t by the angle t·θ^(−2i/d). Su et al., "RoFormer:
 * Enhanced Transformer with Rotary Position Embedding", eq. 34.
 *
 * @param cosines of every position's angles, [tokens, 1, features]
 * @param sines of the same
 */
record Rotary(Node cosines, Node sines) {
  /** The paper's θ. */
  static final double USUAL_THETA = 10_000;

  /** The angles' steps from one position to the next, those of the half twice: [features]. */
  static Operation frequencies(long features, double theta) {
    double[] values = new double[(int) features];
    for (int i = 0; i < values.length; i++) {
      int pair = i % (values.length / 2);
      values[i] = Math.pow(theta, -2.0 * pair / features);
    }
    return Source.Constant.of(Shape.of(features), values);
  }

  /** Sines or cosines of the angles, of the operand {@link #frequencies}. */
  static Operation table(String function, Dim tokens, long features) {
    List<Dim> column = List.of(tokens, Dim.of(1), Dim.of(1));
    Call positions =
        new Call("Range").with("start", 0).with("limit", List.of(tokens)).with("delta", 1);
    Body body =
        new Body(
            List.of(
                new Body.Step(positions, List.of()),
                new Body.Step(new Call("Cast").with("to", "real"), List.of(-1)),
                new Body.Step(new Call("Reshape").with("shape", column), List.of(-2)),
                new Body.Step(new Call("Mul"), List.of(-3, 0)),
                new Body.Step(new Call(function), List.of(-4))));
    return new Source.Auxiliary(body, Shape.of(List.of(tokens, Dim.of(1), Dim.of(features))), true);
  }

  /** Turns [batch, tokens, heads, features]; the operands behind are cosines and sines. */
  static Operation turn(Shape shape) {
    long features = shape.dim(-1).value();
    Body body =
        new Body(
            List.of(
                new Body.Step(half(0, features / 2), List.of(0)),
                new Body.Step(half(features / 2, features), List.of(0)),
                new Body.Step(new Call("Neg"), List.of(-2)),
                new Body.Step(new Call("Concat").with("axis", -1), List.of(-3, -1)),
                new Body.Step(new Call("Mul"), List.of(0, 1)),
                new Body.Step(new Call("Mul"), List.of(-4, 2)),
                new Body.Step(new Call("Add"), List.of(-5, -6))));
    return new Rearrangement.Select(Rearrangement.Select.Kind.SHUFFLE, body, shape);
  }

  private static Call half(long from, long to) {
    return new Call("Slice").with("axes", -1).with("starts", from).with("ends", to);
  }
}
