package org.etalon.tensor;

import java.util.ArrayList;
import java.util.List;
import org.etalon.depth.Depths;
import org.etalon.depth.PathGraph;
import org.etalon.depth.ResidualBlocks;
import org.etalon.graph.Finding;
import org.etalon.graph.Graph;

/**
 * A model as the laws see it: its graph with everything that was found out about it.
 *
 * @param reference how the user named the model
 * @param source what it was read from: {@code onnx}, {@code family}, …
 * @param graph the network
 * @param paths the part of it between data and output
 * @param depths every depth measure
 * @param blocks its residual merges
 * @param tensors its learned tensors
 * @param findings what the user should know
 */
public record Network(
    String reference,
    String source,
    Graph graph,
    PathGraph paths,
    Depths depths,
    ResidualBlocks blocks,
    List<Tensor> tensors,
    List<Finding> findings) {

  /** Copies the lists. */
  public Network {
    tensors = List.copyOf(tensors);
    findings = List.copyOf(findings);
  }

  /**
   * Analyses a graph.
   *
   * @param reference how the user named the model
   * @param source what it was read from
   * @param graph the network
   * @param findings what its reader found
   */
  public static Network of(String reference, String source, Graph graph, List<Finding> findings) {
    PathGraph paths = PathGraph.of(graph);
    Depths depths = Depths.of(paths);
    ResidualBlocks blocks = ResidualBlocks.of(paths);
    List<Tensor> tensors = new TensorReader(paths, blocks).read();
    List<Finding> all = new ArrayList<>(findings);
    if (!depths.hasPath()) {
      all.add(
          Finding.warning(
              graph.output().name(), "no path leads from a data input to this output: no depth"));
    } else if (depths.layers() == 0) {
      all.add(Finding.warning("", "no parameterised layer lies between input and output"));
    }
    return new Network(reference, source, graph, paths, depths, blocks, tensors, all);
  }

  /** Number of scalars in all learned tensors. */
  public java.math.BigInteger scalars() {
    java.math.BigInteger total = java.math.BigInteger.ZERO;
    for (Tensor tensor : tensors) {
      total = total.add(java.math.BigInteger.valueOf(tensor.parameter().scalars()));
    }
    return total;
  }
}
