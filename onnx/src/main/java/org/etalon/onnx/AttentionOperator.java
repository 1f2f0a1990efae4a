package org.etalon.onnx;

import java.util.ArrayList;
import java.util.List;
import org.etalon.graph.Body;
import org.etalon.graph.Call;
import org.etalon.graph.Dim;
import org.etalon.graph.Join;
import org.etalon.graph.Node;
import org.etalon.graph.Pointwise;
import org.etalon.graph.Rearrangement;
import org.etalon.graph.Rearrangement.Select;
import org.etalon.graph.Shape;
import org.etalon.graph.Source;

/**
 * ONNX's own {@code Attention} (opset 23), written out: queries times keys, scale, mask, softmax,
 * times values. Its projections are separate layers around it.
 */
final class AttentionOperator {
  private final Translator in;

  AttentionOperator(Translator in) {
    this.in = in;
  }

  boolean translate(RawNode node) {
    if (!node.is("Attention")) {
      return false;
    }
    if (node.hasInput(4) || node.hasInput(5)) {
      throw node.refused(
          "attends to keys and values of earlier calls", "export the model without its cache");
    }
    long heads = node.integer("q_num_heads", 0);
    Node query = heads(node, 0, heads, "queries");
    Node key = heads(node, 1, node.integer("kv_num_heads", 0), "keys");
    Node value = heads(node, 2, node.integer("kv_num_heads", 0), "values");
    for (Node operand : List.of(query, key, value)) {
      if (!operand.shape().hasRank() || operand.shape().rank() != 4) {
        throw node.refused(
            "takes " + operand + " of shape " + operand.shape() + "; expected 3 or 4 axes",
            "run shape inference first, or correct the operands");
      }
    }
    key = repeated(node, key, query.shape().dim(1), "keys per query head");
    value = repeated(node, value, query.shape().dim(1), "values per query head");
    Node turned =
        in.step(node, "keys transposed", new Rearrangement.Transpose(List.of(0, 1, 3, 2)), key);
    Node scores = in.step(node, "scores", new Join.MatrixProduct(), query, turned);
    double features = query.shape().dim(3).isKnown() ? query.shape().dim(3).value() : Double.NaN;
    double scale = node.real("scale", 0) == 0 ? 1 / Math.sqrt(features) : node.real("scale", 0);
    Node scaled =
        in.step(node, "scaled", new Join.Multiply(), scores, in.constant(node, "scale", scale));
    if (node.hasInput(3)) {
      scaled = in.step(node, "masked", new Join.Add(), scaled, mask(node));
    }
    if (node.integer("is_causal", 0) != 0) {
      scaled = in.step(node, "causal", causal(scaled.shape()), scaled);
    }
    if (node.real("softcap", 0) != 0) {
      scaled = in.step(node, "capped", capped(node.real("softcap", 0), scaled.shape()), scaled);
    }
    Node weights = in.step(node, "weights", new Pointwise.Softmax(3, false), scaled);
    if (heads == 0) {
      in.emit(node, new Join.MatrixProduct(), weights, value);
    } else {
      Node mixed = in.step(node, "mixed", new Join.MatrixProduct(), weights, value);
      Node front =
          in.step(node, "positions first", new Rearrangement.Transpose(List.of(0, 2, 1, 3)), mixed);
      Shape shape = front.shape();
      Shape joined =
          Shape.of(List.of(shape.dim(0), shape.dim(1), shape.dim(2).times(shape.dim(3))));
      in.emit(node, new Rearrangement.Reshape(joined), front);
    }
    return true;
  }

  /** An operand as [batch, heads, positions, features]. */
  private Node heads(RawNode node, int i, long heads, String what) {
    Node operand = in.operand(node, i);
    Shape shape = operand.shape();
    if (!shape.hasRank() || shape.rank() != 3) {
      return operand;
    }
    if (heads < 1) {
      throw node.refused("does not say its number of heads", "set q_num_heads and kv_num_heads");
    }
    Dim count = Dim.of(heads);
    Shape split =
        Shape.of(List.of(shape.dim(0), shape.dim(1), count, shape.dim(2).floorDiv(count)));
    Node parted = in.step(node, what + " by head", new Rearrangement.Reshape(split), operand);
    return in.step(
        node, what + " heads first", new Rearrangement.Transpose(List.of(0, 2, 1, 3)), parted);
  }

  /** Keys and values shared by several query heads. */
  private Node repeated(RawNode node, Node operand, Dim heads, String what) {
    if (operand.shape().dim(1).equals(heads)) {
      return operand;
    }
    Shape shape = operand.shape().with(1, heads);
    List<Dim> once = new ArrayList<>(operand.shape().dims());
    once.add(2, Dim.of(1));
    Shape many = Shape.of(once).with(2, heads.floorDiv(operand.shape().dim(1)));
    Body body =
        new Body(
            List.of(
                new Body.Step(new Call("Reshape").with("shape", once), List.of(0)),
                new Body.Step(new Call("Expand").with("shape", many.dims()), List.of(-1)),
                new Body.Step(new Call("Reshape").with("shape", shape.dims()), List.of(-2))));
    return in.step(node, what, new Select(Select.Kind.EXPAND, body, shape), operand);
  }

  /** What is added to the scores: a mask of truth values hides where it is false. */
  private Node mask(RawNode node) {
    Node mask = in.operand(node, 3);
    if (in.type(node.input(3)) != ElementType.TRUTH) {
      return mask;
    }
    Body.Step shown =
        new Body.Step(
            new Call("ConstantOfShape")
                .with("shape", List.of())
                .with("value", new Call.Real(List.of(0.0))),
            List.of());
    Body.Step hidden =
        new Body.Step(
            new Call("ConstantOfShape")
                .with("shape", List.of())
                .with("value", new Call.Real(List.of(Double.NEGATIVE_INFINITY))),
            List.of());
    Body body =
        new Body(List.of(shown, hidden, new Body.Step(new Call("Where"), List.of(0, -1, -2))));
    return in.step(node, "mask", new Source.Auxiliary(body, mask.shape(), false), mask);
  }

  /** Scores with −∞ where a key comes after the query. */
  private static Select causal(Shape scores) {
    Call hidden =
        new Call("ConstantOfShape")
            .with("shape", List.of(scores.dim(2), scores.dim(3)))
            .with("value", new Call.Real(List.of(Double.NEGATIVE_INFINITY)));
    Call above = new Call("Trilu").with("k", 1).with("upper", 1);
    return new Select(
        Select.Kind.TRIANGLE,
        new Body(
            List.of(
                new Body.Step(hidden, List.of()),
                new Body.Step(above, List.of(-1)),
                new Body.Step(new Call("Add"), List.of(0, -2)))),
        scores);
  }

  /** Scores s as c·tanh(s/c). */
  private static Select capped(double cap, Shape scores) {
    Call number =
        new Call("ConstantOfShape")
            .with("shape", List.of())
            .with("value", new Call.Real(List.of(cap)));
    return new Select(
        Select.Kind.COMPUTED,
        new Body(
            List.of(
                new Body.Step(number, List.of()),
                new Body.Step(new Call("Div"), List.of(0, -1)),
                new Body.Step(new Call("Tanh"), List.of(-2)),
                new Body.Step(new Call("Mul"), List.of(-3, -1)))),
        scores);
  }
}
