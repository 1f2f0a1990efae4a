package org.etalon.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a graph says of every node what it computes. What is missing matters to no law; a network
 * with gaps can be analysed but not run.
 */
public final class Completeness {
  private Completeness() {}

  /** What is missing, node by node; nothing where the graph can be run in principle. */
  public static List<Finding> gaps(Graph graph) {
    List<Finding> gaps = new ArrayList<>();
    for (Node node : graph.nodes()) {
      gap(node).ifPresent(text -> gaps.add(Finding.warning(node.name(), text)));
    }
    return gaps;
  }

  private static Optional<String> gap(Node node) {
    Operation operation = node.operation();
    if (operation instanceof Pointwise.PassThrough unknown) {
      return Optional.of("is of the operator " + unknown.operator() + ", which is not known");
    }
    if (operation instanceof Source.Constant constant) {
      return valuesOf(constant.shape(), constant.values());
    }
    if (operation instanceof Source.Indices indices) {
      return valuesOf(indices.shape(), indices.values());
    }
    if (operation instanceof Rearrangement.Reshape reshape && !reshape.target().hasRank()) {
      return Optional.of("is reshaped to a shape that is not known");
    }
    if (operation instanceof Rearrangement.Select select) {
      return operandsOf(select.body(), node);
    }
    if (operation instanceof Source.Auxiliary auxiliary) {
      return operandsOf(auxiliary.body(), node);
    }
    return Optional.empty();
  }

  private static Optional<String> valuesOf(Shape shape, List<?> values) {
    boolean fits = shape.isKnown() && shape.elements().is(values.size());
    return fits
        ? Optional.empty()
        : Optional.of("is a constant of shape " + shape + " whose values are not there");
  }

  private static Optional<String> operandsOf(Body body, Node node) {
    boolean[] used = new boolean[node.operands().size()];
    for (Body.Step step : body.steps()) {
      for (int operand : step.operands()) {
        if (operand >= 0) {
          used[operand] = true;
        }
      }
    }
    for (int i = 0; i < used.length; i++) {
      if (!used[i]) {
        return Optional.of("takes " + node.operands().get(i) + ", which nothing is done with");
      }
    }
    return Optional.empty();
  }
}
