package org.etalon.torch.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.etalon.family.ModelReference;
import org.etalon.graph.InputException;
import org.etalon.lab.fit.Interval;
import org.etalon.torch.probe.RandomBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JudgementTest {
  private static final ModelReference MLP = ModelReference.parse("mlp");

  @ParameterizedTest
  @CsvSource({
    "FLAT, -0.1, 0.2, PASSES",
    "FLAT, 0.1, 0.4, UNDECIDED",
    "FLAT, 0.3, 0.7, FAILS",
    "FLAT, -0.7, -0.3, FAILS",
    "FLAT, -1, 1, UNDECIDED",
    "NOT_GROWING, -0.7, -0.3, PASSES",
    "NOT_GROWING, -3, 0.2, PASSES",
    "NOT_GROWING, 0.1, 0.3, UNDECIDED",
    "NOT_GROWING, 0.3, 0.4, FAILS",
    "NONE, 3, 4, NOT_JUDGED"
  })
  void onlyAWholeIntervalDecides(
      Expectation expectation, double low, double high, Judgement judgement) {
    Interval interval = new Interval(low, high, 0.95);
    assertThat(Criterion.standard().of(expectation, Optional.of(interval))).isEqualTo(judgement);
  }

  @Test
  void theSlopeOfAPowerLawIsItsExponentForEverySeed() {
    double[][] sizes = {{2, 3}, {4, 6}, {8, 12}};
    SlopeOverSeeds.Slope slope = SlopeOverSeeds.of(List.of(16, 32, 64), sizes, 0.95).orElseThrow();
    assertThat(slope.value()).isCloseTo(1, within(1e-12));
    assertThat(slope.interval().orElseThrow().high()).isCloseTo(1, within(1e-9));
  }

  @Test
  void seedsThatDisagreeWidenTheInterval() {
    double[][] sizes = {{1, 1, 1}, {2, 4, 1}};
    Interval interval =
        SlopeOverSeeds.of(List.of(8, 16), sizes, 0.95).orElseThrow().interval().orElseThrow();
    assertThat(interval.contains(1)).isTrue();
    // Student's t on two degrees of freedom is 4.303; slopes 1, 2, 0 have standard error 1/√3.
    assertThat(interval.high()).isCloseTo(1 + 4.3027 / Math.sqrt(3), within(1e-3));
  }

  @Test
  void sizesWithoutALogarithmHaveNoSlope() {
    assertThat(SlopeOverSeeds.of(List.of(8, 16), new double[][] {{0, 1}, {1, 1}}, 0.95)).isEmpty();
    double[][] exploded = {{1, 1}, {1, Double.POSITIVE_INFINITY}};
    assertThat(SlopeOverSeeds.of(List.of(8, 16), exploded, 0.95)).isEmpty();
  }

  @Test
  void valuesAreSortedAndComeOnce() {
    assertThat(Variation.parse(MLP, "width=64, 16,32,16").values()).containsExactly(16, 32, 64);
  }

  @ParameterizedTest
  @ValueSource(strings = {"width", "width=", "=8,16", "width=8,x", "width=8,-16", "width=0,8"})
  void malformedVariationsAreRefused(String text) {
    assertThatThrownBy(() -> Variation.parse(MLP, text)).isInstanceOf(InputException.class);
  }

  @Test
  void oneSizeOrOneSeedIsTooFew() {
    assertThatThrownBy(() -> Variation.parse(MLP, "width=64"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no slope");
    assertThatThrownBy(() -> new Sampling(3, 1, new RandomBatch(8), 0))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("one seed has no scatter");
  }
}
