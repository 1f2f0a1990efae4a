package org.etalon.benchmarks;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.etalon.depth.PathGraph;
import org.etalon.depth.PathMoments;
import org.etalon.family.ModelReference;
import org.etalon.graph.Graph;
import org.etalon.graph.Node;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Path count and depth moments by the recurrence, against walking every path as the papers' own
 * experiments do. One cell has four paths at most; the walk's cost is multiplied by four with every
 * further cell, the recurrence's grows by one cell.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PathCensusBenchmark {
  /** Cells per stage of a network with every edge a convolution; 0 for one bare cell. */
  @Param({"0", "1", "2"})
  public int cells;

  private PathGraph paths = empty();

  private static PathGraph empty() {
    return PathGraph.of(ModelReference.parse("mlp:depth=1").network().graph());
  }

  /** Builds the network once; only counting is timed. */
  @Setup
  public void build() {
    String code = "nasbench201:3_33_333";
    paths =
        PathGraph.of(
            (cells == 0
                    ? ModelReference.parse(code, org.etalon.family.Scope.CELL)
                    : ModelReference.parse(code + ",cells=" + cells))
                .network()
                .graph());
  }

  /** The recurrence. */
  @Benchmark
  public PathMoments recurrence() {
    return PathMoments.of(paths);
  }

  /** Every path walked from the output back to the data. */
  @Benchmark
  public long enumeration() {
    Graph graph = paths.graph();
    Deque<Node> nodes = new ArrayDeque<>();
    Deque<Integer> depths = new ArrayDeque<>();
    nodes.push(graph.output());
    depths.push(0);
    long sumCubed = 0;
    while (!nodes.isEmpty()) {
      Node node = nodes.pop();
      int depth = depths.pop() + (graph.isLayer(node) ? 1 : 0);
      List<Node> carriers = graph.carriers(node);
      if (carriers.isEmpty()) {
        sumCubed += (long) depth * depth * depth;
      }
      for (Node carrier : carriers) {
        nodes.push(carrier);
        depths.push(depth);
      }
    }
    return sumCubed;
  }
}
