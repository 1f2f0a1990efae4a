package org.etalon.torch.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.etalon.torch.program.Bench.require;

import java.util.List;
import java.util.function.IntUnaryOperator;
import org.bytedeco.pytorch.AbstractTensor;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.etalon.graph.Graph;
import org.etalon.graph.GraphBuilder;
import org.etalon.graph.Node;
import org.etalon.graph.Parameter;
import org.etalon.graph.Pointwise.Normalisation;
import org.etalon.graph.Pointwise.Normalisation.Kind;
import org.etalon.graph.Shape;
import org.etalon.graph.Source;
import org.etalon.torch.Device;
import org.etalon.torch.LibTorch;
import org.etalon.torch.Memory;
import org.etalon.torch.Precision;
import org.junit.jupiter.api.Test;

/** Normalisations take their statistics over what they say. */
class NormKernelsTest {
  private static final double EPSILON = 0.01;

  /**
   * The definition: elements with the same key share mean and variance.
   *
   * @param key which elements are normalised together
   * @param channel which gain and shift an element has
   */
  private static double[] normalised(
      double[] x,
      IntUnaryOperator key,
      double[] gain,
      double[] shift,
      IntUnaryOperator channel,
      boolean centred) {
    double[] y = new double[x.length];
    for (int k = 0; k < x.length; k++) {
      double sum = 0;
      double squares = 0;
      int count = 0;
      for (int j = 0; j < x.length; j++) {
        if (key.applyAsInt(j) == key.applyAsInt(k)) {
          sum += x[j];
          squares += x[j] * x[j];
          count++;
        }
      }
      double mean = centred ? sum / count : 0;
      double variance = squares / count - mean * mean;
      y[k] = (x[k] - mean) / Math.sqrt(variance + EPSILON);
      y[k] *= gain.length == 0 ? 1 : gain[channel.applyAsInt(k)];
      y[k] += shift.length == 0 ? 0 : shift[channel.applyAsInt(k)];
    }
    return y;
  }

  private static void requireNorm(
      Normalisation norm,
      long[] data,
      long[] affine,
      IntUnaryOperator key,
      IntUnaryOperator channel) {
    boolean centred = norm.kind() != Kind.RMS;
    Bench plain = new Bench();
    Node alone = plain.real("x", data);
    double[] none = {};
    require(
        plain.training().result(norm, alone),
        normalised(plain.of("x"), key, none, none, channel, centred));
    Bench bench = new Bench();
    Node x = bench.real("x", data);
    Node gain = bench.learned("gain", affine);
    Node shift = bench.learned("shift", affine);
    require(
        bench.training().result(norm, x, gain, shift),
        normalised(bench.of("x"), key, bench.of("gain"), bench.of("shift"), channel, centred));
    Bench scaled = new Bench();
    require(
        scaled.training().result(norm, scaled.real("x", data), scaled.learned("gain", affine)),
        normalised(bench.of("x"), key, bench.of("gain"), none, channel, centred));
  }

  private static long[] sizes(long... sizes) {
    return sizes;
  }

  @Test
  void batchNormInTrainingTakesTheBatchsStatisticsPerChannel() {
    Normalisation batch = new Normalisation(Kind.BATCH, EPSILON);
    requireNorm(batch, sizes(2, 3, 2, 2), sizes(3), k -> k / 4 % 3, k -> k / 4 % 3);
    requireNorm(batch, sizes(2, 3, 4), sizes(3), k -> k / 4 % 3, k -> k / 4 % 3);
    requireNorm(batch, sizes(4, 3), sizes(3), k -> k % 3, k -> k % 3);
    requireNorm(batch, sizes(2, 2, 2, 1, 2), sizes(2), k -> k / 4 % 2, k -> k / 4 % 2);
  }

  @Test
  void instanceNormTakesStatisticsPerExampleAndChannel() {
    Normalisation instance = new Normalisation(Kind.INSTANCE, EPSILON);
    requireNorm(instance, sizes(2, 3, 2, 2), sizes(3), k -> k / 4, k -> k / 4 % 3);
    requireNorm(instance, sizes(2, 3, 5), sizes(3), k -> k / 5, k -> k / 5 % 3);
  }

  @Test
  void groupNormTakesStatisticsPerExampleAndGroup() {
    Normalisation group = new Normalisation(Kind.GROUP, List.of(-1), 2, EPSILON);
    requireNorm(group, sizes(2, 4, 3), sizes(4), k -> k / 6, k -> k / 3 % 4);
    requireNorm(group, sizes(2, 4, 2, 2), sizes(4, 1, 1), k -> k / 8, k -> k / 4 % 4);
  }

  @Test
  void groupNormMayHaveOneGainAGroup() {
    Normalisation group = new Normalisation(Kind.GROUP, List.of(-1), 2, EPSILON);
    requireNorm(group, sizes(2, 4, 3), sizes(2), k -> k / 6, k -> k / 6 % 2);
  }

  @Test
  void layerNormTakesStatisticsOverItsAxes() {
    Normalisation last = new Normalisation(Kind.LAYER, EPSILON);
    requireNorm(last, sizes(2, 3, 4), sizes(4), k -> k / 4, k -> k % 4);
    Normalisation two = new Normalisation(Kind.LAYER, List.of(-2, -1), 1, EPSILON);
    requireNorm(two, sizes(2, 3, 4), sizes(3, 4), k -> k / 12, k -> k % 12);
    Normalisation channels = new Normalisation(Kind.LAYER, List.of(-3), 1, EPSILON);
    requireNorm(
        channels, sizes(2, 3, 2, 2), sizes(3, 1, 1), k -> k / 12 * 4 + k % 4, k -> k / 4 % 3);
    requireNorm(channels, sizes(2, 3, 2, 2), sizes(3), k -> k / 12 * 4 + k % 4, k -> k / 4 % 3);
  }

  @Test
  void rmsNormDividesByTheRootMeanSquare() {
    Normalisation last = new Normalisation(Kind.RMS, EPSILON);
    requireNorm(last, sizes(2, 3, 4), sizes(4), k -> k / 4, k -> k % 4);
    Normalisation two = new Normalisation(Kind.RMS, List.of(-2, -1), 1, EPSILON);
    requireNorm(two, sizes(2, 3, 4), sizes(3, 4), k -> k / 12, k -> k % 12);
  }

  @Test
  void unitLengthIsInTheNormAskedFor() {
    for (double p : new double[] {1, 2, 3, Double.POSITIVE_INFINITY}) {
      Bench bench = new Bench();
      Node x = bench.real("x", 2, 3);
      double[] expected = bench.of("x").clone();
      for (int k = 0; k < 6; k++) {
        double sum = 0;
        for (int j = k / 3 * 3; j < k / 3 * 3 + 3; j++) {
          double size = Math.abs(bench.of("x")[j]);
          sum = Double.isInfinite(p) ? Math.max(sum, size) : sum + Math.pow(size, p);
        }
        double length = Double.isInfinite(p) ? sum + EPSILON : Math.pow(sum + EPSILON, 1 / p);
        expected[k] /= length;
      }
      require(
          bench.result(new Normalisation(Kind.L2, List.of(-1), 1, EPSILON, List.of(p)), x),
          expected);
    }
  }

  @Test
  void localResponseDividesByThePowerOfNeighbouringChannels() {
    for (int size : new int[] {3, 2}) {
      Bench bench = new Bench();
      Node x = bench.real("x", 1, 4, 2);
      double[] expected = new double[8];
      for (int k = 0; k < 8; k++) {
        int channel = k / 2;
        double sum = 0;
        // ONNX: from c − floor((size − 1)/2) to c + ceil((size − 1)/2).
        for (int c = channel - (size - 1) / 2; c <= channel + size / 2; c++) {
          if (c >= 0 && c < 4) {
            sum += Math.pow(bench.of("x")[c * 2 + k % 2], 2);
          }
        }
        expected[k] = bench.of("x")[k] / Math.pow(1.5 + 0.4 / size * sum, 0.75);
      }
      List<Double> settings = List.of((double) size, 0.4, 0.75, 1.5);
      require(
          bench.result(new Normalisation(Kind.LOCAL_RESPONSE, List.of(), 1, EPSILON, settings), x),
          expected);
    }
  }

  @Test
  void batchNormInEvaluationTakesItsRunningStatistics() {
    Bench bench = new Bench();
    Node x = bench.real("x", 2, 2, 2);
    Node gain = bench.learned("gain", 2);
    Node shift = bench.learned("shift", 2);
    Node mean = bench.learned("running.mean", 2);
    Node variance = bench.real("running.variance", new double[] {0.5, 2}, 2);
    double[] expected = new double[8];
    for (int k = 0; k < 8; k++) {
      int c = k / 2 % 2;
      double std = Math.sqrt((c == 0 ? 0.5 : 2) + EPSILON);
      expected[k] =
          (bench.of("x")[k] - bench.of("running.mean")[c]) / std * bench.of("gain")[c]
              + bench.of("shift")[c];
    }
    require(
        bench.result(new Normalisation(Kind.BATCH, EPSILON), x, gain, shift, mean, variance),
        expected);
  }

  @Test
  void trainingPassMovesRunningStatisticsATenthOfTheWayAndEvaluationDoesNot() {
    LibTorch.load();
    GraphBuilder builder = new GraphBuilder();
    Node x = builder.input("x", Source.Element.REAL, Shape.of(4, 1));
    Node gain = builder.parameter("gain", 1);
    Node shift = builder.parameter("shift", 1);
    Node mean = builder.parameter(Parameter.buffer("mean", Shape.of(1)));
    Node variance = builder.parameter(Parameter.buffer("variance", Shape.of(1)));
    Graph graph =
        builder.build(
            builder.add(
                "y", new Normalisation(Kind.BATCH, EPSILON), x, gain, shift, mean, variance));
    Memory.scoped(
        () -> {
          Tensor average = AbstractTensor.create(new double[] {1}, 1);
          Tensor spread = AbstractTensor.create(new double[] {1}, 1);
          Tensor one = AbstractTensor.create(new double[] {1}, 1);
          Program program =
              new Program(
                  graph,
                  java.util.Map.of("gain", one, "shift", one, "mean", average, "variance", spread),
                  OperandFactors.none(),
                  Precision.FLOAT64,
                  Device.CPU);
          GeneratorOptional generator = new GeneratorOptional(torch.make_generator_cpu(1));
          java.util.Map<String, Tensor> data =
              java.util.Map.of("x", AbstractTensor.create(new double[] {0, 2, 4, 6}, 4, 1));
          program.run(data, new Run(false, generator));
          assertThat(GraphRun.numbers(average).values()).containsExactly(1);
          program.run(data, new Run(true, generator));
          assertThat(GraphRun.numbers(average).values())
              .containsExactly(new double[] {0.9 + 0.1 * 3}, within(1e-12));
          // PyTorch keeps the unbiased variance: 20/3 here.
          assertThat(GraphRun.numbers(spread).values())
              .containsExactly(new double[] {0.9 + 0.1 * 20 / 3}, within(1e-12));
        });
  }
}
