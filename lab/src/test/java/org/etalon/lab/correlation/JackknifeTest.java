package org.etalon.lab.correlation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.etalon.lab.fit.Estimate;
import org.junit.jupiter.api.Test;

class JackknifeTest {
  private static final double[] VALUES = {1, 4, 2, 8, 5, 7};

  @Test
  void errorOfAMeanIsThatOfStudent() {
    Estimate mean = Jackknife.of(VALUES.length, JackknifeTest::meanWithout).orElseThrow();
    Estimate student = Estimate.ofMean(VALUES);
    assertThat(mean.value()).isCloseTo(student.value(), within(1e-12));
    assertThat(mean.standardError()).isCloseTo(student.standardError(), within(1e-12));
    assertThat(mean.degreesOfFreedom()).isEqualTo(5);
  }

  @Test
  void whatHasNoValueWithoutAnItemHasNoError() {
    assertThat(Jackknife.of(6, without -> without == 3 ? Double.NaN : 1)).isEmpty();
    assertThat(Jackknife.of(4, without -> 1)).isEmpty();
  }

  private static double meanWithout(int without) {
    return IntStream.range(0, VALUES.length)
        .filter(i -> i != without)
        .mapToDouble(i -> VALUES[i])
        .average()
        .orElseThrow();
  }
}
