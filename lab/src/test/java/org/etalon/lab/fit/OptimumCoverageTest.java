package org.etalon.lab.fit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.etalon.lab.curve.Problem;
import org.etalon.lab.curve.RecordedCurve;
import org.etalon.lab.curve.RecordedNoise;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How often 90 % intervals hold the truth, in sweeps of known optimum with the noise of recorded
 * curves. The page on statistics prints the same numbers.
 */
class OptimumCoverageTest {
  private static final int RUNS = 1000;
  private static final int RATES = 20;
  private static final double CONFIDENCE = 0.9;
  private static final double EXPONENT = -1.5;
  private static final double[] DEPTHS = {3, 5, 8, 12, 18, 28};
  private static final RecordedNoise NOISE = new RecordedNoise(RecordedCurve.all());

  /**
   * Counts of many runs.
   *
   * @param given intervals given
   * @param held how many of them held the truth
   */
  private record Coverage(int given, int held) {
    double share() {
      return (double) held / given;
    }
  }

  static List<Problem> problems() {
    List<Problem> all = Problem.all();
    return List.of(all.get(0), all.get(2), all.get(5));
  }

  static Stream<Arguments> all() {
    return Problem.all().stream()
        .flatMap(p -> Stream.of(3, 4, 6, 8).map(seeds -> Arguments.of(p, seeds)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("problems")
  void intervalsOfTheOptimumCoverAsOftenAsTheySayFromFourSeedsOn(Problem problem) {
    Coverage coverage = optimum(problem, 4);

    assertThat(coverage.share()).isBetween(0.87, 0.93);
    assertThat(coverage.given()).isGreaterThan(RUNS * 9 / 10);
  }

  @ParameterizedTest(name = "{0}, {1} seeds")
  @MethodSource("all")
  @Tag("full")
  void coverageOfTheOptimumByNumberOfSeeds(Problem problem, int seeds) {
    Coverage coverage = optimum(problem, seeds);

    assertThat(coverage.share()).isBetween(0.87, seeds < 4 ? 0.95 : 0.93);
    assertThat(coverage.given()).isGreaterThan(RUNS * 85 / 100);
  }

  @Test
  void intervalsOfTheExponentCoverAsOftenAsTheySayFromTwoSeedsOn() {
    Coverage coverage = exponent(2);

    assertThat(coverage.share()).isBetween(0.87, 0.93);
    assertThat(coverage.given()).isEqualTo(RUNS);
  }

  @ParameterizedTest(name = "{0} seeds")
  @ValueSource(ints = {3, 4, 6})
  @Tag("full")
  void coverageOfTheExponentByNumberOfSeeds(int seeds) {
    assertThat(exponent(seeds).share()).isBetween(0.87, 0.93);
  }

  private static Coverage optimum(Problem problem, int seeds) {
    Random random = new Random(20260214);
    int given = 0;
    int held = 0;
    for (int run = 0; run < RUNS; run++) {
      double truth = Math.log(0.05) + 0.8 * (random.nextDouble() - 0.5);
      Optimum found = OptimumFit.of(problem.draw(truth, RATES, seeds, NOISE, random), CONFIDENCE);
      given += found.interval().isPresent() ? 1 : 0;
      held += found.interval().filter(i -> i.contains(Math.exp(truth))).isPresent() ? 1 : 0;
    }
    return new Coverage(given, held);
  }

  /** Six depths, each with another surface and its own seeds. */
  private static Coverage exponent(int seeds) {
    Random random = new Random(20260215);
    List<Problem> surfaces = Problem.all();
    int given = 0;
    int held = 0;
    for (int run = 0; run < RUNS; run++) {
      Map<Double, Optimum> optima = new TreeMap<>();
      double offset = 0.4 * random.nextDouble();
      for (int i = 0; i < DEPTHS.length; i++) {
        double truth = Math.log(0.6) + offset + EXPONENT * Math.log(DEPTHS[i] / 2);
        optima.put(
            DEPTHS[i],
            OptimumFit.of(surfaces.get(i).draw(truth, RATES, seeds, NOISE, random), CONFIDENCE));
      }
      List<Point> points = new ArrayList<>(OptimaOverSizes.of(optima).points());
      if (points.size() > 2) {
        given++;
        held +=
            PowerLawFit.of(points).exponentInterval(CONFIDENCE).orElseThrow().contains(EXPONENT)
                ? 1
                : 0;
      }
    }
    return new Coverage(given, held);
  }
}
