package org.etalon.lab.fit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * How often 90 % intervals hold the truth, in repeated experiments of known truth. The page on
 * statistics prints the same numbers.
 */
class CoverageTest {
  /** Enough for a standard error of 0.7 % of a coverage of 90 %. */
  private static final int RUNS = 2000;

  private static final double CONFIDENCE = 0.9;

  /** A third of the promises, the hardest among them; all of them take half a minute. */
  static List<Design> some() {
    return List.of(
        Design.unstated(3),
        Design.unstated(7),
        Design.known("equal noise, understated tenfold", Design.EQUAL, 0, 0.1),
        Design.known("equal noise, misfit half of it", Design.EQUAL, 0.05, 1),
        Design.known("noise growing with depth, understated tenfold", Design.GROWING, 0, 0.1),
        Design.known("noise growing with depth, small misfit", Design.GROWING, 0.05, 1),
        Design.seeded(3, true, Design.EQUAL, 0.1));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("some")
  void intervalsOfTheExponentCoverAsOftenAsTheySay(Design design) {
    assertCovers(design);
  }

  static List<Design> all() {
    return Design.promised();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  @Tag("full")
  void intervalsOfTheExponentCoverInAllExperimentsPromised(Design design) {
    assertCovers(design);
  }

  private static void assertCovers(Design design) {
    assertThat(share(design, fit -> covers(fit.exponentEstimate().orElseThrow(), Design.SLOPE)))
        .isBetween(0.87, 0.93);
  }

  @Test
  void pointsOnAPowerLawSeldomSeemToBend() {
    assertThat(share(Design.unstated(7), CoverageTest::bends)).isBetween(0.07, 0.13);
    assertThat(share(Design.known("", Design.GROWING, 0.05, 1), CoverageTest::bends))
        .isBetween(0.07, 0.13);
  }

  @Test
  void predictionsOfTheLineAndOfANewPointCover() {
    Design design = Design.known("", Design.GROWING, 0.3, 1);
    Random random = new Random(7);
    assertThat(share(design, fit -> covers(fit.predict(64).line().orElseThrow(), Design.line(64))))
        .isBetween(0.87, 0.93);
    assertThat(
            share(
                design,
                fit ->
                    covers(
                        fit.predict(64).point().orElseThrow(),
                        Design.line(64) + design.misfit() * random.nextGaussian())))
        .isBetween(0.87, 0.93);
  }

  @Test
  @Tag("full")
  void thePageOnStatisticsPrintsTheMeasuredCoverage() throws IOException {
    List<String> rows = new ArrayList<>();
    for (Design design : Design.promised()) {
      rows.add(row(design));
    }
    for (Design design : Design.limits()) {
      rows.add(row(design));
    }
    assertThat(Files.readAllLines(Path.of("..", "docs", "statistics.md"))).containsAll(rows);
  }

  private static String row(Design design) {
    Random random = new Random(7);
    double noise =
        design.statement() instanceof Design.Known known && known.factor() == 0 ? 0.1 : 0;
    boolean knownNoise = noise == 0 || design.noise()[0] == 0.1;
    double apart = Math.hypot(design.misfit(), noise);
    List<PowerLawFit> fits = fits(design).toList();
    return "| %s | %s | %s | %s | %s |"
        .formatted(
            design.name(),
            percent(fits, fit -> covers(fit.exponentEstimate().orElseThrow(), Design.SLOPE)),
            percent(fits, fit -> covers(fit.predict(64).line().orElseThrow(), Design.line(64))),
            knownNoise
                ? percent(
                    fits,
                    fit ->
                        covers(
                            fit.predict(64).point().orElseThrow(),
                            Design.line(64) + apart * random.nextGaussian()))
                : "–",
            design.depths().length < 4 ? "–" : percent(fits, CoverageTest::bends));
  }

  private static String percent(List<PowerLawFit> fits, Predicate<PowerLawFit> held) {
    return String.valueOf(Math.round(100.0 * fits.stream().filter(held).count() / fits.size()));
  }

  private static double share(Design design, Predicate<PowerLawFit> held) {
    return (double) fits(design).filter(held).count() / RUNS;
  }

  private static Stream<PowerLawFit> fits(Design design) {
    Random random = new Random(20260214);
    return Stream.generate(() -> PowerLawFit.of(design.draw(random))).limit(RUNS);
  }

  private static boolean bends(PowerLawFit fit) {
    return !covers(fit.curvature().orElseThrow(), 0);
  }

  /** The same as asking the interval, and faster. */
  private static boolean covers(Estimate estimate, double truth) {
    return estimate.pValueOf(truth) >= 1 - CONFIDENCE;
  }
}
