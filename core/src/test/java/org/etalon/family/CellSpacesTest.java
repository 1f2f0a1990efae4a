package org.etalon.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.etalon.depth.DepthMeasure;
import org.etalon.depth.Magnitude;
import org.etalon.depth.PathMoments;
import org.etalon.graph.InputException;
import org.etalon.tensor.Network;
import org.etalon.tensor.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CellSpacesTest {
  private static List<String> lines(String resource) throws IOException {
    try (InputStream file = CellSpacesTest.class.getResourceAsStream(resource);
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(Objects.requireNonNull(file), StandardCharsets.UTF_8))) {
      return lines.lines().skip(1).toList();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "nasbench201, nasbench201_paths.csv, 1",
    "dag-mlp, dag_n5_paths.csv, 3",
    "dag-cnn, dag_n5_paths.csv, 3"
  })
  void cellsCountPathsAsTheExperimentsOfChenDo(String space, String resource, long base)
      throws IOException {
    List<String> lines = lines(resource);
    assertThat(lines).hasSize(2000);
    for (String line : lines) {
      String[] expected = line.split(",", -1);
      Network cell = ModelReference.parse(space + ":" + expected[0], Scope.CELL).network();
      PathMoments moments = cell.depths().moments();

      assertThat(moments.count()).as(line).isEqualTo(new BigInteger(expected[1]));
      assertThat(moments.sumDepth()).as(line).isEqualTo(new BigInteger(expected[2]));
      assertThat(moments.sumDepthCubed()).as(line).isEqualTo(new BigInteger(expected[3]));
      if (expected[4].isEmpty()) {
        assertThat(cell.depths().hasPath()).as(line).isFalse();
        assertThat(cell.findings()).as(line).isNotEmpty();
      } else {
        // η ∝ depth^(−3/2) with depth the path-sum, relative to a chain of base layers.
        Magnitude depth = cell.depths().get(DepthMeasure.PATH_SUM).orElseThrow();
        double scale = Magnitude.of((double) base).over(depth).power(1.5).toDouble();
        assertThat(scale).as(line).isCloseTo(Double.parseDouble(expected[4]), within(1e-12));
      }
    }
  }

  @Test
  void aWholeNasBenchNetworkHasItsCellsPathsToThePowerOfTheirNumber() {
    // 3_24_440: from the input two edges reach node 2, one of them through node 1; the same for 3.
    BigInteger perCell =
        ModelReference.parse("nasbench201:3_24_440", Scope.CELL)
            .network()
            .depths()
            .moments()
            .count();
    Network network = ModelReference.parse("nasbench201:3_24_440,cells=5").network();

    // 15 cells, and two residual reductions of two paths each.
    assertThat(network.depths().moments().count())
        .isEqualTo(perCell.pow(15).multiply(BigInteger.valueOf(4)));
  }

  @Test
  void theSpacesOwnNotationNamesTheSameCellAsItsDigits() {
    String words =
        "nasbench201:|nor_conv_3x3~0|+|nor_conv_1x1~0|avg_pool_3x3~1|"
            + "+|avg_pool_3x3~0|avg_pool_3x3~1|none~2|,width=8";

    assertThat(ModelReference.parse(words).text()).isEqualTo("nasbench201:3_24_440,width=8");
  }

  @Test
  void aNasBenchNetworkHasThePublishedNumberOfParameters() {
    // All edges conv3×3: the largest network of the space, 1.531 million in the authors' table,
    // where classifier and norms are counted too.
    Network largest = ModelReference.parse("nasbench201:3_33_333").network();
    Network smallest = ModelReference.parse("nasbench201:1_11_111").network();

    assertThat(largest.scalars().doubleValue() / 1e6).isCloseTo(1.531, within(0.001));
    assertThat(smallest.scalars().doubleValue() / 1e6).isCloseTo(0.073, within(0.001));
  }

  @Test
  void tensorsOffEveryPathAreNotPartOfANetwork() {
    // Node 1 is reached by a convolution but nothing leaves it.
    Network network = ModelReference.parse("nasbench201:3_10_100,cells=1").network();

    assertThat(network.tensors()).extracting(Tensor::name).noneMatch(n -> n.contains(".layers."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nasbench201:0_00_000", "dag-mlp:0_00_022", "dag-cnn:2_20_000"})
  void aCellThatNothingPassesHasNoDepthAndSaysSo(String reference) {
    for (Scope scope : Scope.values()) {
      Network network = ModelReference.parse(reference, scope).network();

      assertThat(network.depths().hasPath()).isFalse();
      assertThat(network.depths().get(DepthMeasure.MINIMAL_PATH)).isEmpty();
      assertThat(network.findings()).isNotEmpty();
    }
  }

  @Test
  void onlySearchSpacesHaveCells() {
    assertThatThrownBy(() -> ModelReference.parse("resnet-18", Scope.CELL))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("resnet-18")
        .hasMessageContaining("cell")
        .hasMessageContaining("nasbench201");
  }

  @Test
  @Tag("full")
  void everyCellOfNasBench201CanBeBuiltAndAnalysed() {
    for (int i = 0; i < 15_625; i++) {
      String digits = String.format("%6s", Integer.toString(i, 5)).replace(' ', '0');
      String code = digits.charAt(0) + "_" + digits.substring(1, 3) + "_" + digits.substring(3);
      Network network = ModelReference.parse("nasbench201:" + code).network();
      Network cell = ModelReference.parse("nasbench201:" + code, Scope.CELL).network();

      assertThat(network.depths().moments().count())
          .as(code)
          .isEqualTo(cell.depths().moments().count().pow(15).multiply(BigInteger.valueOf(4)));
    }
  }
}
