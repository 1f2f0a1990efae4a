package org.etalon.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.etalon.depth.DepthMeasure;
import org.etalon.family.ModelReference;
import org.etalon.graph.Finding;
import org.etalon.graph.InputException;
import org.etalon.tensor.Network;
import org.junit.jupiter.api.Test;

class MeasuredLawTest {
  private static final MeasuredExponent FITTED =
      new MeasuredExponent(
          1.4,
          Optional.of(new MeasuredExponent.Range(1.2, 1.6, 0.9)),
          DepthMeasure.UPDATE_UNITS,
          4,
          17,
          "study s, 6 sizes",
          List.of("doubtful"));

  private static Network mlp(int depth) {
    return ModelReference.parse("mlp:depth=" + depth).network();
  }

  private static Transition transition(int base, int target) {
    return Transition.of(mlp(base), mlp(target), DepthMeasure.UPDATE_UNITS, Optimizer.SGD);
  }

  @Test
  void theExponentsIntervalIsCarriedIntoTheFactor() {
    // Units of an MLP: its hidden layers and the read-out.
    Correction correction = new MeasuredLaw(FITTED).apply(transition(3, 15));
    double ratio = 4.0 / 16;
    assertThat(correction.global().value()).isCloseTo(Math.pow(ratio, 1.4), within(1e-12));
    FactorInterval interval = correction.interval().orElseThrow();
    assertThat(interval.low()).isCloseTo(Math.pow(ratio, 1.6), within(1e-12));
    assertThat(interval.high()).isCloseTo(Math.pow(ratio, 1.2), within(1e-12));
    assertThat(interval.confidence()).isEqualTo(0.9);
    assertThat(correction.global().evidence()).contains("1.2 … 1.6", "study s, 6 sizes");
    assertThat(correction.findings()).containsExactly(Finding.warning("", "doubtful"));
  }

  @Test
  void towardsASmallerNetworkTheEndsChangePlaces() {
    FactorInterval interval =
        new MeasuredLaw(FITTED).apply(transition(15, 3)).interval().orElseThrow();
    assertThat(interval.low()).isCloseTo(Math.pow(4, 1.2), within(1e-12));
    assertThat(interval.high()).isCloseTo(Math.pow(4, 1.6), within(1e-12));
  }

  @Test
  void fromANetworkToItselfNothingIsUncertain() {
    FactorInterval interval =
        new MeasuredLaw(FITTED).apply(transition(7, 7)).interval().orElseThrow();
    assertThat(interval.low()).isEqualTo(1);
    assertThat(interval.high()).isEqualTo(1);
  }

  @Test
  void beyondTheDepthsMeasuredThePlanWarns() {
    assertThat(new MeasuredLaw(FITTED).apply(transition(3, 40)).findings().stream())
        .anyMatch(finding -> finding.message().contains("from 4 to 17"));
  }

  @Test
  void anExponentHoldsForTheMeasureItWasFittedAgainst() {
    MeasuredLaw law = new MeasuredLaw(FITTED);
    law.requireMeasure(DepthMeasure.UPDATE_UNITS);
    assertThatThrownBy(() -> law.requireMeasure(DepthMeasure.LAYERS))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("update-units");
    assertThat(law.source()).isEqualTo("study s, 6 sizes");
  }

  @Test
  void aBareNumberHasNoInterval() {
    Correction correction = new MeasuredLaw(1.4).apply(transition(3, 15));
    assertThat(correction.interval()).isEmpty();
    assertThat(correction.findings()).hasSize(1);
  }
}
