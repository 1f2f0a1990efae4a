package org.etalon.torch.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.etalon.graph.Body;
import org.etalon.graph.Call;
import org.etalon.graph.Graph;
import org.etalon.graph.GraphBuilder;
import org.etalon.graph.InputException;
import org.etalon.graph.Join;
import org.etalon.graph.Node;
import org.etalon.graph.Rearrangement.Select;
import org.etalon.graph.Shape;
import org.etalon.graph.Source;
import org.etalon.torch.program.GraphRun.Numbers;
import org.junit.jupiter.api.Test;

/** Calls that no single ONNX node of the reader's makes: noise, fixed windows, bodies of steps. */
class CallKernelsTest {
  private static final int COUNT = 20_000;

  /** The elements that a call of no operands draws. */
  private static double[] drawn(Call call) {
    GraphBuilder builder = new GraphBuilder();
    Node x = builder.input("x", Source.Element.REAL, Shape.of(COUNT));
    Shape shape = Shape.of(COUNT);
    Node noise = builder.add("noise", new Source.Auxiliary(Body.of(call, 0), shape, true));
    Graph graph = builder.build(builder.add("y", new Join.Add(), x, noise));
    Numbers zeros = new Numbers(new double[COUNT], new long[] {COUNT});
    GraphRun run = new GraphRun(graph, Map.of("x", zeros), Map.of(), true);
    double[] first = run.result().values();
    assertThat(run.result().values()).as("drawn by the generator alone").containsExactly(first);
    return first;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  @Test
  void noiseHasTheDistributionAskedFor() {
    Call normal =
        new Call("RandomNormal")
            .with("shape", COUNT)
            .with("mean", new Call.Real(List.of(2.0)))
            .with("scale", new Call.Real(List.of(3.0)));
    double[] values = drawn(normal);
    assertThat(mean(values)).isCloseTo(2, within(0.1));
    double[] squares = Arrays.stream(values).map(v -> (v - 2) * (v - 2)).toArray();
    assertThat(mean(squares)).isCloseTo(9, within(0.4));
    Call uniform =
        new Call("RandomUniform")
            .with("shape", COUNT)
            .with("low", new Call.Real(List.of(-1.0)))
            .with("high", new Call.Real(List.of(3.0)));
    double[] flat = drawn(uniform);
    assertThat(mean(flat)).isCloseTo(1, within(0.05));
    assertThat(Arrays.stream(flat).min().orElseThrow()).isBetween(-1.0, -0.99);
    assertThat(Arrays.stream(flat).max().orElseThrow()).isBetween(2.99, 3.0);
  }

  @Test
  void fixedKernelIsAConvolutionWithNothingLearned() {
    Bench bench = new Bench();
    Node x = bench.real("x", 1, 2, 4, 4);
    Node blur =
        bench.then("kernel", Source.Constant.of(Shape.of(2, 1, 2, 2), 1, 2, 3, 4, 5, 6, 7, 8));
    Call call = new Call("Conv").with("group", 2).with("pads", 1, 0, 0, 1).with("strides", 2, 1);
    Select window = new Select(Select.Kind.WINDOW, Body.of(call, 2), Shape.of(1, 2, 2, 4));
    double[] expected =
        Naive.convolution(
            bench.of("x"),
            Naive.ints(1, 2, 4, 4),
            new double[] {1, 2, 3, 4, 5, 6, 7, 8},
            Naive.ints(2, 1, 2, 2),
            new double[0],
            new Naive.Windows(
                new int[] {2, 1}, new int[] {1, 0}, new int[] {0, 1}, new int[] {1, 1}),
            2,
            false);
    Bench.require(bench.result(window, x, blur), expected);
  }

  @Test
  void bodyRunsItsStepsOnOperandsAndEarlierResults() {
    Bench bench = new Bench();
    Node x = bench.real("x", new double[] {1, 2, 3, 4}, 2, 2);
    Body body =
        new Body(
            List.of(
                new Body.Step(new Call("Transpose").with("perm", 1, 0), List.of(0)),
                new Body.Step(new Call("MatMul"), List.of(0, -1)),
                new Body.Step(new Call("Sub"), List.of(-2, 0))));
    Select computed = new Select(Select.Kind.COMPUTED, body, Shape.of(2, 2));
    Bench.require(bench.result(computed, x), 4, 9, 8, 21);
  }

  @Test
  void operatorOutsideTheListIsRefusedByName() {
    Bench bench = new Bench();
    Node x = bench.real("x", 2, 2);
    Select strange = new Select(Select.Kind.COMPUTED, new Call("Fourier"), Shape.of(2, 2));
    GraphRun run = bench.result(strange, x);
    assertThatThrownBy(run::result)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("Fourier");
  }
}
