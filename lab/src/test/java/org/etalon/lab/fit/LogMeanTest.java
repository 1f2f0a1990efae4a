package org.etalon.lab.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.etalon.graph.InputException;
import org.junit.jupiter.api.Test;

class LogMeanTest {
  /** Logarithms 0, 1, 2: mean 1, variance 1, standard error 1/√3; t(0.95; 2) = 2.919986. */
  @Test
  void meanAndErrorAreThoseOfTheLogarithms() {
    LogMean mean = LogMean.of(1, Math.E, Math.E * Math.E);

    assertThat(mean.mean()).hasValueCloseTo(1.0, within(1e-12));
    assertThat(mean.geometricMean()).hasValueCloseTo(Math.E, within(1e-12));
    assertThat(mean.standardError()).hasValueCloseTo(1 / Math.sqrt(3), within(1e-12));
    assertThat(mean.interval(0.9).orElseThrow().high())
        .isCloseTo(1 + 2.919986 / Math.sqrt(3), within(1e-6));
  }

  @Test
  void oneMeasurementHasNoStandardError() {
    LogMean mean = LogMean.of(0.5);

    assertThat(mean.standardError()).isEmpty();
    assertThat(mean.interval(0.9)).isEmpty();
    assertThat(mean.at(8)).isEqualTo(Point.of(8, Math.log(0.5)));
  }

  @Test
  void zerosAndInfinitiesAreCountedAndNotHidden() {
    LogMean mean = LogMean.of(2, 0, Double.POSITIVE_INFINITY, 2, Double.POSITIVE_INFINITY);

    assertThat(mean.isComplete()).isFalse();
    assertThat(mean.zeros()).isEqualTo(1);
    assertThat(mean.infinities()).isEqualTo(2);
    assertThat(mean.count()).isEqualTo(2);
    assertThat(mean.geometricMean()).hasValueCloseTo(2.0, within(1e-12));
    assertThat(LogMean.of(0, 0).mean()).isEmpty();
    assertThatThrownBy(() -> LogMean.of(0, 0).at(8))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("x = 8.0");
  }

  @Test
  void whatIsNoSizeIsRefused() {
    assertThatThrownBy(() -> LogMean.of(1, Double.NaN))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("value 2 of 2");
    assertThatThrownBy(() -> LogMean.of(-1)).isInstanceOf(InputException.class);
  }

  /** Squares 2·0.5² and 0 over 1 + 2 degrees of freedom: variance 1/6. */
  @Test
  void pooledErrorsAreThoseOfAllGroupsTogether() {
    List<Point> points =
        LogMean.pooled(
            List.of(4.0, 8.0, 16.0),
            List.of(LogMean.of(1, Math.E), LogMean.of(2, 2, 2), LogMean.of(5)));

    assertThat(points.get(0).standardError()).isCloseTo(Math.sqrt(1.0 / 6 / 2), within(1e-12));
    assertThat(points.get(1).standardError()).isCloseTo(Math.sqrt(1.0 / 6 / 3), within(1e-12));
    assertThat(points.get(2).standardError()).isCloseTo(Math.sqrt(1.0 / 6), within(1e-12));
  }
}
