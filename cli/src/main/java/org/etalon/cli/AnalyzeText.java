package org.etalon.cli;

import java.util.Optional;
import java.util.stream.Collectors;
import org.etalon.depth.DepthMeasure;
import org.etalon.depth.Magnitude;
import org.etalon.depth.PathMoments;
import org.etalon.graph.Node;
import org.etalon.init.Initial;
import org.etalon.tensor.Network;
import org.etalon.tensor.Tensor;

/** The text of {@code analyze}. */
final class AnalyzeText {
  private AnalyzeText() {}

  /** The whole text, ending in a line break. */
  static String of(Analysis analysis) {
    Network network = analysis.network();
    StringBuilder text = new StringBuilder();
    text.append(Failures.oneLine(network.reference())).append(" (").append(network.source());
    text.append("), ").append(inputs(network)).append(" → ");
    text.append(Failures.oneLine(network.graph().outputName())).append("\n\n");

    Table depths = new Table("depth", ">value");
    for (DepthMeasure measure : DepthMeasure.values()) {
      depths.row(measure.id(), analysis.depth(measure).map(AnalyzeText::shown).orElse("–"));
    }
    text.append(depths).append('\n');

    PathMoments moments = analysis.moments();
    Table paths = new Table("paths", ">");
    paths.row("count", TextNumbers.whole(moments.count()));
    paths.row("Σ L", TextNumbers.whole(moments.sumDepth()));
    paths.row("Σ L²", TextNumbers.whole(moments.sumDepthSquared()));
    paths.row("Σ L³", TextNumbers.whole(moments.sumDepthCubed()));
    text.append(paths).append('\n');

    text.append(network.tensors().size()).append(" tensors, ");
    text.append(network.scalars()).append(" scalars\n");
    Table tensors =
        new Table("tensor", "role", ">shape", ">fan-in", ">fan-out", ">init mean", ">init std");
    TensorGroups.lines(network.tensors(), Tensor::name, tensor -> cells(tensor, analysis))
        .forEach(tensors::row);
    return text.append(tensors).toString();
  }

  private static String inputs(Network network) {
    String names =
        network.graph().inputs().stream().map(Node::name).collect(Collectors.joining(", "));
    return names.isEmpty() ? "no input" : Failures.oneLine(names);
  }

  private static String shown(Magnitude depth) {
    if (depth.fitsDouble()) {
      return TextNumbers.number(depth.toDouble());
    }
    String text = depth.toString();
    int e = text.indexOf('E');
    return e < 0 ? text : text.substring(0, Math.min(6, e)) + "e" + text.substring(e + 1);
  }

  private static String[] cells(Tensor tensor, Analysis analysis) {
    Initial initial = analysis.initial(tensor);
    return new String[] {
      tensor.role().id(),
      tensor.parameter().shape().dims().stream()
          .map(Object::toString)
          .collect(Collectors.joining("×")),
      tensor.fanIn().isPresent() ? "" + tensor.fanIn().getAsLong() : "",
      tensor.fanOut().isPresent() ? "" + tensor.fanOut().getAsLong() : "",
      TextNumbers.number(initial.mean()),
      TextNumbers.number(initial.std())
    };
  }

  /** For a one-line summary elsewhere: a depth, or a dash where there is no path. */
  static String depth(Optional<Magnitude> depth) {
    return depth.map(AnalyzeText::shown).orElse("–");
  }
}
