package org.etalon.lab.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class EstimateTest {
  /** Quantiles as in any table of Student's t. */
  @Test
  void intervalIsStudents() {
    assertThat(Estimate.of(0, 1, 5).interval(0.95).high()).isCloseTo(2.570582, within(1e-6));
    assertThat(Estimate.of(10, 2, 1).interval(0.9).low())
        .isCloseTo(10 - 2 * 6.313752, within(1e-5));
  }

  @Test
  void pValueReachesTheLevelExactlyAtTheEndsOfTheInterval() {
    Estimate estimate =
        Estimate.mixture(
            new double[] {0.7, 0.3}, new double[] {-1.5, -1.2}, new double[] {0.1, 0.3}, 5);
    Interval interval = estimate.interval(0.9);

    assertThat(estimate.pValueOf(interval.low())).isCloseTo(0.1, within(1e-6));
    assertThat(estimate.pValueOf(interval.high())).isCloseTo(0.1, within(1e-6));
    assertThat(interval.contains(estimate.value())).isTrue();
  }

  @Test
  void pValuesFarOutKeepTheirDigits() {
    assertThat(Estimate.of(0, 1e-6, 30).pValueOf(-1)).isBetween(1e-300, 1e-100);
    assertThat(Estimate.of(0, 1e-6, 30).pValueOf(1)).isBetween(1e-300, 1e-100);
  }

  @Test
  void withoutScatterOnlyTheValueItselfIsPossible() {
    Estimate exact = Estimate.of(-1.5, 0, 3);

    assertThat(exact.pValueOf(-1.5)).isEqualTo(1);
    assertThat(exact.pValueOf(-1.4)).isZero();
    assertThat(exact.interval(0.9)).isEqualTo(new Interval(-1.5, -1.5, 0.9));
  }

  /** Equal standard errors on ν each: √2 times the error, on 2ν. */
  @Test
  void aDifferenceAddsVariances() {
    Estimate difference = Estimate.of(3, 0.2, 5).minus(Estimate.of(1, 0.2, 5));

    assertThat(difference.value()).isEqualTo(2);
    assertThat(difference.standardError()).isCloseTo(0.2 * Math.sqrt(2), within(1e-12));
    assertThat(difference.degreesOfFreedom()).isCloseTo(10, within(1e-9));
  }
}
