package org.etalon.lab.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.etalon.lab.fit.Interval;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {
  private static final double NONE = Double.POSITIVE_INFINITY;

  private static Comparison of(double claimLow, double claimHigh, double low, double high) {
    return new Comparison(
        new Claim("exponent", "it falls", "", claimLow, claimHigh, List.of(-1.0, 0.0)),
        Measured.of("exponent", (low + high) / 2, Optional.of(new Interval(low, high, 0.9))));
  }

  @ParameterizedTest
  @CsvSource({
    "-1.5, -1.5, -1.7, -1.3, AGREES",
    "-1.5, -1.5, -1.5, -1.2, AGREES",
    "-1.5, -1.5, -1.4, -1.1, CONTRADICTS",
    "-1.5, -1.5, -1.2, -0.8, CONTRADICTS",
    "-1.5, -1.5, -1.8, -0.9, CANNOT_TELL",
    "-1.4, -1.3, -1.7, -1.35, AGREES",
    "-1.4, -1.3, -1.35, -0.5, CANNOT_TELL",
    "-1.4, -1.3, -1.25, -1.1, CONTRADICTS"
  })
  void theIntervalAloneDecides(
      double claimLow, double claimHigh, double low, double high, Verdict verdict) {
    assertThat(of(claimLow, claimHigh, low, high).verdict()).isEqualTo(verdict);
  }

  @Test
  void aClaimMayHaveOneEndOnly() {
    assertThat(of(-NONE, 0, -0.9, -0.2).verdict()).isEqualTo(Verdict.AGREES);
    assertThat(of(-NONE, 0, -0.9, 0.2).verdict()).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(of(-NONE, 0, 0.1, 0.2).verdict()).isEqualTo(Verdict.CONTRADICTS);
    assertThat(of(-NONE, 0, 0.1, 0.2).claim().value()).isEqualTo("below 0");
  }

  @Test
  void withoutAnIntervalNothingIsDecided() {
    Claim claim = new Claim("exponent", "it falls", "", -1.5, -1.5, List.of());
    Comparison one = new Comparison(claim, Measured.none("exponent", "two sizes"));
    assertThat(one.verdict()).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(one.reason()).isEqualTo("cannot tell: two sizes");
  }

  @Test
  void divergenceContradictsAClaimOfNoLoss() {
    Claim claim = new Claim("regret", "no loss", "", 0, 0, List.of());
    Measured diverged = Measured.of("regret", NONE, Optional.of(new Interval(NONE, NONE, 0.9)));
    assertThat(new Comparison(claim, diverged).verdict()).isEqualTo(Verdict.CONTRADICTS);
  }

  @Test
  void aReasonNamesTheRivalsThatTheIntervalHolds() {
    assertThat(of(-1.5, -1.5, -1.8, -0.9).reason())
        .isEqualTo("cannot tell: the interval holds −1, too");
    assertThat(of(-1.5, -1.5, -1.2, 0.1).reason())
        .isEqualTo("contradicts; the interval holds −1 and 0");
  }
}
