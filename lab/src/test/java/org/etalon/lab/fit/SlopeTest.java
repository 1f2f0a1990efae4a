package org.etalon.lab.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.etalon.graph.InputException;
import org.etalon.lab.fit.Slope.Trend;
import org.junit.jupiter.api.Test;

class SlopeTest {
  private static final List<Double> WIDTHS = List.of(64.0, 128.0, 256.0, 512.0);

  @Test
  void coordinatesLikeTheRootOfTheWidthGrow() {
    Slope.Fitted slope = fitted(List.of(8.1, 11.2, 16.1, 22.5));

    assertThat(slope.value()).isCloseTo(0.5, within(0.02));
    assertThat(slope.trend(0.1, 0.9)).isEqualTo(Trend.GROWS);
    assertThat(fitted(List.of(22.5, 16.1, 11.2, 8.1)).trend(0.1, 0.9)).isEqualTo(Trend.SHRINKS);
  }

  @Test
  void flatMeansThatTheWholeIntervalIsNearZero() {
    assertThat(fitted(List.of(1.0, 1.02, 0.99, 1.01)).trend(0.1, 0.9)).isEqualTo(Trend.FLAT);
    assertThat(fitted(List.of(1.0, 1.9, 0.7, 1.2)).trend(0.1, 0.9)).isEqualTo(Trend.UNDECIDED);
    Slope two = Slope.of(List.of(64.0, 128.0), List.of(1.0, 1.0));
    assertThat(((Slope.Fitted) two).trend(0.1, 0.9)).isEqualTo(Trend.UNDECIDED);
  }

  @Test
  void seedsOfOneWidthAreOnePoint() {
    Slope slope =
        Slope.of(
            List.of(64.0, 128.0, 256.0, 64.0, 128.0, 256.0), List.of(1.0, 2.0, 4.0, 4.0, 2.0, 1.0));

    assertThat(((Slope.Fitted) slope).fit().points()).hasSize(3);
    assertThat(((Slope.Fitted) slope).value()).isCloseTo(0, within(1e-12));
  }

  @Test
  void sizesThatVanishOrExplodeHaveNoSlope() {
    assertThat(Slope.of(WIDTHS, List.of(0.0, 0.0, 0.0, 0.0))).isEqualTo(new Slope.None(4, 0, 4));
    assertThat(Slope.of(WIDTHS, List.of(1.0, 2.0, 3.0, Double.POSITIVE_INFINITY)))
        .isEqualTo(new Slope.None(0, 1, 4));
    assertThatThrownBy(() -> Slope.of(WIDTHS, List.of(1.0, 2.0, -3.0, 4.0)))
        .isInstanceOf(InputException.class);
  }

  private static Slope.Fitted fitted(List<Double> sizes) {
    return (Slope.Fitted) Slope.of(WIDTHS, sizes);
  }
}
