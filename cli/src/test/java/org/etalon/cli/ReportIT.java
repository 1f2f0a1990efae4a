package org.etalon.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page of a report in a real browser. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class ReportIT {
  /** Tells the page that holds this one how wide it came out, and in which colours. */
  private static final String REPORTING =
      """
      <script>
      addEventListener('load', () => setTimeout(() => parent.postMessage([
        document.documentElement.scrollWidth,
        document.documentElement.clientWidth,
        getComputedStyle(document.body).backgroundColor,
        document.querySelectorAll('.chart svg path').length,
        Math.max(0, ...[...document.querySelectorAll('.chart svg')].map((s) => s.clientWidth)),
        getComputedStyle(document.querySelector('.chart')).display,
      ].join('|'), '*'), 800));
      </script>
      """;

  @TempDir private static Path folder;
  private static Path page = Path.of("");

  @BeforeAll
  static void report() {
    String store = folder.resolve("e.db").toString();
    run(
        "sweep",
        "--store",
        store,
        "--study",
        "depths",
        "--model",
        "resmlp:width=8",
        "--vary",
        "blocks=1,2,4",
        "--rates",
        "0.001:30:7",
        "--seeds",
        "3",
        "--steps",
        "12");
    page = folder.resolve("depths.html");
    run("report", "--store", store, "--study", "depths", "--out", page.toString());
  }

  private static void run(String... arguments) {
    Cli.Outcome outcome = Cli.run(arguments);
    assertThat(outcome.status()).as(outcome.err()).isZero();
  }

  private static Chromium browser() {
    var found = Chromium.find(folder);
    Assumptions.assumeTrue(found.isPresent(), "no Chromium on this machine");
    return found.get();
  }

  @Test
  void everyChartIsDrawnAndNothingIsRefused() throws Exception {
    Chromium.Visit visit = browser().visit(page);
    assertThat(visit.console()).as("errors, and violations of the page's policy").isEmpty();
    String[] charts = visit.dom().split("data-chart=", -1);
    assertThat(charts.length - 1)
        .as("all sizes, three sizes, curves and measures")
        .isGreaterThan(8);
    for (int i = 1; i < charts.length; i++) {
      assertThat(charts[i]).contains("data-drawn=\"yes\"").contains("<svg xmlns");
      assertThat(charts[i].split("<path", -1).length).isGreaterThan(10);
    }
    assertThat(visit.dom()).contains("aria-pressed=\"true\"");
  }

  @Test
  void itFitsAPhone() throws Exception {
    String[] told = inFrame(text(), 375);
    assertThat(told[0]).as("nothing lies beyond the right edge").isEqualTo(told[1]);
    assertThat(Integer.parseInt(told[3])).as("charts are drawn").isGreaterThan(100);
    assertThat(Integer.parseInt(told[4])).as("the widest chart").isBetween(250, 375);
  }

  @Test
  void itIsDarkWhereDarkIsPreferred() throws Exception {
    assertThat(inFrame(text(), 900)[2]).isEqualTo("rgb(255, 255, 255)");
    assertThat(inFrame(text(), 900, "--blink-settings=preferredColorScheme=0")[2])
        .isEqualTo("rgb(20, 24, 28)");
  }

  @Test
  void itReadsWithoutScripts() throws Exception {
    String[] told = inFrame(text().replace("<script", "<script type=\"off\""), 900);
    assertThat(told[3]).as("nothing is drawn").isEqualTo("0");
    assertThat(told[5]).as("nor room left for it").isEqualTo("none");
    assertThat(text())
        .contains("<summary>Numbers</summary>")
        .contains("The optimum is ")
        .contains("class=\"edge path\"");
  }

  @Test
  void itCanBePrinted() throws Exception {
    Path pdf = folder.resolve("page.pdf");
    browser().print(page, pdf);
    assertThat(Files.size(pdf)).isGreaterThan(30_000);
  }

  private static String text() throws Exception {
    return Files.readString(page, UTF_8);
  }

  /** What a page says of itself in a frame of some width. */
  private static String[] inFrame(String text, int width, String... options) throws Exception {
    int end = text.lastIndexOf("</body>");
    // The page's own policy would refuse the script that asks.
    Path copy =
        Files.writeString(
            folder.resolve("copy.html"),
            text.substring(0, end).replaceFirst("<meta http-equiv=[^>]*>", "")
                + REPORTING
                + text.substring(end));
    Path holder =
        Files.writeString(
            folder.resolve("holder.html"),
            """
            <title>waiting</title>
            <script>addEventListener('message', (e) => { document.title = e.data; });</script>
            <iframe src="%s" style="width:%dpx;height:900px;border:0"></iframe>
            """
                .formatted(copy.getFileName(), width));
    String dom = browser().visit(holder, options).dom();
    Matcher title = Pattern.compile("<title>([^<]*)</title>").matcher(dom);
    assertThat(title.find()).isTrue();
    assertThat(title.group(1)).contains("|");
    return title.group(1).split("\\|", -1);
  }
}
