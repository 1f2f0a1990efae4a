package org.etalon.lab.reproduce.architectures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.etalon.document.Value;
import org.etalon.family.ModelReference;
import org.etalon.family.Scope;
import org.etalon.graph.InputException;
import org.etalon.graph.UnknownIdentifierException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleTest {
  private static final String KEYS =
      "{model: 'dag-mlp:CODE,width=8', codes: {count: 30, seed: 4}, base: '0_00_000_1000', batch: 8}";

  @Test
  void theSameSeedDrawsTheSameDifferentConnectedCodes() {
    Sample sample = Sample.of(DagWorld.keys(KEYS));
    assertThat(sample.codes())
        .hasSize(30)
        .doesNotHaveDuplicates()
        .doesNotContain("0_00_000_1000")
        .isEqualTo(Sample.of(DagWorld.keys(KEYS)).codes())
        .isNotEqualTo(Sample.of(DagWorld.keys(KEYS.replace("seed: 4", "seed: 5"))).codes());
    assertThat(sample.codes())
        .allMatch(
            code ->
                ModelReference.parse("dag-mlp:" + code, Scope.CELL).network().depths().hasPath());
  }

  @ParameterizedTest
  @CsvSource({
    "0_12_013, 3(x)1",
    "0_12_003, 3(x)1",
    "0_12_001_2001, 2(x)1+x",
    "0_01_120_2021, 2(x)1+x",
    "2_12_000_0110, 2(2(x)1)1+2(x)1+x",
    "2_01_000_0110, 2(x)1+2(x)1",
    "2_20_000_0110, 2(x)1+2(x)2",
    "3_30_004, 4(3(x)1)1",
    "0_12_003_0200, ''"
  })
  void codesOfOneNetworkAreKnownByWhatTheirOutputAddsUp(String code, String network) {
    assertThat(Codes.network(code)).isEqualTo(network);
  }

  @Test
  void noNetworkIsDrawnTwice() {
    for (String space : List.of("dag-mlp", "nasbench201")) {
      List<String> drawn = Codes.draw(space, 500, 1, "");
      assertThat(drawn.stream().map(Codes::network)).doesNotHaveDuplicates();
    }
  }

  @Test
  void studiesListTheBaseFirst() {
    Value.Mapping keys = DagWorld.keys(KEYS);
    Value.Mapping study = Sample.of(keys).study(keys);
    assertThat(study.entries()).containsOnlyKeys("models", "batch");
    List<Value> models = ((Value.Sequence) study.entries().get("models")).items();
    assertThat(models).hasSize(31);
    assertThat(models.get(0).toString()).contains("dag-mlp:0_00_000_1000,width=8");
  }

  @Test
  void whatCannotBeDrawnIsSaid() {
    assertThatThrownBy(() -> Sample.of(DagWorld.keys(KEYS.replace("CODE", "2_02_002"))))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("CODE");
    assertThatThrownBy(() -> Sample.of(DagWorld.keys(KEYS.replace("dag-mlp", "mlp"))))
        .isInstanceOf(UnknownIdentifierException.class);
    assertThatThrownBy(() -> Sample.of(DagWorld.keys(KEYS.replace("count: 30", "count: 2000"))))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("513");
  }

  /** Σ L_p³ by the formula of the paper's experiments, from its reference lists. */
  @ParameterizedTest
  @CsvSource({
    "dag-mlp:2_21_120_2210, 317",
    "dag-cnn:2_22_222_0112, 1153",
    "nasbench201:3_33_302, 99",
    "nasbench201:3_30_004, 8"
  })
  void pathsInTheCellAreCountedAsThePaperDoes(String model, double sum) {
    assertThat(Math.pow(PathCount.CELL.depth(DagWorld.size(model)), 3))
        .isCloseTo(sum, within(1e-6 * sum));
  }

  @Test
  void theLawCarriesRatesByTheRootOfTheSums() {
    assertThat(DagWorld.byPaths("dag-mlp:2_21_120_2210", "dag-mlp:0_00_000_1000"))
        .isCloseTo(0.5 * 0.29184499580648465, within(1e-9));
  }
}
