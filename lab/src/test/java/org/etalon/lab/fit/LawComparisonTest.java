package org.etalon.lab.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.etalon.graph.InputException;
import org.etalon.lab.fit.LawComparison.Rated;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LawComparisonTest {
  private static final List<Double> DEPTHS = List.of(4.0, 6.0, 9.0, 13.0, 19.0, 29.0);

  private static OptimaOverSizes optima(double[] logs, double error, int freedom) {
    return new OptimaOverSizes(
        Arrays.stream(logs).mapToObj(y -> new Point(1, y, error)).toList(), List.of(), freedom);
  }

  private static double[] line(double slope, double... noise) {
    double[] logs = new double[DEPTHS.size()];
    Arrays.setAll(logs, i -> slope * Math.log(DEPTHS.get(i)) + noise[i % noise.length]);
    return logs;
  }

  private static Rated rated(LawComparison comparison, String name) {
    return comparison.rated().stream()
        .filter(one -> one.names().contains(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void withoutStatedErrorsItIsTheUsualFormOfLeastSquares() {
    double[] logs = {0.3, -0.1, 0.2, 0.5, -0.4, 0.1};
    LawComparison comparison =
        LawComparison.of(
            optima(logs, 0, 0),
            List.of(
                Description.stated("constant", DEPTHS, 0), Description.powerLaw("line", DEPTHS)));
    double mean = Arrays.stream(logs).average().orElseThrow();
    double squares = Arrays.stream(logs).map(y -> (y - mean) * (y - mean)).sum();
    double n = 6;
    double k = 2;
    assertThat(rated(comparison, "constant").aicc())
        .isCloseTo(n * Math.log(squares / n) + n + 2 * k * n / (n - k - 1), within(1e-9));
    assertThat(rated(comparison, "constant").misfit())
        .isCloseTo(Math.sqrt(squares / n), within(1e-9));
  }

  @Test
  void withoutMisfitSeedsAndResidualsTellTheErrorTogether() {
    double[] logs = line(-1.5, 0.01, -0.01);
    double error = 0.1;
    int freedom = 12;
    LawComparison comparison =
        LawComparison.of(
            optima(logs, error, freedom), List.of(Description.stated("law", DEPTHS, -1.5)));
    double n = 6 + freedom;
    double k = 2;
    double variance = (6 * 1e-4 + freedom * 0.01) / n;
    assertThat(rated(comparison, "law").aicc())
        .isCloseTo(n * Math.log(variance) + n + 2 * k * n / (n - k - 1), within(1e-9));
    assertThat(rated(comparison, "law").misfit()).isZero();
  }

  @Test
  void aLawFarFromTheOptimaHasAMisfit() {
    LawComparison comparison =
        LawComparison.of(
            optima(line(-1.5, 0.01, -0.01), 0.05, 12),
            List.of(
                Description.stated("law", DEPTHS, -1.5),
                Description.stated("constant", DEPTHS, 0)));
    assertThat(comparison.isDecided()).isTrue();
    assertThat(comparison.best().get(0).names()).containsExactly("law");
    assertThat(rated(comparison, "constant").misfit()).isGreaterThan(0.5);
    assertThat(comparison.rated().stream().mapToDouble(Rated::weight).sum())
        .isCloseTo(1, within(1e-12));
  }

  @Test
  void theMisfitIsFoundWhereStatedErrorsDiffer() {
    List<Point> points = new ArrayList<>();
    double[] noise = {0.4, -0.3, 0.35, -0.45, 0.3, -0.3};
    for (int i = 0; i < 6; i++) {
      points.add(new Point(1, noise[i], 0.01 * (1 + i)));
    }
    LawComparison comparison =
        LawComparison.of(
            new OptimaOverSizes(points, List.of(), 12),
            List.of(Description.stated("constant", DEPTHS, 0)));
    // Errors are small beside the scatter, so that the misfit is nearly all of it.
    double mean = Arrays.stream(noise).average().orElseThrow();
    double scatter =
        Math.sqrt(Arrays.stream(noise).map(y -> (y - mean) * (y - mean)).average().orElseThrow());
    assertThat(comparison.rated().get(0).misfit()).isCloseTo(scatter, within(0.01));
  }

  @Test
  void lawsThatDrawOneCurveAreOne() {
    List<Double> twice = DEPTHS.stream().map(x -> 2 * x).toList();
    LawComparison comparison =
        LawComparison.of(
            optima(line(-1.4, 0.05, -0.02, 0.01), 0.1, 12),
            List.of(
                Description.stated("a", DEPTHS, -1.5),
                Description.stated("b", twice, -1.5),
                Description.powerLaw("fitted a", DEPTHS),
                Description.powerLaw("fitted b", twice)));
    assertThat(comparison.rated().stream().map(Rated::names))
        .containsExactlyInAnyOrder(List.of("a", "b"), List.of("fitted a", "fitted b"));
  }

  @Test
  void aCurveThatOneSeedCannotTellIsNamedAndNotRated() {
    double[] four = {0.1, 0.2, 0.15, 0.3};
    List<Double> xs = DEPTHS.subList(0, 4);
    List<Description> descriptions =
        List.of(
            Description.stated("stated", xs, -1.5),
            Description.powerLaw("fitted", xs),
            Description.bent("bent", xs));
    assertThat(LawComparison.of(optima(four, 0, 0), descriptions).notRated())
        .containsExactly("fitted", "bent");
    assertThat(LawComparison.of(optima(four, 0.1, 8), descriptions).notRated()).isEmpty();
  }

  @Test
  void threeSizesCannotBeCompared() {
    double[] three = {0.1, 0.2, 0.15};
    assertThatThrownBy(
            () ->
                LawComparison.of(
                    optima(three, 0.1, 6),
                    List.of(Description.stated("a", DEPTHS.subList(0, 3), 0))))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("3 sizes cannot tell laws apart");
  }

  @Test
  void optimaWithoutAnyScatterAreNoAccident() {
    LawComparison comparison =
        LawComparison.of(
            optima(line(-1.5, 0), 0, 0),
            List.of(
                Description.stated("law", DEPTHS, -1.5), Description.powerLaw("fitted", DEPTHS)));
    assertThat(comparison.best().get(0).names()).containsExactly("law");
    assertThat(comparison.rated()).allMatch(one -> Double.isFinite(one.aicc()));
  }

  static List<Tournament> tournaments() {
    return Tournament.ALL;
  }

  @ParameterizedTest
  @MethodSource("tournaments")
  void theTrueLawIsSeldomPassedOver(Tournament tournament) {
    Tournament.Share share = tournament.play(100, new Random(7));
    assertThat(share.right() + share.open() + share.wrong()).isCloseTo(1, within(1e-9));
    assertThat(share.wrong()).as("decided for another").isLessThan(tournament.mostWrong());
    assertThat(share.right()).as("decided for the truth").isGreaterThan(tournament.leastRight());
  }
}
