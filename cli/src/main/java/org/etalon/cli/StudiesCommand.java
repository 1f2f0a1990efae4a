package org.etalon.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.etalon.graph.InputException;
import org.etalon.graph.UnknownIdentifierException;
import org.etalon.lab.store.Store;
import org.etalon.lab.study.Score;
import org.etalon.lab.study.Size;
import org.etalon.lab.study.Study;
import org.etalon.lab.study.TrialResult.Outcome;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.core.JsonGenerator;

/** {@code etalon studies}: the studies of a store; its subcommands carry them to another. */
@Command(
    name = "studies",
    description = "The studies of a store, and what they have found so far.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  etalon studies",
      "  etalon studies export depths --as csv --out depths.csv",
      "  etalon studies import depths.jsonl --store other.db"
    })
final class StudiesCommand implements Callable<Integer> {
  private static final double HOUR = 3600;

  private final Streams streams;

  @Mixin private StoreOptions store = new StoreOptions();
  @Mixin private ResultOptions result = new ResultOptions();

  private StudiesCommand(Streams streams) {
    this.streams = streams;
  }

  /** The command with its subcommands. */
  static CommandLine commandLine(Streams streams) {
    return new CommandLine(new StudiesCommand(streams))
        .addSubcommand(new StudiesExportCommand(streams))
        .addSubcommand(new StudiesImportCommand(streams));
  }

  /**
   * A study in numbers.
   *
   * @param summary trials and hours
   * @param study its definition; empty if this version cannot read it
   */
  private record Listed(Store.StudySummary summary, Optional<Study> study) {
    long diverged() {
      return summary.count(Outcome.DIVERGED);
    }

    long abandoned() {
      return summary.count(Outcome.ABANDONED);
    }
  }

  @Override
  public Integer call() throws IOException {
    result.check();
    List<Listed> studies = new ArrayList<>();
    String address;
    try (Store opened = store.openToRead(streams.err())) {
      address = opened.address();
      for (Store.StudySummary summary : opened.studies()) {
        studies.add(new Listed(summary, definition(opened, summary.name())));
      }
    }
    result.write(streams, () -> text(studies), json -> write(address, studies, json));
    return ExitStatus.DONE;
  }

  private Optional<Study> definition(Store opened, String name) {
    if (isJudgement(name)) {
      return Optional.empty();
    }
    try {
      return Optional.of(StoreOptions.study(opened, name));
    } catch (InputException | UnknownIdentifierException unreadable) {
      streams
          .err()
          .println(
              "etalon: warning: study '"
                  + Failures.oneLine(name)
                  + "' cannot be read by this version: "
                  + Failures.oneLine(unreadable.getMessage()));
      return Optional.empty();
    }
  }

  /** Whether a store's entry is what a judgement trained; no study has such a name. */
  static boolean isJudgement(String name) {
    return name.contains("/");
  }

  private static String text(List<Listed> studies) {
    Table table =
        new Table(
            "study", "sizes", ">trials", ">finished", ">diverged", ">hours", "score", "trained on");
    for (Listed one : studies) {
      table.row(
          Failures.oneLine(one.summary().name()),
          Failures.oneLine(one.study().map(StudiesCommand::sizes).orElse("–")),
          Long.toString(one.summary().trials()),
          Long.toString(one.summary().finished()),
          Long.toString(one.diverged()),
          String.format(Locale.ROOT, "%.2f", one.summary().seconds() / HOUR),
          one.study().map(Study::score).map(Score::id).orElse("–"),
          Failures.oneLine(one.study().map(study -> study.training().data()).orElse("–")));
    }
    return studies.isEmpty() ? "no studies yet\n" : table.toString();
  }

  private static String sizes(Study study) {
    List<String> labels = study.sizes().stream().map(Size::label).toList();
    String prefix = study.varied().map(key -> key + "=").orElse("");
    boolean named =
        !prefix.isEmpty() && labels.stream().allMatch(label -> label.startsWith(prefix));
    String all =
        named
            ? prefix
                + String.join(
                    ",", labels.stream().map(label -> label.substring(prefix.length())).toList())
            : String.join(", ", labels);
    return all.length() <= 40 ? all : labels.size() + " sizes";
  }

  private static void write(String address, List<Listed> studies, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("store", address);
    json.writeArrayPropertyStart("studies");
    for (Listed one : studies) {
      json.writeStartObject();
      json.writeStringProperty("name", one.summary().name());
      if (one.study().isPresent()) {
        Study study = one.study().get();
        json.writeName("varied");
        if (study.varied().isPresent()) {
          json.writeString(study.varied().get());
        } else {
          json.writeNull();
        }
        Json.strings(json, "sizes", study.sizes().stream().map(Size::label).toList());
        json.writeStringProperty("score", study.score().id());
        json.writeStringProperty("data", study.training().data());
        json.writeStringProperty("optimizer", study.training().optimizer());
        json.writeStringProperty("search", study.search().kind().id());
      }
      json.writeNumberProperty("trials", one.summary().trials());
      json.writeNumberProperty("finished", one.summary().finished());
      json.writeNumberProperty("diverged", one.diverged());
      json.writeNumberProperty("abandoned", one.abandoned());
      json.writeNumberProperty("seconds", one.summary().seconds());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
