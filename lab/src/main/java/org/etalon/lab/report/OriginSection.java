package org.etalon.lab.report;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.etalon.lab.fit.Observation;
import org.etalon.lab.markup.Markup;
import org.etalon.lab.store.Store;
import org.etalon.lab.study.SearchPlan;
import org.etalon.lab.study.Training;
import org.etalon.lab.sweep.Sweep;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/** How the runs were made, and how to make them again. */
final class OriginSection {
  private OriginSection() {}

  static void write(Markup html, Report report, Summary summary) {
    html.open("section", "id", "provenance").element("h2", "How these runs were made").line();
    Tables.write(html, runs(report, summary));
    Optional<Origin> origin = report.origin();
    if (origin.isEmpty()) {
      html.element("p", "The runs were made elsewhere; how, and with what, is not known here.");
    } else {
      html.element("h3", "Training");
      Tables.write(html, settings(origin.get()));
      html.element("h3", "Versions and machines");
      Tables.write(html, made(origin.get()));
    }
    html.close().line();
    if (origin.isPresent() || !report.commands().isEmpty()) {
      html.open("section", "id", "reproduce").element("h2", "How to make them again");
      if (!report.commands().isEmpty()) {
        html.element("p", "By these commands; the definition below is the study file, study.json.");
        html.open("pre", "tabindex", "0")
            .element("code", String.join("\n", report.commands()))
            .close();
        html.element(
            "p",
            "Equal settings give the same losses on the same machine with the same versions;"
                + " elsewhere they differ by rounding.",
            "class",
            "note");
      }
      origin.ifPresent(
          o -> {
            html.open("details", "class", "numbers").element("summary", "Definition of the study");
            html.open("pre", "tabindex", "0").element("code", indented(o.definition())).close();
            html.close();
          });
      html.close().line();
    }
  }

  private static Figure.Table runs(Report report, Summary summary) {
    Sweep sweep = report.sweep();
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("runs", String.valueOf(summary.runs())));
    rows.add(List.of("finished", String.valueOf(summary.count(Observation.Ending.FINISHED))));
    rows.add(List.of("diverged", String.valueOf(summary.count(Observation.Ending.DIVERGED))));
    rows.add(
        List.of(
            "given up as hopeless", String.valueOf(summary.count(Observation.Ending.ABANDONED))));
    rows.add(List.of("asked for, not finished yet", String.valueOf(sweep.unfinished())));
    long steps =
        sweep.sizes().stream()
            .flatMap(size -> size.observations().stream())
            .mapToLong(Observation::steps)
            .sum();
    rows.add(List.of("steps of training", steps == 0 ? "not known" : String.valueOf(steps)));
    rows.add(List.of("score", sweep.score()));
    List<Long> seeds =
        sweep.sizes().stream()
            .flatMap(size -> size.observations().stream())
            .map(Observation::seed)
            .distinct()
            .sorted()
            .toList();
    rows.add(List.of("seeds", shortened(seeds)));
    report
        .origin()
        .ifPresent(
            origin -> {
              rows.add(List.of("training time, one thread", Shown.time(origin.seconds())));
              rows.add(List.of("store", named(origin.store())));
            });
    return new Figure.Table(List.of("what", "value"), rows);
  }

  /** A file's name without its folders, which are the writer's own business. */
  private static String named(String store) {
    return store.startsWith("jdbc:")
        ? store
        : store.substring(1 + Math.max(store.lastIndexOf('/'), store.lastIndexOf('\\')));
  }

  private static String shortened(List<Long> seeds) {
    int most = 12;
    List<String> words = seeds.stream().limit(most).map(String::valueOf).toList();
    return String.join(", ", words)
        + (seeds.size() > most ? ", … (" + seeds.size() + " in all)" : "");
  }

  private static Figure.Table settings(Origin origin) {
    Training training = origin.study().training();
    SearchPlan search = origin.study().search();
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("initialisation", training.start().init()));
    rows.add(List.of("read-out", training.start().readout()));
    training
        .transfer()
        .ifPresent(
            plan ->
                rows.add(
                    List.of(
                        "trained by the plan of",
                        plan.law() + " from " + plan.base() + ", depth " + plan.measure())));
    rows.add(List.of("optimizer", training.optimizer()));
    rows.add(List.of("weight decay", Shown.number(training.weightDecay())));
    rows.add(List.of("schedule", training.schedule()));
    rows.add(List.of("data", training.data() + (training.augmented() ? ", augmented" : "")));
    rows.add(List.of("batch", String.valueOf(training.batch())));
    rows.add(List.of("steps", String.valueOf(training.steps())));
    rows.add(List.of("loss", training.loss()));
    rows.add(
        List.of(
            "learning rates",
            search.grid().count()
                + " from "
                + Shown.number(search.grid().low())
                + " to "
                + Shown.number(search.grid().high())
                + ", search "
                + search.kind().id()));
    return new Figure.Table(List.of("setting", "value"), rows);
  }

  private static Figure.Table made(Origin origin) {
    return new Figure.Table(
        List.of(
            "Etalon",
            "engine",
            "Java",
            "system",
            "host",
            "trials",
            "time",
            "first, UTC",
            "last, UTC"),
        origin.made().stream().map(OriginSection::row).toList());
  }

  private static List<String> row(Store.MadeWith made) {
    return List.of(
        made.provenance().etalon(),
        made.provenance().engine(),
        made.provenance().java(),
        made.provenance().system(),
        made.provenance().host(),
        String.valueOf(made.trials()),
        Shown.time(made.seconds()),
        minute(made.first()),
        minute(made.last()));
  }

  /** A time without its seconds, UTC. */
  private static String minute(String time) {
    int length = "2026-01-01T00:00".length();
    return time.length() < length ? time : time.substring(0, length).replace('T', ' ');
  }

  /** The same JSON with line breaks. */
  private static String indented(String json) {
    PrettyPrinter printer = new DefaultPrettyPrinter();
    StringWriter text = new StringWriter();
    JsonFactory factory = JsonFactory.builder().build();
    try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), json);
        JsonGenerator generator =
            factory.createGenerator(
                new ObjectWriteContext.Base() {
                  @Override
                  public PrettyPrinter getPrettyPrinter() {
                    return printer;
                  }

                  @Override
                  public boolean hasPrettyPrinter() {
                    return true;
                  }
                },
                text)) {
      parser.nextToken();
      generator.copyCurrentStructure(parser);
    }
    return text.toString();
  }
}
