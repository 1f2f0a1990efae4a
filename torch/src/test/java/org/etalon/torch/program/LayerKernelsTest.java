package org.etalon.torch.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.etalon.torch.program.Bench.require;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.etalon.graph.InputException;
import org.etalon.graph.Layer;
import org.etalon.graph.Layer.Layout;
import org.etalon.graph.Node;
import org.etalon.torch.program.Naive.Windows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Layers compute their definition, and their derivatives are its derivatives. */
class LayerKernelsTest {
  private static final double[] NONE = {};

  @ParameterizedTest
  @CsvSource({"OUT_IN,false", "OUT_IN,true", "IN_OUT,false", "IN_OUT,true"})
  void linearLayerMultipliesRowsByItsWeightInEitherLayout(Layout layout, boolean bias) {
    Bench bench = new Bench();
    Node x = bench.real("x", 2, 2, 3);
    boolean outIn = layout == Layout.OUT_IN;
    Node w = outIn ? bench.learned("w", 4, 3) : bench.learned("w", 3, 4);
    double[] expected = new double[16];
    for (int row = 0; row < 4; row++) {
      for (int o = 0; o < 4; o++) {
        for (int i = 0; i < 3; i++) {
          double weight = bench.of("w")[outIn ? o * 3 + i : i * 4 + o];
          expected[row * 4 + o] += bench.of("x")[row * 3 + i] * weight;
        }
      }
    }
    Layer.Linear linear = new Layer.Linear(layout);
    if (!bias) {
      require(bench.result(linear, x, w), expected);
      return;
    }
    Node b = bench.learned("b", 4);
    for (int k = 0; k < 16; k++) {
      expected[k] += bench.of("b")[k % 4];
    }
    require(bench.result(linear, x, w, b), expected);
  }

  @ParameterizedTest
  @CsvSource({"OUT_IN,-2", "IN_OUT,-2", "OUT_IN,-3", "IN_OUT,-3"})
  void linearLayerSumsOverAnyAxis(Layout layout, int contracted) {
    Bench bench = new Bench();
    Node x = bench.real("x", 3, 3, 2);
    boolean outIn = layout == Layout.OUT_IN;
    Node w = outIn ? bench.learned("w", 4, 3) : bench.learned("w", 3, 4);
    boolean middle = contracted == -2;
    int[] ys = middle ? new int[] {3, 4, 2} : new int[] {4, 3, 2};
    double[] expected = new double[24];
    Naive.each(
        ys,
        y -> {
          for (int i = 0; i < 3; i++) {
            int[] from = y.clone();
            int o = from[middle ? 1 : 0];
            from[middle ? 1 : 0] = i;
            expected[Naive.flat(ys, y)] +=
                bench.of("x")[Naive.flat(new int[] {3, 3, 2}, from)]
                    * bench.of("w")[outIn ? o * 3 + i : i * 4 + o];
          }
        });
    require(bench.result(new Layer.Linear(layout, contracted), x, w), expected);
  }

  @ParameterizedTest
  @CsvSource({"OUT_IN,-1", "IN_OUT,-1", "OUT_IN,-2", "IN_OUT,-2"})
  void linearLayerTakesABatchOfMatrices(Layout layout, int contracted) {
    Bench bench = new Bench();
    Node x = bench.real("x", 2, 3, 3);
    boolean outIn = layout == Layout.OUT_IN;
    Node w = outIn ? bench.learned("w", 2, 4, 3) : bench.learned("w", 2, 3, 4);
    int[] ys = contracted == -1 ? new int[] {2, 3, 4} : new int[] {2, 4, 3};
    double[] expected = new double[24];
    Naive.each(
        ys,
        y -> {
          int o = contracted == -1 ? y[2] : y[1];
          for (int i = 0; i < 3; i++) {
            double data =
                bench.of("x")[contracted == -1 ? y[0] * 9 + y[1] * 3 + i : y[0] * 9 + i * 3 + y[2]];
            double weight = bench.of("w")[outIn ? y[0] * 12 + o * 3 + i : y[0] * 12 + i * 4 + o];
            expected[Naive.flat(ys, y)] += data * weight;
          }
        });
    require(bench.result(new Layer.Linear(layout, contracted), x, w), expected);
  }

  @Test
  void linearLayerOfAVectorIsADotProduct() {
    for (Layout layout : Layout.values()) {
      Bench bench = new Bench();
      Node x = bench.real("x", 2, 3);
      Node w = bench.learned("w", 3);
      double[] expected = new double[2];
      for (int k = 0; k < 6; k++) {
        expected[k / 3] += bench.of("x")[k] * bench.of("w")[k % 3];
      }
      require(bench.result(new Layer.Linear(layout), x, w), expected);
    }
  }

  @Test
  void embeddingTakesRowsOfItsTableWhateverTheRowsAre() {
    for (long[] row : List.of(new long[] {3}, new long[] {2, 2}, new long[] {})) {
      Bench bench = new Bench();
      Node ids = bench.whole("ids", new long[] {4, 0, 0, 2}, 2, 2);
      long[] table = new long[row.length + 1];
      table[0] = 5;
      System.arraycopy(row, 0, table, 1, row.length);
      Node w = bench.learned("w", table);
      int width = (int) Arrays.stream(row).reduce(1, (a, b) -> a * b);
      double[] expected = new double[4 * width];
      long[] rows = {4, 0, 0, 2};
      for (int k = 0; k < expected.length; k++) {
        expected[k] = bench.of("w")[(int) rows[k / width] * width + k % width];
      }
      require(bench.result(new Layer.Embedding(), ids, w), expected);
    }
  }

  @Test
  void identifierOutsideTheTableIsRefusedByName() {
    for (long bad : new long[] {5, -1}) {
      Bench bench = new Bench();
      Node ids = bench.whole("ids", new long[] {0, bad}, 2);
      Node w = bench.learned("w", 5, 3);
      GraphRun run = bench.result(new Layer.Embedding(), ids, w);
      assertThatThrownBy(run::result)
          .isInstanceOf(InputException.class)
          .hasMessageContaining("result");
    }
  }

  @Test
  void contractionIsItsEinsteinSum() {
    Bench bench = new Bench();
    Node x = bench.real("x", 2, 3, 2);
    Node w = bench.learned("w", 2, 3, 2);
    double[] expected = new double[2 * 3 * 2];
    Naive.each(
        new int[] {2, 3, 2, 2},
        i ->
            expected[i[0] * 6 + i[1] * 2 + i[3]] +=
                bench.of("x")[i[0] * 6 + i[1] * 2 + i[2]]
                    * bench.of("w")[i[3] * 6 + i[1] * 2 + i[2]]);
    require(bench.result(new Layer.Contraction("bhi", "ohi", "bho"), x, w), expected);
  }

  /** One convolution. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Case(
      long[] data,
      long[] kernel,
      Windows windows,
      int groups,
      Layer.Padding padding,
      boolean bias) {
    @Override
    public String toString() {
      return Arrays.toString(data)
          + " by "
          + Arrays.toString(kernel)
          + " stride "
          + Arrays.toString(windows.stride())
          + " pads "
          + Arrays.toString(windows.begin())
          + Arrays.toString(windows.end())
          + " dilation "
          + Arrays.toString(windows.dilation())
          + " groups "
          + groups
          + " "
          + padding;
    }
  }

  private static long[] sizes(long... sizes) {
    return sizes;
  }

  static Stream<Case> convolutions() {
    Layer.Padding zeros = Layer.Padding.ZEROS;
    Layer.Padding torus = Layer.Padding.CIRCULAR;
    return Stream.of(
        new Case(sizes(2, 2, 6), sizes(3, 2, 3), Windows.of(1, 1, 1, 1), 1, zeros, true),
        new Case(sizes(2, 2, 7), sizes(4, 1, 2), Windows.of(2, 0, 2, 1), 2, zeros, false),
        new Case(sizes(1, 2, 6), sizes(2, 2, 3), Windows.of(1, 2, 1, 1), 1, torus, true),
        new Case(sizes(2, 2, 4, 5), sizes(3, 2, 3, 2), Windows.of(1, 1, 1, 2), 1, zeros, true),
        new Case(sizes(1, 4, 5, 5), sizes(4, 1, 3, 3), Windows.of(2, 1, 1, 2), 4, zeros, true),
        new Case(sizes(1, 4, 4, 4), sizes(6, 2, 2, 2), Windows.of(1, 0, 2, 2), 2, zeros, false),
        new Case(
            sizes(1, 2, 4, 5),
            sizes(2, 2, 3, 3),
            new Windows(new int[] {1, 2}, new int[] {0, 2}, new int[] {1, 1}, new int[] {1, 1}),
            1,
            zeros,
            true),
        new Case(
            sizes(1, 2, 5, 5),
            sizes(2, 2, 2, 2),
            new Windows(new int[] {1, 1}, new int[] {-1, 0}, new int[] {0, -1}, new int[] {1, 1}),
            1,
            zeros,
            false),
        new Case(sizes(1, 2, 4, 4), sizes(2, 2, 3, 3), Windows.of(1, 1, 1, 2), 1, torus, true),
        new Case(
            sizes(1, 2, 4, 5),
            sizes(2, 2, 3, 3),
            new Windows(new int[] {2, 1}, new int[] {1, 0}, new int[] {0, 2}, new int[] {1, 2}),
            1,
            torus,
            false),
        new Case(
            sizes(1, 2, 3, 3, 4), sizes(2, 2, 2, 3, 2), Windows.of(1, 1, 1, 3), 1, zeros, true),
        new Case(
            sizes(1, 2, 3, 3, 3), sizes(2, 1, 2, 2, 2), Windows.of(2, 1, 1, 3), 2, torus, true));
  }

  @ParameterizedTest
  @MethodSource("convolutions")
  void convolutionIsItsDefinition(Case c) {
    Bench bench = new Bench();
    Node x = bench.real("x", c.data);
    Node w = bench.learned("w", c.kernel);
    Node b = bench.learned("b", c.kernel[0]);
    double[] expected =
        Naive.convolution(
            bench.of("x"),
            Naive.ints(c.data),
            bench.of("w"),
            Naive.ints(c.kernel),
            c.bias ? bench.of("b") : NONE,
            c.windows,
            c.groups,
            c.padding == Layer.Padding.CIRCULAR);
    Layer layer = layer(c, false, new int[c.data.length - 2]);
    require(c.bias ? bench.result(layer, x, w, b) : unbiased(c, layer), expected);
  }

  private static GraphRun unbiased(Case c, Layer layer) {
    Bench bench = new Bench();
    return bench.result(layer, bench.real("x", c.data), bench.learned("w", c.kernel));
  }

  private static Layer layer(Case c, boolean transposed, int[] extra) {
    return new Layer.Convolution(
        list(c.windows.stride()),
        list(c.windows.begin()),
        list(c.windows.end()),
        list(c.windows.dilation()),
        c.groups,
        c.padding,
        transposed,
        list(extra));
  }

  private static List<Integer> list(int[] values) {
    return Arrays.stream(values).boxed().toList();
  }

  static Stream<Case> transposedConvolutions() {
    Layer.Padding zeros = Layer.Padding.ZEROS;
    return Stream.of(
        new Case(sizes(2, 2, 4), sizes(2, 3, 3), Windows.of(2, 1, 1, 1), 1, zeros, true),
        new Case(sizes(1, 2, 3, 3), sizes(2, 2, 2, 2), Windows.of(2, 0, 1, 2), 1, zeros, false),
        new Case(sizes(1, 4, 3, 2), sizes(4, 1, 3, 3), Windows.of(3, 1, 1, 2), 2, zeros, true),
        new Case(
            sizes(1, 2, 3, 3),
            sizes(2, 2, 3, 3),
            new Windows(new int[] {2, 2}, new int[] {0, 1}, new int[] {1, 0}, new int[] {1, 2}),
            1,
            zeros,
            true),
        new Case(
            sizes(1, 2, 2, 2, 2), sizes(2, 1, 2, 2, 2), Windows.of(2, 0, 1, 3), 1, zeros, true));
  }

  @ParameterizedTest
  @MethodSource("transposedConvolutions")
  void transposedConvolutionIsItsDefinition(Case c) {
    int axes = c.data.length - 2;
    for (int more : new int[] {0, 1}) {
      int[] extra = new int[axes];
      extra[axes - 1] = more;
      Bench bench = new Bench();
      Node x = bench.real("x", c.data);
      Node w = bench.learned("w", c.kernel);
      Node b = bench.learned("b", c.kernel[1] * c.groups);
      double[] expected =
          Naive.transposed(
              bench.of("x"),
              Naive.ints(c.data),
              bench.of("w"),
              Naive.ints(c.kernel),
              c.bias ? bench.of("b") : NONE,
              c.windows,
              c.groups,
              extra);
      Layer layer = layer(c, true, extra);
      require(c.bias ? bench.result(layer, x, w, b) : unbiased(c, layer), expected);
    }
  }

  @Test
  void fourSpatialAxesAreRefused() {
    Bench bench = new Bench();
    Node x = bench.real("x", 1, 1, 2, 2, 2, 2);
    Node w = bench.learned("w", 1, 1, 1, 1, 1, 1);
    GraphRun run = bench.result(Layer.Convolution.square(4, 1, 0, Layer.Padding.ZEROS), x, w);
    assertThatThrownBy(run::result)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("4 spatial axes");
    assertThat(run).isNotNull();
  }
}
