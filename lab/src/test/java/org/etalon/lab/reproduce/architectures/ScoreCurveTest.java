package org.etalon.lab.reproduce.architectures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.etalon.family.ModelReference;
import org.etalon.lab.fit.Observation;
import org.junit.jupiter.api.Test;

class ScoreCurveTest {
  private static final double GUESSING = 2;
  private static final ScoreCurve CURVE =
      ScoreCurve.of(
          List.of(
              Observation.finished(0.01, 1, 1.5, 10),
              Observation.finished(0.01, 2, 1.7, 10),
              Observation.finished(0.1, 1, 1.0, 10),
              Observation.finished(0.1, 2, 1.2, 10),
              Observation.finished(1, 1, 1.4, 10),
              Observation.diverged(1, 2, 3),
              Observation.finished(10, 1, 9, 10),
              Observation.diverged(10, 2, 1)),
          GUESSING);

  @Test
  void lossIsReadAlongStraightLinesInLogRate() {
    assertThat(CURVE.at(0.1).orElseThrow()).isCloseTo(1.1, within(1e-12));
    assertThat(CURVE.at(Math.sqrt(0.001)).orElseThrow()).isCloseTo(1.35, within(1e-12));
  }

  @Test
  void runsThatDivergedOrDidWorseCountAsGuessing() {
    assertThat(CURVE.at(1).orElseThrow()).isCloseTo(1.7, within(1e-12));
    assertThat(CURVE.at(10).orElseThrow()).isCloseTo(2, within(1e-12));
  }

  @Test
  void regretIsAgainstTheBestRateTriedAndUnknownOutsideTheGrid() {
    assertThat(CURVE.regret(1).orElseThrow()).isCloseTo(0.6, within(1e-12));
    assertThat(CURVE.regret(0.005)).isEmpty();
    assertThat(CURVE.regret(20)).isEmpty();
  }

  @Test
  void guessingAmongTenClassesCostsLogTen() {
    assertThat(ScoreCurve.guessing(ModelReference.parse("mlp:classes=10").network()))
        .isCloseTo(Math.log(10), within(1e-12));
  }
}
