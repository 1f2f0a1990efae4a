package org.etalon.lab.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.etalon.lab.fit.TestOfExponent.Verdict;
import org.junit.jupiter.api.Test;

class TestOfExponentTest {
  /** Exponent 2.2 with standard error √0.18 on 2 degrees of freedom: t of 0 is 5.185. */
  private static final PowerLawFit FIT =
      PowerLawFit.of(
          List.of(
              Point.of(1, 1),
              Point.of(Math.E, 3),
              Point.of(Math.exp(2), 4),
              Point.of(Math.exp(3), 8)));

  /** On two degrees of freedom p = 1 − t/√(2 + t²). */
  @Test
  void pValueIsStudents() {
    double t = 2.2 / Math.sqrt(0.18);
    assertThat(TestOfExponent.pValue(FIT, 0).orElseThrow())
        .isCloseTo(1 - t / Math.sqrt(2 + t * t), within(1e-12));
    assertThat(TestOfExponent.pValue(FIT, 2.2).orElseThrow()).isCloseTo(1, within(1e-9));
  }

  @Test
  void lawsAreToldApartOnlyIfTheDataContradictOneOfThem() {
    assertThat(TestOfExponent.between(FIT, 2, 0, 0.05)).isEqualTo(Verdict.FIRST);
    assertThat(TestOfExponent.between(FIT, 0, 2, 0.05)).isEqualTo(Verdict.SECOND);
    assertThat(TestOfExponent.between(FIT, 2, 3, 0.05)).isEqualTo(Verdict.UNDECIDED);
    assertThat(TestOfExponent.between(FIT, 0, 9, 0.05)).isEqualTo(Verdict.NEITHER);
  }

  @Test
  void twoPointsDecideNothing() {
    PowerLawFit two = PowerLawFit.of(List.of(Point.of(1, 1), Point.of(2, 5)));

    assertThat(TestOfExponent.pValue(two, 0)).isEmpty();
    assertThat(TestOfExponent.between(two, 0, 9, 0.05)).isEqualTo(Verdict.UNDECIDED);
    assertThat(TestOfExponent.difference(two, FIT)).isEmpty();
  }

  @Test
  void aFitDoesNotDifferFromItself() {
    Estimate difference = TestOfExponent.difference(FIT, FIT).orElseThrow();

    assertThat(difference.value()).isZero();
    assertThat(difference.pValueOf(0)).isEqualTo(1);
    assertThat(difference.degreesOfFreedom()).isCloseTo(4, within(1e-9));
  }
}
