package org.etalon.onnx;

import java.util.List;
import org.etalon.graph.Dim;
import org.etalon.graph.Join;
import org.etalon.graph.Node;
import org.etalon.graph.Pointwise;
import org.etalon.graph.Rearrangement;
import org.etalon.graph.Rearrangement.Select;
import org.etalon.graph.Shape;

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
      scaled = in.step(node, "masked", new Join.Add(), scaled, in.operand(node, 3));
    } else if (node.integer("is_causal", 0) != 0) {
      scaled =
          in.step(
              node,
              "causal",
              ShapeOperators.select(Select.Kind.TRIANGLE, "causal", scaled.shape()),
              scaled);
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
    return in.step(
        node, what, ShapeOperators.select(Select.Kind.EXPAND, "per group", shape), operand);
  }
}
