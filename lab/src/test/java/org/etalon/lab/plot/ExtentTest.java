package org.etalon.lab.plot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExtentTest {
  @Test
  void manyDecadesAreLabelledByTheirPowersOfTen() {
    assertThat(log(1e-3, 1).labelled()).containsExactly(0.001, 0.01, 0.1, 1.0);
  }

  @Test
  void aDecadeIsLabelledWithin() {
    assertThat(log(4, 32).labelled()).containsExactly(5.0, 10.0, 20.0);
    assertThat(log(4, 9).labelled()).containsExactly(4.0, 6.0, 8.0);
  }

  @Test
  void aShortLogarithmicAxisIsWidenedUntilItHasTwoLabels() {
    Extent extent = log(0.0512, 0.0583);

    assertThat(extent.labelled()).containsExactly(0.05, 0.06);
    assertThat(extent.labels().apply(0.05)).isEqualTo("0.05");
    assertThat(log(1, 1).labelled()).hasSizeGreaterThanOrEqualTo(2);
    assertThat(log(9.7, 10.4).labelled()).hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void dozensOfDecadesAreDrawnAsExponents() {
    assertThat(log(1e-12, 1).labelled()).hasSizeBetween(3, 9);
    assertThat(log(1e-40, 1e40).isVast()).isTrue();
    assertThat(log(1e-40, 1e40).labels().apply(-20.0)).isEqualTo("1e-20");
  }

  @Test
  void ticksWithoutLabelAreBlank() {
    assertThat(log(1e-3, 1).labels().apply(0.002)).isBlank();
    assertThat(log(1e-3, 1).labels().apply(0.1 + 1e-17)).isEqualTo("0.1");
  }

  @Test
  void numbersArePlainUnlessVeryLargeOrSmall() {
    assertThat(Extent.number(0.0001, 1)).isEqualTo("0.0001");
    assertThat(Extent.number(0.00001, 1)).isEqualTo("1e-5");
    assertThat(Extent.number(50000, 1)).isEqualTo("50000");
    assertThat(Extent.number(2e6, 1)).isEqualTo("2e6");
    assertThat(Extent.number(0.1 + 0.2, 10)).isEqualTo("0.3");
    assertThat(Extent.number(-2.5, 10)).isEqualTo("-2.5");
    assertThat(Extent.number(0, 10)).isEqualTo("0");
  }

  @Test
  void equalValuesGetRoomAroundThem() {
    Extent extent = Extent.of(Axis.linear(""), new double[] {5, 5});

    assertThat(extent.low()).isLessThan(5);
    assertThat(extent.high()).isGreaterThan(5);
  }

  private static Extent log(double low, double high) {
    return Extent.of(Axis.log(""), new double[] {low, high});
  }
}
