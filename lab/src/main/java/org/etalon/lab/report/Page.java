package org.etalon.lab.report;

import java.util.ArrayList;
import java.util.List;
import org.etalon.lab.fit.LawComparison;
import org.etalon.lab.fit.Observation;
import org.etalon.lab.judge.Judgement;
import org.etalon.lab.markup.Markup;

/**
 * The page: one HTML document that holds all it needs. Its Content-Security-Policy admits the three
 * scripts it holds, by their digests, and nothing from anywhere else.
 *
 * <p>The same report gives the same bytes.
 */
public final class Page {
  private final Report report;
  private final Summary summary;
  private final List<Figure> figures = new ArrayList<>();
  private final Markup html = new Markup();

  private Page(Report report) {
    this.report = report;
    this.summary = new Summary(report);
  }

  /** The document. */
  public static String of(Report report) {
    return new Page(report).write();
  }

  private String write() {
    html.trusted("<!DOCTYPE html>\n");
    html.open("html", "lang", "en");
    head();
    html.open("body");
    html.open("header").element("h1", report.sweep().name());
    html.element("p", "What learning rates of several sizes have shown", "class", "lead").close();
    html.open("main").line();
    summary();
    rates();
    optima();
    regret();
    curves();
    networks();
    OriginSection.write(html, report, summary);
    html.close();
    footer();
    scripts();
    html.close().close().line();
    return html.finish();
  }

  private void head() {
    html.open("head").empty("meta", "charset", "utf-8");
    html.empty("meta", "http-equiv", "Content-Security-Policy", "content", Assets.policy());
    html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.empty("meta", "name", "color-scheme", "content", "light dark");
    html.empty("meta", "name", "referrer", "content", "no-referrer");
    html.element("title", report.sweep().name() + " – learning rates over sizes").line();
    html.open("style").trusted(Assets.style()).close().close().line();
  }

  private void summary() {
    section("summary", "In short");
    html.element("p", summary.trained()).line();
    html.element("p", summary.moved()).line();
    summary.exponent().ifPresent(text -> html.element("p", text).line());
    List<String> verdicts = summary.verdicts();
    if (!verdicts.isEmpty()) {
      html.element("p", "The laws, judged from " + judged() + " alone:");
      html.open("ul", "class", "verdicts");
      verdicts.forEach(text -> html.element("li", text).line());
      html.close();
    }
    html.close().line();
  }

  private String judged() {
    return report.judgement().map(j -> j.base().label()).orElse("the base");
  }

  private void rates() {
    List<Figure> all = report.rateFigures();
    if (all.isEmpty()) {
      return;
    }
    section("rates", "Loss against learning rate");
    figure(all.get(0), true);
    if (all.size() > 1) {
      html.element("h3", "Size by size");
      html.element(
          "p", "Every run of a size, its optimum, and where the laws would have set its rate.");
      grid(all.subList(1, all.size()));
    }
    html.close().line();
  }

  private void optima() {
    List<Figure> all = report.optimumFigures();
    if (all.isEmpty()) {
      return;
    }
    section("optimum", "Optimal learning rate against depth and size");
    html.element(
        "p",
        "Both axes are logarithmic, so a power law is a straight line. Laws start at the base's"
            + " optimum; the fitted line uses all reliable optima.");
    figure(all.get(0), true);
    for (Figure figure : all.subList(1, all.size())) {
      html.open("details", "class", "more");
      html.element("summary", figure.chart().title());
      figure(figure, false);
      html.close().line();
    }
    html.element("h3", "Exponents");
    Tables.write(html, Exponents.table(report.fits(), report.sweep().confidence()));
    html.element(
        "p",
        "p of −3/2: how often points as far from the exponent −3/2 as these would come about if it"
            + " were true. p of no curvature: the same for a straight line; a small one says that"
            + " the points bend.",
        "class",
        "note");
    report.comparison().ifPresent(this::comparison);
    html.close().line();
  }

  private void comparison(LawComparison comparison) {
    html.element("h3", "Which law tells these optima best");
    Tables.write(html, Exponents.comparison(comparison));
    html.element(
        "p",
        "Δ AICc: Akaike's criterion, corrected for few sizes, above the best law's; below "
            + Shown.number(LawComparison.LEAST_DIFFERENCE)
            + " the data do not tell two laws apart. All of these saw every size's optimum, so"
            + " this tells how well they describe, not how well they predict.",
        "class",
        "note");
  }

  private void regret() {
    if (report.judgement().isEmpty()) {
      return;
    }
    Judgement judgement = report.judgement().get();
    section("regret", "What each law costs");
    html.element(
        "p",
        "Only "
            + judgement.base().label()
            + " was tuned. Each law predicts every target's learning rate from its optimum, "
            + Shown.number(judgement.baseOptimum().learningRate())
            + ". Regret is the "
            + judgement.score().replace('-', ' ')
            + " at the prediction less that at the target's own optimum; smaller is better. Error"
            + " in log η is the natural logarithm of predicted over optimal rate: +0.69 is twice"
            + " too high.");
    Tables.write(html, RegretTable.overview(judgement));
    for (String note : judgement.notes()) {
      html.element("p", Shown.capital(note) + (note.endsWith(".") ? "" : "."), "class", "note");
    }
    html.open("details", "class", "numbers").element("summary", "Predictions and errors");
    Tables.write(html, RegretTable.of(judgement));
    html.close();
    html.close().line();
  }

  private void curves() {
    List<Figure> all = report.curveFigures();
    if (all.isEmpty()) {
      return;
    }
    section("curves", "Training loss over the run");
    grid(all);
    html.close().line();
  }

  private void networks() {
    List<NetworkPicture> all = report.networks();
    if (all.isEmpty()) {
      return;
    }
    section("networks", "The networks");
    NetworkSection.write(html, all);
    html.close().line();
  }

  private void section(String id, String title) {
    html.open("section", "id", id).element("h2", title).line();
  }

  private void grid(List<Figure> all) {
    html.open("div", "class", "grid");
    all.forEach(figure -> figure(figure, true));
    html.close();
  }

  /** A figure: its chart is drawn by the script, its words and numbers stand in the page. */
  private void figure(Figure figure, boolean titled) {
    html.open("figure", "id", figure.name());
    if (titled) {
      html.element("figcaption", figure.chart().title());
    }
    html.open("div", "class", "legend").close();
    html.open(
            "div",
            "class",
            "chart",
            "data-chart",
            String.valueOf(figures.size()),
            "role",
            "img",
            "aria-label",
            figure.chart().title() + ". " + figure.summary())
        .close();
    html.element("p", figure.summary(), "class", "says");
    html.open("details", "class", "numbers").element("summary", "Numbers");
    Tables.write(html, figure.table());
    html.close().close().line();
    figures.add(figure);
  }

  private void footer() {
    html.open("footer");
    List<String> versions =
        report.origin().stream()
            .flatMap(origin -> origin.made().stream())
            .map(made -> made.provenance().etalon())
            .distinct()
            .toList();
    long seeds =
        report.sweep().sizes().stream()
            .flatMap(size -> size.observations().stream())
            .mapToLong(Observation::seed)
            .distinct()
            .count();
    html.element(
        "p",
        "Made by Etalon"
            + (versions.isEmpty() ? "" : "; trained by " + Shown.list(versions))
            + "; intervals from "
            + Shown.count(seeds, "seed", "seeds")
            + ".");
    html.element("p", Assets.notice());
    html.close().line();
  }

  private void scripts() {
    html.open("script", "type", "application/json", "id", "charts");
    html.trusted(ChartJson.of(figures)).close().line();
    for (String script : Assets.scripts()) {
      html.open("script").trusted(script).close().line();
    }
  }
}
