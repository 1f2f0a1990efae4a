package org.etalon.torch.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.etalon.torch.program.Bench.require;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.bytedeco.pytorch.AbstractTensor;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.etalon.graph.Dim;
import org.etalon.graph.Graph;
import org.etalon.graph.GraphBuilder;
import org.etalon.graph.InputException;
import org.etalon.graph.Join;
import org.etalon.graph.Node;
import org.etalon.graph.Pointwise;
import org.etalon.graph.Rearrangement.Reduce;
import org.etalon.graph.Rearrangement.Reshape;
import org.etalon.graph.Rearrangement.Select;
import org.etalon.graph.Rearrangement.Summary;
import org.etalon.graph.Rearrangement.Transpose;
import org.etalon.graph.Shape;
import org.etalon.graph.Source;
import org.etalon.torch.Device;
import org.etalon.torch.LibTorch;
import org.etalon.torch.Memory;
import org.etalon.torch.Precision;
import org.etalon.torch.program.GraphRun.Numbers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Elements move, repeat and are summarised as the graph says; chance is the run's own. */
class RearrangementKernelsTest {

  private static double summary(Summary kind, double[] values) {
    ToDoubleFunction<java.util.function.DoubleUnaryOperator> sum =
        f -> Arrays.stream(values).map(f).sum();
    return switch (kind) {
      case MEAN -> sum.applyAsDouble(x -> x) / values.length;
      case MAX -> Arrays.stream(values).max().orElseThrow();
      case MIN -> Arrays.stream(values).min().orElseThrow();
      case SUM -> sum.applyAsDouble(x -> x);
      case L1 -> sum.applyAsDouble(Math::abs);
      case L2 -> Math.sqrt(sum.applyAsDouble(x -> x * x));
      case PRODUCT -> Arrays.stream(values).reduce(1, (a, b) -> a * b);
      case LOG_SUM -> Math.log(sum.applyAsDouble(x -> x));
      case LOG_SUM_EXP -> Math.log(sum.applyAsDouble(Math::exp));
      case SUM_OF_SQUARES -> sum.applyAsDouble(x -> x * x);
    };
  }

  @ParameterizedTest
  @EnumSource(Summary.class)
  void reductionSummarisesItsAxes(Summary kind) {
    for (boolean keep : new boolean[] {false, true}) {
      Bench bench = new Bench();
      Node x = bench.between(0.5, 2, "x", 2, 3, 2);
      double[] expected = new double[3];
      for (int j = 0; j < 3; j++) {
        double[] x0 = bench.of("x");
        expected[j] =
            summary(kind, new double[] {x0[2 * j], x0[2 * j + 1], x0[6 + 2 * j], x0[7 + 2 * j]});
      }
      GraphRun run = bench.result(new Reduce(kind, List.of(0, 2), keep), x);
      require(run, expected);
      assertThat(run.result().shape()).hasSize(keep ? 3 : 1);
      Bench all = new Bench();
      Node y = all.between(0.5, 2, "x", 2, 3, 2);
      require(all.result(new Reduce(kind, List.of(), keep), y), summary(kind, all.of("x")));
    }
  }

  @Test
  void reshapeKeepsRowMajorOrderAndTransposeDoesNot() {
    Bench bench = new Bench();
    Node x = bench.real("x", new double[] {1, 2, 3, 4, 5, 6}, 2, 3);
    require(bench.result(new Reshape(Shape.of(3, 2)), x), 1, 2, 3, 4, 5, 6);
    Bench turned = new Bench();
    Node y = turned.real("x", new double[] {1, 2, 3, 4, 5, 6}, 2, 3);
    require(turned.result(new Transpose(List.of(1, 0)), y), 1, 4, 2, 5, 3, 6);
    Bench third = new Bench();
    Node z = third.real("x", 2, 3, 2);
    double[] expected = new double[12];
    Naive.each(
        new int[] {2, 2, 3},
        i ->
            expected[Naive.flat(new int[] {2, 2, 3}, i)] =
                third.of("x")[i[1] * 6 + i[2] * 2 + i[0]]);
    require(third.result(new Transpose(List.of(2, 0, 1)), z), expected);
  }

  @Test
  void sizesThatTheDataDetermineAreBoundBeforeTheyAreUsed() {
    LibTorch.load();
    GraphBuilder builder = new GraphBuilder();
    Dim batch = Dim.symbol("batch");
    Dim tokens = Dim.symbol("tokens");
    Node x = builder.input("x", Source.Element.REAL, Shape.of(List.of(batch, tokens, Dim.of(4))));
    Node split =
        builder.add(
            "split", new Reshape(Shape.of(List.of(batch, tokens, Dim.of(2), Dim.of(2)))), x);
    Node merged =
        builder.add(
            "merged", new Reshape(Shape.of(List.of(batch.times(tokens), Dim.of(4)))), split);
    Graph graph = builder.build(merged);
    for (long[] sizes : List.of(new long[] {1, 3}, new long[] {2, 5})) {
      int count = (int) (sizes[0] * sizes[1] * 4);
      Numbers data = new Numbers(GraphRun.normal("x", count), new long[] {sizes[0], sizes[1], 4});
      Numbers result = new GraphRun(graph, Map.of("x", data), Map.of(), false).result();
      assertThat(result.shape()).containsExactly(sizes[0] * sizes[1], 4);
      assertThat(result.values()).containsExactly(data.values());
    }
  }

  @Test
  void reshapeThatDoesNotFitTheDataIsRefusedByName() {
    GraphBuilder builder = new GraphBuilder();
    Node x = builder.input("x", Source.Element.REAL, Shape.of(List.of(Dim.symbol("n"))));
    Graph graph =
        builder.build(
            builder.add("pairs", new Reshape(Shape.of(List.of(Dim.symbol("m"), Dim.of(2)))), x));
    GraphRun odd =
        new GraphRun(
            graph, Map.of("x", new Numbers(new double[5], new long[] {5})), Map.of(), false);
    assertThatThrownBy(odd::result)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("pairs");
  }

  @Test
  void selectionsOfFamiliesAreTheirCalls() {
    Bench bench = new Bench();
    Node x = bench.real("x", new double[] {1, 2, 3, 4, 5, 6}, 2, 3);
    require(bench.result(Select.slice(Shape.of(2, 3), 1, 1, 3), x), 2, 3, 5, 6);
    Bench gather = new Bench();
    Node y = gather.real("x", new double[] {1, 2, 3, 4, 5, 6}, 2, 3);
    Node ids = gather.whole("ids", new long[] {2, 0}, 2);
    require(gather.result(Select.gather(Shape.of(2, 3), 1, Shape.of(2)), y, ids), 3, 1, 6, 4);
    Bench expand = new Bench();
    Node z = expand.real("x", new double[] {1, 2}, 2, 1);
    require(expand.result(Select.expand(Shape.of(2, 2)), z), 1, 1, 2, 2);
  }

  @Test
  void causalAttentionWrittenOutLooksOnlyBack() {
    Bench bench = new Bench();
    Node q = bench.real("q", 1, 3, 2);
    Node k = bench.real("k", 1, 3, 2);
    Node v = bench.real("v", 1, 3, 2);
    Node turned = bench.then("turned", new Transpose(List.of(0, 2, 1)), k);
    Node scores = bench.then("scores", new Join.MatrixProduct(), q, turned);
    Node mask = bench.then("mask", Source.Auxiliary.causalMask(Dim.of(3)));
    Node hidden = bench.then("hidden", new Join.Add(), scores, mask);
    Node weights = bench.then("weights", new Pointwise.Softmax(2, false), hidden);
    double[] expected = new double[6];
    for (int i = 0; i < 3; i++) {
      double total = 0;
      double[] sum = new double[2];
      for (int j = 0; j <= i; j++) {
        double score =
            bench.of("q")[2 * i] * bench.of("k")[2 * j]
                + bench.of("q")[2 * i + 1] * bench.of("k")[2 * j + 1];
        total += Math.exp(score);
        sum[0] += Math.exp(score) * bench.of("v")[2 * j];
        sum[1] += Math.exp(score) * bench.of("v")[2 * j + 1];
      }
      expected[2 * i] = sum[0] / total;
      expected[2 * i + 1] = sum[1] / total;
    }
    require(bench.result(new Join.MatrixProduct(), weights, v), expected);
  }

  // ---- dropout ----

  private static double[] dropped(double rate, boolean training, long seed, int count) {
    LibTorch.load();
    GraphBuilder builder = new GraphBuilder();
    Node x = builder.input("x", Source.Element.REAL, Shape.of(count));
    Graph graph = builder.build(builder.add("y", new Pointwise.Dropout(rate), x));
    return Memory.scoped(
        () -> {
          Program program =
              new Program(graph, Map.of(), OperandFactors.none(), Precision.FLOAT64, Device.CPU);
          Tensor ones = torch.ones(new long[] {count}, AbstractTensor.create(0.0).options());
          GeneratorOptional generator = new GeneratorOptional(torch.make_generator_cpu(seed));
          return GraphRun.numbers(
                  program.run(Map.of("x", ones), new Run(training, generator)).of(graph.output()))
              .values();
        });
  }

  @Test
  void dropoutZeroesItsRateAndKeepsTheMean() {
    int count = 40_000;
    for (double rate : new double[] {0.1, 0.5}) {
      double[] y = dropped(rate, true, 3, count);
      double zeros = Arrays.stream(y).filter(v -> v == 0).count() / (double) count;
      // Three standard deviations of a share among 40,000.
      assertThat(zeros).isCloseTo(rate, within(0.0075));
      assertThat(Arrays.stream(y).filter(v -> v != 0))
          .allMatch(v -> Math.abs(v - 1 / (1 - rate)) < 1e-12);
    }
    assertThat(dropped(1, true, 3, 10)).containsOnly(0);
  }

  @Test
  void dropoutDoesNothingInEvaluationOrAtRateZero() {
    assertThat(dropped(0.5, false, 3, 100)).containsOnly(1);
    assertThat(dropped(0, true, 3, 100)).containsOnly(1);
  }

  @Test
  void dropoutIsAFunctionOfItsOwnGenerator() {
    double[] first = dropped(0.5, true, 11, 200);
    LibTorch.load();
    torch.manual_seed(99);
    assertThat(dropped(0.5, true, 11, 200)).containsExactly(first);
    assertThat(dropped(0.5, true, 12, 200)).isNotEqualTo(first);
  }

  @Test
  void dropoutPassesGradientsOnlyThroughWhatItKept() {
    Bench bench = new Bench();
    Node x = bench.real("x", 5, 4);
    GraphRun run = bench.training().result(new Pointwise.Dropout(0.5), x);
    run.requireDerivatives();
  }
}
