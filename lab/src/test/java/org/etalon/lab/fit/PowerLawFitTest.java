package org.etalon.lab.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.etalon.graph.InputException;
import org.junit.jupiter.api.Test;

class PowerLawFitTest {
  private static final double E = Math.E;

  /** At log x = 0, 1, 2, 3: log y = 1, 3, 4, 8. */
  private static final PowerLawFit FOUR = fit(1, 3, 4, 8);

  @Test
  void anExactPowerLawIsFoundWithoutUncertainty() {
    PowerLawFit fit =
        PowerLawFit.of(
            DoubleStream.of(4, 8, 16, 32)
                .mapToObj(x -> Point.ofSize(x, 3 * Math.pow(x, -1.5)))
                .toList());

    assertThat(fit.exponent()).isCloseTo(-1.5, within(1e-12));
    assertThat(fit.intercept()).isCloseTo(Math.log(3), within(1e-12));
    Interval interval = fit.exponentInterval(0.9).orElseThrow();
    assertThat(interval.high() - interval.low()).isLessThan(1e-12);
    assertThat(fit.predict(64).logY()).isCloseTo(Math.log(3 * Math.pow(64, -1.5)), within(1e-12));
  }

  /**
   * By hand: mean of log x 1.5, of log y 4; Sxx = 5, Sxy = 11, so b = 2.2 and a = 0.7; residuals
   * 0.3, 0.1, −1.1, 0.7; Σr² = 1.8 on 2 degrees of freedom, s² = 0.9; Var b = 0.9/5; t(0.95; 2) =
   * 2.919986.
   */
  @Test
  void aLineThroughFourPointsIsThatComputedByHand() {
    assertThat(FOUR.exponent()).isCloseTo(2.2, within(1e-12));
    assertThat(FOUR.intercept()).isCloseTo(0.7, within(1e-12));
    assertThat(FOUR.residuals()).containsExactly(new double[] {0.3, 0.1, -1.1, 0.7}, within(1e-12));
    assertThat(FOUR.residualDeviation()).hasValueCloseTo(Math.sqrt(0.9), within(1e-12));
    assertThat(FOUR.misfit()).hasValueCloseTo(Math.sqrt(0.9), within(1e-9));
    Estimate exponent = FOUR.exponentEstimate().orElseThrow();
    assertThat(exponent.standardError()).isCloseTo(Math.sqrt(0.18), within(1e-12));
    assertThat(exponent.degreesOfFreedom()).isEqualTo(2);
    assertThat(FOUR.exponentInterval(0.9).orElseThrow().low())
        .isCloseTo(2.2 - 2.919986 * Math.sqrt(0.18), within(1e-6));
    assertThat(FOUR.interceptEstimate().orElseThrow().standardError())
        .isCloseTo(Math.sqrt(0.9 * (0.25 + 2.25 / 5)), within(1e-12));
  }

  /** At log x = 4: 9.5; the line's variance is s²(1/4 + 2.5²/5), a new point's has s² on top. */
  @Test
  void aPredictionIsMoreUncertainForANewPointThanForTheLine() {
    Prediction prediction = FOUR.predict(Math.pow(E, 4));

    assertThat(prediction.logY()).isCloseTo(9.5, within(1e-12));
    assertThat(prediction.extrapolated()).isTrue();
    assertThat(prediction.line().orElseThrow().standardError())
        .isCloseTo(Math.sqrt(0.9 * 1.5), within(1e-9));
    assertThat(prediction.point().orElseThrow().standardError())
        .isCloseTo(Math.sqrt(0.9 * 2.5), within(1e-9));
    assertThat(FOUR.predict(E).extrapolated()).isFalse();
  }

  @Test
  void equalStatedErrorsOfAnySizeChangeNoInterval() {
    Interval none = FOUR.exponentInterval(0.9).orElseThrow();
    for (double error : new double[] {1e-9, 0.01, 1, 1e6}) {
      Interval stated = withErrors(FOUR, error, error, error, error).exponentInterval(0.9).get();
      assertThat(stated.low()).isCloseTo(none.low(), within(1e-9));
      assertThat(stated.high()).isCloseTo(none.high(), within(1e-9));
    }
  }

  @Test
  void oneMissingErrorMeansThatNoneIsUsed() {
    PowerLawFit fit = withErrors(FOUR, 0.1, 0, 0.5, 0.01);

    assertThat(fit.usesStatedErrors()).isFalse();
    assertThat(fit.exponent()).isEqualTo(FOUR.exponent());
    assertThat(fit.reducedChiSquared()).isEmpty();
  }

  @Test
  void badlyMeasuredPointsWeighLess() {
    PowerLawFit fit = withErrors(fit(0, 1, 2, 9), 0.01, 0.01, 0.012, 6);

    assertThat(fit.exponent()).isCloseTo(1, within(0.2));
    assertThat(fit.misfit()).hasValue(0);
  }

  /** Weighted sums written out: Σw(x−x̄)(y−ȳ)/Σw(x−x̄)² with weights 1/s². */
  @Test
  void reducedChiSquaredIsThatOfTheTextbookWeightedLine() {
    double[] x = {0, 1, 2, 3};
    double[] y = {1, 3, 4, 8};
    double[] s = {0.5, 1, 0.7, 2};
    double w = 0;
    double wx = 0;
    double wy = 0;
    double wxx = 0;
    double wxy = 0;
    for (int i = 0; i < 4; i++) {
      double weight = 1 / (s[i] * s[i]);
      w += weight;
      wx += weight * x[i];
      wy += weight * y[i];
      wxx += weight * x[i] * x[i];
      wxy += weight * x[i] * y[i];
    }
    double slope = (w * wxy - wx * wy) / (w * wxx - wx * wx);
    double intercept = (wy - slope * wx) / w;
    double chiSquared = 0;
    for (int i = 0; i < 4; i++) {
      chiSquared += Math.pow((y[i] - intercept - slope * x[i]) / s[i], 2);
    }

    assertThat(withErrors(FOUR, s).reducedChiSquared())
        .hasValueCloseTo(chiSquared / 2, within(1e-12));
  }

  /** The defining equation Σ r²/(s² + τ²) = n − 2, about the line weighted that way. */
  @Test
  void misfitExplainsTheScatterThatStatedErrorsDoNot() {
    double[] s = {0.1, 0.3, 0.2, 0.1};
    double misfit = withErrors(FOUR, s).misfit().orElseThrow();

    double[] widened = DoubleStream.of(s).map(error -> Math.hypot(error, misfit)).toArray();
    assertThat(misfit).isBetween(0.5, 1.5);
    assertThat(withErrors(FOUR, widened).reducedChiSquared()).hasValueCloseTo(1.0, within(1e-6));
  }

  @Test
  void exponentDoesNotDependOnUnitsNorOnTheOrderOfPoints() {
    Random random = new Random(3);
    List<Point> points =
        DoubleStream.of(4, 6, 8, 12, 16)
            .mapToObj(x -> new Point(x, -Math.log(x) + random.nextGaussian(), random.nextDouble()))
            .toList();
    List<Point> inOtherUnits =
        points.stream()
            .sorted((a, b) -> Double.compare(b.x(), a.x()))
            .map(p -> new Point(p.x() * 1000, p.logY() + 7, p.standardError()))
            .toList();

    Interval one = PowerLawFit.of(points).exponentInterval(0.95).orElseThrow();
    Interval other = PowerLawFit.of(inOtherUnits).exponentInterval(0.95).orElseThrow();

    assertThat(other.low()).isCloseTo(one.low(), within(1e-7));
    assertThat(other.high()).isCloseTo(one.high(), within(1e-7));
  }

  @Test
  void twoPointsGiveALineButNoInterval() {
    PowerLawFit fit = fit(1, 2);

    assertThat(fit.exponent()).isCloseTo(1, within(1e-12));
    assertThat(fit.exponentInterval(0.9)).isEmpty();
    assertThat(fit.residualDeviation()).isEmpty();
    assertThat(fit.misfit()).isEmpty();
    assertThat(fit.curvature()).isEmpty();
    assertThat(fit.predict(4).line()).isEmpty();
    assertThat(fit.predict(1).logY()).isCloseTo(1, within(1e-12));
  }

  /** log y = (log x)² at log x = −1, 0, 1, 2 up to ±0.01: far from straight. */
  @Test
  void curvatureIsTheCoefficientOfTheSquare() {
    List<Point> points =
        List.of(
            Point.of(1 / E, 1.01),
            Point.of(1, -0.01),
            Point.of(E, 0.99),
            Point.of(E * E, 4.01),
            Point.of(E * E * E, 9.01),
            Point.of(E * E * E * E, 15.99));

    Estimate bend = PowerLawFit.of(points).curvature().orElseThrow();

    assertThat(bend.value()).isCloseTo(1, within(0.01));
    assertThat(bend.degreesOfFreedom()).isEqualTo(3);
    assertThat(bend.pValueOf(0)).isLessThan(1e-4);
    assertThat(FOUR.curvature().orElseThrow().pValueOf(0)).isGreaterThan(0.1);
  }

  @Test
  void noSlopeIsMadeUpFromOnePointOrOneSize() {
    assertThatThrownBy(() -> fit(1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("1 points");
    assertThatThrownBy(() -> PowerLawFit.of(List.of(Point.of(8, 1), Point.of(8, 2))))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("x = 8.0");
  }

  @Test
  void valuesWithoutALogarithmAreRefusedByName() {
    assertThatThrownBy(() -> Point.ofSize(8, Double.POSITIVE_INFINITY))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("x = 8.0")
        .hasMessageContaining("Infinity");
    assertThatThrownBy(() -> Point.ofSize(8, 0)).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> Point.of(8, Double.NaN)).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> Point.of(0, 1)).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> new Point(8, 1, -1)).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> FOUR.exponentInterval(1)).isInstanceOf(InputException.class);
  }

  private static PowerLawFit fit(double... logY) {
    return withErrors(logY, new double[logY.length]);
  }

  private static PowerLawFit withErrors(PowerLawFit fit, double... errors) {
    return withErrors(fit.points().stream().mapToDouble(Point::logY).toArray(), errors);
  }

  private static PowerLawFit withErrors(double[] logY, double[] errors) {
    return PowerLawFit.of(
        IntStream.range(0, logY.length)
            .mapToObj(i -> new Point(Math.exp(i), logY[i], errors[i]))
            .toList());
  }
}
