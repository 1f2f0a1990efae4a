package org.etalon.depth;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.etalon.graph.Graph;
import org.etalon.graph.GraphBuilder;
import org.etalon.graph.Join;
import org.etalon.graph.Layer;
import org.etalon.graph.Node;
import org.etalon.graph.Operation;
import org.etalon.graph.Pointwise;
import org.etalon.graph.Shape;
import org.etalon.graph.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DepthsAgainstEnumerationTest {
  private static final Operation LINEAR = new Layer.Linear(Layer.Layout.OUT_IN);
  private static final Operation RELU = new Pointwise.Activation(Pointwise.Function.RELU);
  private static final Operation ADD = new Join.Add();
  private static final Operation MULTIPLY = new Join.Multiply();

  private final GraphBuilder builder = new GraphBuilder();
  private int named;

  private Node add(Operation operation, Node... operands) {
    return builder.add("n" + named++, operation, operands);
  }

  private Node input() {
    return builder.input("x" + named++, Source.Element.REAL, Shape.of(1, 1));
  }

  private Node layer(Node from) {
    return add(LINEAR, from, builder.parameter("w" + named, 1, 1));
  }

  private static void assertThatItIsAShortestPath(MinimalPath path, PathGraph graph, int fewest) {
    assertThat(path.length()).isEqualTo(fewest);
    assertThat(path.nodes().stream().filter(i -> graph.isLayer(i) || graph.isMerge(i)))
        .hasSize(fewest);
    for (int i = 1; i < path.nodes().size(); i++) {
      assertThat(graph.predecessors(path.nodes().get(i))).contains(path.nodes().get(i - 1));
    }
    if (graph.size() > 0) {
      assertThat(graph.predecessors(path.nodes().get(0))).isEmpty();
      assertThat(path.nodes()).endsWith(graph.size() - 1);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void everyMeasureOfARandomGraphEqualsTheOneReadOffItsPaths(long seed) {
    Random random = new Random(seed);
    for (int trial = 0; trial < 150; trial++) {
      Graph graph = new DepthsAgainstEnumerationTest().randomGraph(random);
      EnumeratedPaths paths = new EnumeratedPaths(graph);
      PathGraph between = PathGraph.of(graph);
      Depths depths = Depths.of(between);

      assertThat(depths.moments().count()).isEqualTo(BigInteger.valueOf(paths.count()));
      assertThat(depths.moments().sumDepth()).isEqualTo(paths.powerSum(1));
      assertThat(depths.moments().sumDepthSquared()).isEqualTo(paths.powerSum(2));
      assertThat(depths.moments().sumDepthCubed()).isEqualTo(paths.powerSum(3));
      assertThat(depths.minimalPath()).isEqualTo(paths.minimalPath());
      assertThatItIsAShortestPath(MinimalPath.of(between), between, paths.minimalPath());
      assertThat(depths.longestPath()).isEqualTo(paths.longestPath());
      assertThat(depths.updateUnits()).isEqualTo(paths.updateUnits());
      assertThat(between.size()).isEqualTo(paths.members().size());
      assertThat(depths.layers())
          .isEqualTo((int) paths.members().stream().filter(graph::isLayer).count());
      assertThat(depths.blocks()).isEqualTo(paths.merges().size());
    }
  }

  /**
   * Up to twelve values over one or two inputs, each a layer, relu, sum or product of earlier ones.
   */
  private Graph randomGraph(Random random) {
    List<Node> values = new ArrayList<>();
    values.add(input());
    if (random.nextInt(4) == 0) {
      values.add(input());
    }
    int size = 1 + random.nextInt(12);
    for (int i = 0; i < size; i++) {
      Node a = values.get(Math.max(0, values.size() - 1 - random.nextInt(4)));
      Node b = values.get(random.nextInt(values.size()));
      Node c = values.get(random.nextInt(values.size()));
      values.add(
          switch (random.nextInt(6)) {
            case 0, 1 -> layer(a);
            case 2 -> add(RELU, a);
            case 3 -> add(ADD, a, b);
            case 4 -> add(ADD, a, b, c);
            default -> add(MULTIPLY, a, b);
          });
    }
    return builder.build(values.get(values.size() - 1));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void theInnermostBlockAroundANodeOwnsIt(long seed) {
    Random random = new Random(seed);
    for (int trial = 0; trial < 100; trial++) {
      Graph graph = new DepthsAgainstEnumerationTest().nestedBlocks(random);
      EnumeratedPaths paths = new EnumeratedPaths(graph);
      PathGraph between = PathGraph.of(graph);
      ResidualBlocks blocks = ResidualBlocks.of(between);
      List<Node> merges = paths.merges();
      List<Set<Node>> regions = merges.stream().map(paths::region).toList();

      assertThat(blocks.count()).isEqualTo(merges.size());
      for (Node node : paths.members()) {
        int owner = -1;
        for (int m = 0; m < merges.size(); m++) {
          boolean smaller = owner < 0 || regions.get(m).size() < regions.get(owner).size();
          owner = regions.get(m).contains(node) && smaller ? m : owner;
        }
        assertThat(blocks.blockOf(between.position(node)))
            .as("block of %s, seed %d, trial %d", node, seed, trial)
            .isEqualTo(owner);
      }
    }
  }

  private Graph nestedBlocks(Random random) {
    Node x = layer(input());
    for (int i = 0; i < 3; i++) {
      x = piece(x, random, 2);
    }
    return builder.build(layer(x));
  }

  /** A layer, a relu, or a block of up to three branches that end in a layer or relu. */
  private Node piece(Node x, Random random, int nesting) {
    int kind = random.nextInt(nesting > 0 ? 4 : 2);
    if (kind < 2) {
      return kind == 0 ? layer(x) : add(RELU, x);
    }
    Node branch = layer(piece(x, random, nesting - 1));
    Node other = random.nextBoolean() ? x : layer(piece(x, random, nesting - 1));
    return random.nextInt(4) == 0 ? add(ADD, other, branch, layer(x)) : add(ADD, other, branch);
  }

  @Test
  void pathsOfSingleLayerBlocksFollowTheClosedForm() {
    for (int n = 1; n <= 200; n++) {
      DepthsAgainstEnumerationTest network = new DepthsAgainstEnumerationTest();
      Node z = network.input();
      for (int i = 0; i < n; i++) {
        z = network.add(ADD, z, network.layer(network.add(RELU, z)));
      }
      PathMoments moments = PathMoments.of(PathGraph.of(network.builder.build(z)));

      // n²(n+3)·2^(n−3), times eight so that n < 3 needs no fraction.
      BigInteger closed = BigInteger.valueOf((long) n * n * (n + 3)).shiftLeft(n);
      assertThat(moments.sumDepthCubed().shiftLeft(3)).isEqualTo(closed);
      assertThat(moments.count()).isEqualTo(BigInteger.ONE.shiftLeft(n));
    }
  }
}
