package org.etalon.lab.drawing;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.etalon.graph.Join;
import org.etalon.graph.Layer;
import org.etalon.graph.Node;
import org.etalon.graph.Operation;
import org.etalon.graph.Pointwise;
import org.etalon.graph.Rearrangement;
import org.etalon.graph.Shape;

/** What is written for a node. */
final class Labels {
  private static final int LONGEST = 30;

  private Labels() {}

  /** A layer with its size. */
  static String layer(Node node) {
    Layer layer = (Layer) node.operation();
    Shape weight = node.operands().get(1).shape();
    String features = features(layer, weight);
    if (layer instanceof Layer.Convolution convolution) {
      String sides =
          IntStream.range(2, weight.rank())
              .mapToObj(axis -> weight.dim(axis).toString())
              .collect(Collectors.joining("×"));
      String stride =
          convolution.strides().stream().anyMatch(s -> s != 1)
              ? ", stride " + convolution.strides().get(0)
              : "";
      return shortened(
          (convolution.transposed() ? "deconv " : "conv ") + sides + features + stride);
    }
    String kind =
        layer instanceof Layer.Linear
            ? "linear"
            : layer instanceof Layer.Embedding ? "embedding" : "contraction";
    return shortened(kind + features);
  }

  private static String features(Layer layer, Shape weight) {
    int from = layer.inputAxis(weight);
    int to = layer.outputAxis(weight);
    return from < 0 || to < 0 ? " " + weight : ", " + weight.dim(from) + " → " + weight.dim(to);
  }

  /** A node that is neither layer nor merge; empty for what only moves numbers about. */
  static Optional<String> other(Node node) {
    Operation operation = node.operation();
    if (operation instanceof Pointwise.Dropout || operation instanceof Pointwise.PassThrough) {
      return Optional.empty();
    }
    if (operation instanceof Rearrangement.Reduce) {
      return Optional.of(operation.label().split(" ", -1)[0]);
    }
    if (operation instanceof Pointwise || operation instanceof Rearrangement.Pool) {
      return Optional.of(shortened(operation.label()));
    }
    return Optional.empty();
  }

  /** A node where several values meet, other than a merge. */
  static String join(Node node) {
    if (node.operation() instanceof Join.Multiply) {
      return "×";
    }
    return shortened(node.operation().label());
  }

  static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
  }
}
