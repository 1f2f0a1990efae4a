package org.etalon.lab.correlation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.etalon.lab.fit.Interval;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CorrelationTest {
  private static final double CONFIDENCE = 0.9;
  private static final double[] X = {1, 2, 3, 4, 5};
  private static final double[] Y = {2, 1, 4, 3, 7};

  @Test
  void coefficientsAreThoseOfTheTextbook() {
    // Σdxdy = 12, Σdx² = 10, Σdy² = 21.2.
    assertThat(value(Correlation.Kind.PEARSON, X, Y)).isCloseTo(12 / Math.sqrt(212), within(1e-12));
    // 1 − 6·Σd²/(n(n² − 1)) with Σd² = 4.
    assertThat(value(Correlation.Kind.SPEARMAN, X, Y)).isCloseTo(0.8, within(1e-12));
    // Two of ten pairs disagree.
    assertThat(value(Correlation.Kind.KENDALL, X, Y)).isCloseTo(0.6, within(1e-12));
  }

  @Test
  void kendallTakesTiesOutOfAccount() {
    double[] tied = {1, 1, 2, 3};
    double[] other = {1, 2, 2, 3};
    // Four pairs agree; five differ in each.
    assertThat(value(Correlation.Kind.KENDALL, tied, other)).isCloseTo(0.8, within(1e-12));
  }

  @Test
  void intervalsAreThoseOfTheirFormulas() {
    Interval fisher = interval(Correlation.Kind.PEARSON, X, Y);
    double z = 0.5 * Math.log((1 + 12 / Math.sqrt(212)) / (1 - 12 / Math.sqrt(212)));
    assertThat(fisher.high()).isCloseTo(Math.tanh(z + 1.6448536 / Math.sqrt(2)), within(1e-6));
    Interval wright = interval(Correlation.Kind.SPEARMAN, X, Y);
    double error = Math.sqrt((1 + 0.32) / 2);
    double w = 0.5 * Math.log(1.8 / 0.2);
    assertThat(wright.low()).isCloseTo(Math.tanh(w - 1.6448536 * error), within(1e-6));
  }

  @ParameterizedTest
  @EnumSource
  void perfectCorrelationHasNoInterval(Correlation.Kind kind) {
    Correlation one = Correlation.of(kind, X, new double[] {2, 4, 6, 8, 10}, CONFIDENCE);
    assertThat(one.value().orElseThrow()).isCloseTo(1, within(1e-12));
    assertThat(one.interval()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void whatDoesNotVaryCorrelatesWithNothing(Correlation.Kind kind) {
    Correlation none = Correlation.of(kind, X, new double[] {3, 3, 3, 3, 3}, CONFIDENCE);
    assertThat(none.value()).isEmpty();
    assertThat(none.interval()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void ordersTurnedRoundTurnTheSign(Correlation.Kind kind) {
    double[] turned = Arrays.stream(Y).map(y -> -y).toArray();
    assertThat(value(kind, X, turned)).isCloseTo(-value(kind, X, Y), within(1e-12));
  }

  /**
   * Normal pairs of known correlation; {@code steps} rounds both to such steps, which makes ties.
   * Without ties the truths are ρ, 6/π·asin(ρ/2) and 2/π·asin(ρ).
   */
  @ParameterizedTest(name = "{0}, rho {1}, {2} pairs")
  @CsvSource({
    "PEARSON, 0.0, 12", "PEARSON, 0.6, 24", "PEARSON, 0.9, 16",
    "SPEARMAN, 0.0, 12", "SPEARMAN, 0.6, 24", "SPEARMAN, 0.9, 16",
    "KENDALL, 0.0, 12", "KENDALL, 0.6, 24", "KENDALL, 0.9, 16"
  })
  void intervalsHoldTheTruthAsOftenAsTheySay(Correlation.Kind kind, double rho, int pairs) {
    double truth =
        switch (kind) {
          case PEARSON -> rho;
          case SPEARMAN -> 6 / Math.PI * Math.asin(rho / 2);
          case KENDALL -> 2 / Math.PI * Math.asin(rho);
        };
    double covered = coverage(kind, rho, pairs, 0, truth);
    // Kendall's jackknife errs on the safe side.
    assertThat(covered).isBetween(0.87, kind == Correlation.Kind.KENDALL ? 0.98 : 0.94);
  }

  @ParameterizedTest
  @EnumSource
  void intervalsCoverWithTiesToo(Correlation.Kind kind) {
    double[][] many = pairs(new Random(7), 0.6, 3000, 0.5);
    double truth = value(kind, many[0], many[1]);
    assertThat(coverage(kind, 0.6, 24, 0.5, truth)).isBetween(0.86, 0.95);
  }

  private static double coverage(
      Correlation.Kind kind, double rho, int pairs, double steps, double truth) {
    Random random = new Random(20240229);
    int runs = 800;
    int held = 0;
    for (int run = 0; run < runs; run++) {
      double[][] xy = pairs(random, rho, pairs, steps);
      held += interval(kind, xy[0], xy[1]).contains(truth) ? 1 : 0;
    }
    return (double) held / runs;
  }

  private static double[][] pairs(Random random, double rho, int count, double steps) {
    double[][] xy = new double[2][count];
    for (int i = 0; i < count; i++) {
      double x = random.nextGaussian();
      double y = rho * x + Math.sqrt(1 - rho * rho) * random.nextGaussian();
      xy[0][i] = steps > 0 ? Math.rint(x / steps) : x;
      xy[1][i] = steps > 0 ? Math.rint(y / steps) : y;
    }
    return xy;
  }

  private static double value(Correlation.Kind kind, double[] x, double[] y) {
    return Correlation.of(kind, x, y, CONFIDENCE).value().orElseThrow();
  }

  private static Interval interval(Correlation.Kind kind, double[] x, double[] y) {
    return Correlation.of(kind, x, y, CONFIDENCE).interval().orElseThrow();
  }
}
