package org.etalon.lab.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.etalon.lab.fit.Observation;
import org.etalon.lab.plot.Charts;
import org.etalon.lab.search.RateGrid;
import org.etalon.lab.store.Store;
import org.etalon.lab.study.Size;
import org.etalon.lab.study.Study;
import org.etalon.lab.sweep.SizeRuns;
import org.etalon.lab.sweep.Sweep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTest {
  private static final Pattern SCRIPT = Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL);
  private static final int MEGABYTE = 1_000_000;

  private static final Report MLPS = report(mlps());

  @TempDir private Path folder;

  private static Study mlps() {
    return Example.study("mlps", "mlp:width=8", "depth", List.of(3, 5, 8, 12), 3);
  }

  private static Report report(Study study) {
    Sweep sweep = Example.sweep(study);
    return new Report(
        sweep,
        Optional.of(Example.judgement(sweep)),
        List.of(),
        List.of(),
        Optional.empty(),
        List.of());
  }

  @Test
  void beginsWithWhatWasTrainedAndWhatWasFound() {
    String page = Page.of(MLPS);
    String summary = page.substring(page.indexOf("id=\"summary\""), page.indexOf("id=\"rates\""));
    assertThat(summary)
        .contains(
            "4 networks (depth=3 to depth=12), trained on digits with sgd, batch 64, 120 steps")
        .contains("228 runs at 19 learning rates with up to 3 seeds each, of which")
        .containsPattern("η\\* ∝ update-units to the power −1\\.[45]\\d \\(90 % interval −1\\.")
        .contains("depth=12: use ")
        .contains("constant diverges");
  }

  @Test
  void everyFigureHasWordsAndNumbersForThoseWhoCannotSeeIt() {
    Report report = MLPS;
    String page = Page.of(report);
    List<Figure> figures = report.figures();
    assertThat(figures.stream().map(Figure::name).distinct()).hasSameSizeAs(figures);
    assertThat(page.split("data-chart=", -1)).hasSize(figures.size() + 1);
    for (Figure figure : figures) {
      assertThat(figure.summary()).isNotBlank();
      assertThat(figure.table().rows()).isNotEmpty();
      assertThat(figure.table().rows()).allMatch(r -> r.size() == figure.table().head().size());
      assertThat(page).contains("id=\"" + figure.name() + "\"");
      assertThat(Charts.svg(figure.chart())).startsWith("<svg");
    }
  }

  @Test
  void theLawsStartAtTheBaseAndTheFittedLineIsOfAllSizes() {
    Report report = MLPS;
    Report unjudged =
        new Report(
            report.sweep(), Optional.empty(), List.of(), List.of(), Optional.empty(), List.of());
    assertThat(unjudged.laws())
        .extracting(LawLine::name)
        .as("a chain is as deep by every reading")
        .containsExactly("am-mup = path-sum", "constant");
    LawLine law = unjudged.laws().get(0);
    double tuned = report.sweep().sizes().get(0).optimum().orElseThrow().learningRate();
    assertThat(law.rates().get("depth=3")).isEqualTo(tuned);
    assertThat(law.rates().get("depth=12"))
        .isCloseTo(
            tuned * Math.pow(4.0 / 13, 1.5), org.assertj.core.data.Percentage.withPercentage(1e-6));
  }

  @Test
  void divergedRunsAreSeen() {
    Report report = MLPS;
    Figure rates = report.figures().get(0);
    assertThat(rates.chart().series())
        .anySatisfy(
            series ->
                assertThat(series)
                    .isInstanceOfSatisfying(
                        org.etalon.lab.plot.Series.Points.class,
                        points ->
                            assertThat(points.positions())
                                .isNotEmpty()
                                .allMatch(p -> Double.isInfinite(p.y()))));
    assertThat(rates.table().head()).contains("diverged");
  }

  @Test
  void everyKindOfRegretIsTold() {
    String page = Page.of(MLPS);
    assertThat(page)
        .contains("+0.004 (−0.01 … +0.018)")
        .contains("<td>diverges</td>")
        .contains("<td>not known</td>")
        .contains("a plan of this law was not trained");
  }

  @Test
  void theSameReportGivesTheSameBytes() {
    Report report = MLPS;
    assertThat(Page.of(report)).isEqualTo(Page.of(report));
  }

  @Test
  void thePolicyAdmitsThePagesOwnScriptsAndNothingElse() throws Exception {
    String page = Page.of(MLPS);
    List<String> digests = new ArrayList<>();
    Matcher scripts = SCRIPT.matcher(page);
    while (scripts.find()) {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(scripts.group(1).getBytes(UTF_8));
      digests.add("&#39;sha256-" + Base64.getEncoder().encodeToString(digest) + "&#39;");
    }
    assertThat(digests).hasSize(2);
    assertThat(page)
        .contains(
            "content=\"default-src &#39;none&#39;; script-src "
                + String.join(" ", digests)
                + "; style-src &#39;unsafe-inline&#39;; base-uri &#39;none&#39;; form-action"
                + " &#39;none&#39;\"");
    assertThat(page.replace(Assets.scripts().get(0), ""))
        .doesNotContain("<link")
        .doesNotContain("<iframe")
        .doesNotContain("<img");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "</script><script>alert(1)</script>",
        "<!--<script>",
        "\"><img src=x onerror=alert(1)>",
        "' onmouseover='alert(1)",
        "line\u2028and paragraph\u2029 separators",
        "turned \u202E around \u2066 and \u0000 control \u001B[31m",
        "]]>&lt;&amp;&#0;",
        "a lone \uD800 surrogate",
        "javascript:alert(1)//\\\n'\"`${1}`"
      })
  void noNameBecomesMarkupOrCode(String name) {
    Sweep plain = MLPS.sweep();
    List<SizeRuns> sizes = new ArrayList<>();
    for (SizeRuns one : plain.sizes()) {
      Size size = one.size();
      sizes.add(
          new SizeRuns(
              new Size(
                  name + size.label(),
                  size.value(),
                  name,
                  "",
                  size.depths(),
                  OptionalDouble.empty()),
              one.observations(),
              one.optimum()));
    }
    Sweep hostile = new Sweep(name, Optional.empty(), Optional.of(name), name, 0.9, sizes, 0);
    String page =
        Page.of(
            new Report(
                hostile,
                Optional.of(Example.judgement(hostile)),
                List.of(new LossCurve(name + "depth=3", 0.1, 1, 0, 1, List.of())),
                List.of(new NetworkPicture(name, name, Optional.empty(), name)),
                Optional.empty(),
                List.of(name)));

    assertThat(page.split("<script", -1)).as("data, library, drawing").hasSize(4);
    String ownLibrary = Assets.scripts().get(0);
    int data = page.indexOf("id=\"charts\"");
    String json = page.substring(page.indexOf('>', data) + 1, page.indexOf("</script>", data));
    String rest = page.replace(ownLibrary, "").replace(json, "");
    assertThat(rest)
        .doesNotContain("<img")
        .doesNotContain(" onmouseover='")
        .doesNotContain("\u202E")
        .doesNotContain("\u0000")
        .doesNotContain("\u001B");
    assertThat(json).doesNotContain("<", ">", "&", "\u2028", "\u2029", "\u202E", "\n");
  }

  @Test
  void whatTheStoreKnowsIsTold() {
    Study study =
        Example.study(
            "kept", "resnet:width=8", "blocks", List.of(1, 2, 4), 2, new RateGrid(0.01, 1, 7));
    try (Store store = Example.store(folder, study)) {
      String page = Page.of(Example.report(study, store));
      assertThat(page)
          .contains("libtorch 2.10.0")
          .contains("example-host")
          .contains(">example.db<")
          .doesNotContain(folder.toString())
          .contains("etalon sweep study.json --store example.db")
          .contains("&quot;resnet:width=8,blocks=4&quot;")
          .contains("Training loss, blocks=2")
          .contains("4 residual merges")
          .contains("class=\"edge path\"");
    }
  }

  @Test
  void runsMadeElsewhereMakeAPageWithoutProvenance() {
    List<Observation> runs = new ArrayList<>();
    for (int i = 1; i <= 9; i++) {
      runs.add(Observation.finished(i / 10.0, 1, 1 + Math.pow(Math.log(i / 4.0), 2), 10));
    }
    Size size = new Size("net", OptionalDouble.empty(), "", "", Map.of(), OptionalDouble.empty());
    Sweep sweep =
        new Sweep(
            "runs.csv",
            Optional.empty(),
            Optional.empty(),
            "score",
            0.9,
            List.of(SizeRuns.of(size, runs, 0.9)),
            0);
    String page = Page.of(new Report(sweep));
    assertThat(page)
        .contains("1 network (net). 9 runs at 9 learning rates")
        .contains("fewer than 3 seeds give no interval")
        .contains("The runs were made elsewhere")
        .doesNotContain("id=\"optimum\"")
        .doesNotContain("id=\"regret\"")
        .doesNotContain("id=\"networks\"")
        .doesNotContain("id=\"reproduce\"");
  }

  @Test
  void aStudyThatHasHardlyBegunSaysSo() {
    Study study = mlps();
    try (Store store =
        Store.open(new org.etalon.lab.store.StoreAddress(folder.resolve("begun.db").toString()))) {
      store.keepStudy(study.name(), "");
      Sweep sweep = Sweep.of(study, store, 0.9);
      String page = Page.of(new Report(sweep));
      assertThat(page).contains("No optimal learning rate was found").contains("0 runs");
      assertThat(new Report(sweep).figures()).isEmpty();
    }
  }

  @Test
  void aLargeStudyMakesASmallPage() {
    Study study =
        Example.study(
            "large", "mlp:width=8", "depth", List.of(3, 5, 8, 12), 10, new RateGrid(1e-3, 1, 50));
    String page = Page.of(report(study));
    assertThat(page.getBytes(UTF_8).length).isLessThan(2 * MEGABYTE);
  }
}
