package org.etalon.lab.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.etalon.depth.DepthMeasure;
import org.etalon.graph.InputException;
import org.etalon.lab.fit.LawComparison;
import org.etalon.lab.fit.Observation;
import org.etalon.lab.study.Size;
import org.junit.jupiter.api.Test;

class SweepFitTest {
  private static final double[] BLOCKS = {3, 5, 8, 12, 18, 28};

  /** Runs whose optimum is where the law says, over 15 rates around it. */
  private static SizeRuns runs(Size size, double optimum, double lowest, Random random) {
    List<Observation> runs = new ArrayList<>();
    for (long seed = 1; seed <= 3; seed++) {
      double shift = 0.05 * random.nextGaussian();
      for (int i = 0; i < 30; i++) {
        double rate = lowest * Math.exp(0.3 * i);
        double away = Math.log(rate / optimum) - shift;
        runs.add(Observation.finished(rate, seed, away * away, 100));
      }
    }
    return SizeRuns.of(size, runs, 0.9);
  }

  private static Size size(double value, Map<DepthMeasure, Double> depths) {
    return new Size(
        "blocks=" + value, OptionalDouble.of(value), "", "", depths, OptionalDouble.empty());
  }

  private static Sweep sweep(List<SizeRuns> sizes, String varied) {
    return new Sweep("s", Optional.empty(), Optional.of(varied), "loss", 0.9, sizes, 0);
  }

  private static Sweep residual(double exponent) {
    Random random = new Random(5);
    List<SizeRuns> sizes = new ArrayList<>();
    for (double blocks : BLOCKS) {
      Size size =
          size(
              blocks,
              Map.of(
                  DepthMeasure.UPDATE_UNITS,
                  blocks + 2,
                  DepthMeasure.MINIMAL_PATH,
                  blocks + 2,
                  DepthMeasure.BLOCKS,
                  blocks));
      sizes.add(runs(size, Math.pow(blocks + 2, exponent), 1e-3, random));
    }
    return sweep(sizes, "blocks");
  }

  @Test
  void everyReadingOfSizeThatAllSizesHaveIsFitted() {
    SweepFit fit = SweepFit.of(residual(-1.5));
    assertThat(fit.trends().stream().map(Trend::name))
        .containsExactly("blocks", "minimal-path", "update-units");
    assertThat(fit.first().name()).isEqualTo("blocks");
    assertThat(fit.first().measure()).contains(DepthMeasure.BLOCKS);
    assertThat(fit.against("update-units").exponent().orElseThrow()).isCloseTo(-1.5, within(0.05));
    assertThat(fit.against("update-units").pValueOf(-1.5).orElseThrow()).isGreaterThan(0.05);
    assertThat(fit.against("update-units").pValueOf(-1).orElseThrow()).isLessThan(0.001);
    assertThat(fit.leftOut()).isEmpty();
    assertThatThrownBy(() -> fit.against("layers"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("update-units");
  }

  @Test
  void lawsCompeteWithTheExponentsAndMeasuresTheyState() {
    LawComparison comparison = SweepFit.of(residual(-1.5)).comparison().orElseThrow();
    assertThat(comparison.best().get(0).names())
        .containsExactly("am-mup over update-units", "am-mup over minimal-path");
    assertThat(comparison.rated().stream().flatMap(one -> one.names().stream()))
        .contains("constant", "exponent fitted over blocks", "bend fitted over update-units")
        .noneMatch(name -> name.startsWith("completep") || name.startsWith("path-sum"));
  }

  @Test
  void constantRatesAreToldByConstant() {
    LawComparison comparison = SweepFit.of(residual(0)).comparison().orElseThrow();
    assertThat(comparison.best().get(0).names()).containsExactly("constant");
  }

  @Test
  void whatVariesStandsForDepthOnlyWhereNothingElseIsKnownOfIt() {
    Random random = new Random(6);
    List<SizeRuns> sizes = new ArrayList<>();
    for (double value : BLOCKS) {
      sizes.add(runs(size(value, Map.of()), Math.pow(value, -1.5), 1e-3, random));
    }
    assertThat(SweepFit.of(sweep(sizes, "depth")).comparison().orElseThrow().best().get(0).names())
        .containsExactly("am-mup (D = depth)", "path-sum (D = depth)");
    assertThat(
            SweepFit.of(sweep(sizes, "width")).comparison().orElseThrow().rated().stream()
                .flatMap(one -> one.names().stream()))
        .containsExactlyInAnyOrder(
            "constant", "exponent fitted over width", "bend fitted over width");
  }

  @Test
  void aSizeWhoseOptimumIsAtAnEdgeIsLeftOutWithTheReason() {
    Random random = new Random(7);
    List<SizeRuns> sizes = new ArrayList<>(residual(-1.5).sizes());
    sizes.add(
        runs(
            size(
                40,
                Map.of(
                    DepthMeasure.UPDATE_UNITS, 42.0,
                    DepthMeasure.MINIMAL_PATH, 42.0,
                    DepthMeasure.BLOCKS, 40.0)),
            1e-5,
            1e-3,
            random));
    sizes.add(new SizeRuns(size(50, Map.of()), List.of(), Optional.empty()));
    SweepFit fit = SweepFit.of(sweep(sizes, "blocks"));
    assertThat(fit.leftOut())
        .containsExactly(
            new SweepFit.LeftOut("blocks=40.0", "the lowest rate tried is best: try lower ones"),
            new SweepFit.LeftOut("blocks=50.0", "it has no runs yet"));
    assertThat(fit.first().points()).hasSize(6);
  }

  @Test
  void aMeasureThatDoesNotVaryTellsNoExponent() {
    Random random = new Random(8);
    List<SizeRuns> sizes = new ArrayList<>();
    for (double width : new double[] {16, 32, 64, 128}) {
      Size size = size(width, Map.of(DepthMeasure.UPDATE_UNITS, 5.0));
      sizes.add(runs(size, 1 / width, 1e-3, random));
    }
    SweepFit fit = SweepFit.of(sweep(sizes, "width"));
    assertThat(fit.first().name()).isEqualTo("width");
    assertThat(fit.against("update-units").whyNot()).contains("the same at all sizes");
    assertThat(fit.comparison().orElseThrow().rated().stream().flatMap(r -> r.names().stream()))
        .noneMatch(name -> name.startsWith("am-mup"));
  }

  @Test
  void networksOfOneDepthAllCount() {
    Random random = new Random(9);
    List<SizeRuns> sizes = new ArrayList<>();
    double[] depths = {4, 4, 8, 8};
    for (double depth : depths) {
      Size size =
          new Size(
              "n" + sizes.size(),
              OptionalDouble.empty(),
              "",
              "",
              Map.of(DepthMeasure.UPDATE_UNITS, depth),
              OptionalDouble.empty());
      sizes.add(runs(size, Math.pow(depth, -1), 1e-3, random));
    }
    Sweep sweep = new Sweep("s", Optional.empty(), Optional.empty(), "loss", 0.9, sizes, 0);
    assertThat(SweepFit.of(sweep).first().points()).hasSize(4);
    assertThat(SweepFit.of(sweep).first().name()).isEqualTo("update-units");
  }

  @Test
  void namesAloneCannotBeFitted() {
    SizeRuns size =
        new SizeRuns(
            new Size("small", OptionalDouble.empty(), "", "", Map.of(), OptionalDouble.empty()),
            List.of(),
            Optional.empty());
    Sweep sweep = new Sweep("s", Optional.empty(), Optional.empty(), "x", 0.9, List.of(size), 0);
    assertThatThrownBy(() -> SweepFit.of(sweep))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("names only");
  }
}
