package org.etalon.onnx;

import java.util.ArrayList;
import java.util.List;
import org.etalon.graph.Body;
import org.etalon.graph.Call;
import org.etalon.graph.Dim;
import org.etalon.graph.Node;
import org.etalon.graph.Rearrangement.Select;
import org.etalon.graph.Shape;

/**
 * ONNX's own {@code RotaryEmbedding} (opset 23), written out: pairs of features turned by angles
 * whose cosines and sines are operands.
 */
final class RotaryOperator {
  private final Translator in;
  private final List<Body.Step> steps = new ArrayList<>();

  RotaryOperator(Translator in) {
    this.in = in;
  }

  void translate(RawNode node) {
    Node data = in.operand(node, 0);
    Shape shape = data.shape();
    boolean packed = shape.hasRank() && shape.rank() == 3;
    long heads = node.integer("num_heads", 0);
    if (!shape.hasRank()
        || (!packed && shape.rank() != 4)
        || !shape.dim(-1).isKnown()
        || (packed && heads < 1)) {
      in.select(node, Select.Kind.SHUFFLE, shape);
      return;
    }
    List<Node> operands = new ArrayList<>(List.of(data, in.operand(node, 1), in.operand(node, 2)));
    int cosines = 1;
    int sines = 2;
    if (node.hasInput(3)) {
      operands.add(in.operand(node, 3));
      Call gather = new Call("Gather").with("axis", 0);
      cosines = step(gather, 1, 3);
      sines = step(gather, 2, 3);
    }
    // The axis of the heads: [batch, tokens, heads, size] or [batch, heads, tokens, size].
    Call alike = new Call("Unsqueeze").with("axes", packed ? 2 : 1);
    cosines = step(alike, cosines);
    sines = step(alike, sines);
    long size = shape.dim(-1).value() / (packed ? heads : 1);
    int x = 0;
    if (packed) {
      List<Dim> split = List.of(shape.dim(0), shape.dim(1), Dim.of(heads), Dim.of(size));
      x = step(new Call("Reshape").with("shape", split), 0);
    }
    long turned = node.integer("rotary_embedding_dim", 0);
    turned = turned == 0 ? size : turned;
    boolean interleaved = node.integer("interleaved", 0) != 0;
    int first = step(part(0, interleaved ? turned : turned / 2, interleaved ? 2 : 1), x);
    int second = step(part(interleaved ? 1 : turned / 2, turned, interleaved ? 2 : 1), x);
    Call times = new Call("Mul");
    int real = step(new Call("Sub"), step(times, cosines, first), step(times, sines, second));
    int imaginary = step(new Call("Add"), step(times, sines, first), step(times, cosines, second));
    Call beside = new Call("Concat").with("axis", -1);
    int result;
    if (interleaved) {
      Call column = new Call("Unsqueeze").with("axes", -1);
      int pairs = step(beside, step(column, real), step(column, imaginary));
      List<Dim> flat = List.of(Dim.of(0), Dim.of(0), Dim.of(0), Dim.of(turned));
      result = step(new Call("Reshape").with("shape", flat), pairs);
    } else {
      result = step(beside, real, imaginary);
    }
    if (turned < size) {
      result = step(beside, result, step(part(turned, size, 1), x));
    }
    if (packed) {
      step(new Call("Reshape").with("shape", shape.dims()), result);
    }
    in.bind(node, 0, new Select(Select.Kind.SHUFFLE, new Body(steps), shape), operands);
  }

  private static Call part(long from, long to, long step) {
    return new Call("Slice")
        .with("axes", -1)
        .with("starts", from)
        .with("ends", to)
        .with("steps", step);
  }

  private int step(Call call, Integer... operands) {
    steps.add(new Body.Step(call, List.of(operands)));
    return -steps.size();
  }
}
