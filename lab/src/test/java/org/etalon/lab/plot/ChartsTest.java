package org.etalon.lab.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.awt.GraphicsEnvironment;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.etalon.graph.InputException;
import org.etalon.lab.plot.Series.Band;
import org.etalon.lab.plot.Series.Line;
import org.etalon.lab.plot.Series.Points;
import org.etalon.lab.plot.Series.Position;
import org.etalon.lab.plot.Series.Range;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;

class ChartsTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path folder;

  static Stream<Chart> examples() {
    return Stream.of(
        Examples.learningRateAgainstDepth(),
        Examples.coordinateCheck(),
        Examples.lossAgainstLearningRate(),
        Examples.lossCurves());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void anSvgIsXmlThatNamesWhatItShows(Chart chart) throws Exception {
    Document document = parse(Charts.svg(chart));

    assertThat(text(document, "title")).isEqualTo(chart.title());
    assertThat(text(document, "desc")).contains(chart.x().name()).contains(chart.y().name());
    for (Series series : chart.series()) {
      assertThat(text(document, "desc")).contains(series.name());
    }
    assertThat(document.getDocumentElement().getAttribute("viewBox")).isEqualTo("0 0 900 560");
  }

  @Test
  void theSameChartGivesTheSameBytes() {
    assertThat(Charts.svg(Examples.learningRateAgainstDepth()))
        .isEqualTo(Charts.svg(Examples.learningRateAgainstDepth()));
  }

  @Test
  void namesCannotBreakTheDocument() throws Exception {
    String name = "<b> & \"quoted\" ]]> \u0000\u001b[1m \ud800 \uffff -- 深さ";
    Chart chart =
        new Chart(
            name,
            Axis.linear(name),
            Axis.linear(name),
            Chart.Colours.KINDS,
            List.of(points(name, 1, 2, 3)),
            List.of(name));

    Document document = parse(Charts.svg(chart));

    assertThat(text(document, "title")).startsWith("<b> & \"quoted\" ]]>").endsWith("深さ");
    assertThat(document.getElementsByTagName("b").getLength()).isZero();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void aPngHasTheSizeAskedForAndShowsSomething(Chart chart) throws IOException {
    Path file = folder.resolve("chart.png");
    Charts.writePng(chart, file, 1000, 640);

    BufferedImage image = ImageIO.read(file.toFile());

    assertThat(image.getWidth()).isEqualTo(1000);
    assertThat(image.getHeight()).isEqualTo(640);
    assertThat(image.getRGB(0, 0)).as("light background").isEqualTo(0xFFFFFFFF);
    assertThat(colours(image)).isGreaterThan(20);
  }

  @Test
  void noDisplayIsNeeded() {
    Charts.svg(Examples.lossCurves());
    assertThat(GraphicsEnvironment.isHeadless()).isTrue();
  }

  @Test
  void whatHasNoPlaceOnAnAxisIsCountedBelowTheChart() throws Exception {
    Chart chart =
        new Chart(
            "",
            Axis.log("rate"),
            Axis.log("loss"),
            List.of(
                points("finished", 1, 2, 3),
                points("some diverged", 1, Double.POSITIVE_INFINITY, Double.NaN),
                new Line(
                    "vanishing",
                    Role.MEASURED,
                    1,
                    List.of(new Position(1, 1), new Position(2, 0), new Position(3, 1)))));

    assertThat(text(parse(Charts.svg(chart)), "desc"))
        .contains("Not shown")
        .contains("some diverged: 2 of 3, vanishing: 1 of 3")
        .doesNotContain("finished:");
  }

  @Test
  void anErrorBarThatReachesZeroOrInfinityGoesToTheEdge() {
    Chart chart =
        new Chart(
            "",
            Axis.log("x"),
            Axis.log("y"),
            List.of(
                new Points(
                    "bars",
                    Role.MEASURED,
                    0,
                    List.of(new Position(1, 1), new Position(2, 3)),
                    List.of(new Range(1, 0, 2), new Range(2, 1, Double.POSITIVE_INFINITY))),
                new Band(
                    "band", Role.FITTED, 0, List.of(new Range(1, -1, 2), new Range(2, 1, 4)))));

    assertThat(Charts.svg(chart)).doesNotContain("NaN").doesNotContain("Infinity");
  }

  @Test
  void aChartOfNothingIsRefused() {
    assertThatThrownBy(
            () ->
                Charts.svg(
                    new Chart(
                        "empty",
                        Axis.log("x"),
                        Axis.log("y"),
                        List.of(points("negative", -1, -2)))))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("empty");
    assertThatThrownBy(
            () -> Charts.svg(new Chart("", Axis.linear("x"), Axis.linear("y"), List.of())))
        .isInstanceOf(InputException.class);
  }

  @Test
  void anyRangeCanBeDrawnAtAnySize() {
    double[][] ranges = {
      {5},
      {0, 0},
      {1e-300, 1e300},
      {Double.MIN_VALUE, Double.MAX_VALUE},
      {-Double.MAX_VALUE, Double.MAX_VALUE},
      {1e16, 1e16 + 2},
      {1, Math.nextUp(1.0)},
      {0.0512, 0.0583},
      {-3e-12, 4e-12}
    };
    assertTimeoutPreemptively(
        LONG,
        () -> {
          for (double[] range : ranges) {
            for (Axis axis : List.of(Axis.linear("y"), Axis.log("y"))) {
              if (axis.shows(range[range.length - 1])) {
                Chart chart = new Chart("t", axis, axis, List.of(diagonal(range)));
                Charts.svg(chart);
                Charts.writePng(chart, folder.resolve("small.png"), 200, 200);
              }
            }
          }
        });
  }

  @Test
  void aFileIsReplacedAsAWholeAndNoDraftIsLeft() throws IOException {
    Path file = folder.resolve("chart.svg");
    Files.writeString(file, "old");
    Charts.writeSvg(Examples.lossCurves(), file);

    assertThat(Files.readString(file)).startsWith("<").contains("Training loss");
    assertThat(folder.toFile().list()).containsExactly("chart.svg");
    assertThatThrownBy(
            () -> Charts.writeSvg(Examples.lossCurves(), folder.resolve("none").resolve("a.svg")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("folder");
    assertThatThrownBy(() -> Charts.writePng(Examples.lossCurves(), file, 10, 500))
        .isInstanceOf(InputException.class);
  }

  private static Points points(String name, double... values) {
    return new Points(
        name,
        Role.MEASURED,
        0,
        IntStream.range(0, values.length).mapToObj(i -> new Position(i + 1, values[i])).toList(),
        List.of());
  }

  private static Points diagonal(double... values) {
    return new Points(
        "values",
        Role.MEASURED,
        0,
        IntStream.range(0, values.length)
            .mapToObj(i -> new Position(values[i], values[i]))
            .toList(),
        List.of());
  }

  private static long colours(BufferedImage image) {
    return IntStream.range(0, image.getWidth() * image.getHeight())
        .map(i -> image.getRGB(i % image.getWidth(), i / image.getWidth()))
        .distinct()
        .count();
  }

  private static Document parse(String svg) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    return factory
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }

  private static String text(Document document, String element) {
    return document.getElementsByTagName(element).item(0).getTextContent();
  }
}
