package org.etalon.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.List;
import java.util.concurrent.Callable;
import org.etalon.graph.InputException;
import org.etalon.graph.UnknownIdentifierException;
import org.etalon.lab.exchange.StudyCsv;
import org.etalon.lab.exchange.StudyLinesWriter;
import org.etalon.lab.store.Store;
import org.etalon.lab.study.Study;
import org.etalon.lab.study.StudyReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code etalon studies export}: a study as CSV or JSON Lines. */
@Command(
    name = "export",
    description = "A study as a table (csv), or with all that is known of it (jsonl).",
    footerHeading = "%nExample:%n",
    footer = "  etalon studies export depths --as jsonl --out depths.jsonl")
final class StudiesExportCommand implements Callable<Integer> {
  private static final List<String> FORMS = List.of("csv", "jsonl");

  private final Streams streams;

  @Parameters(paramLabel = "NAME", description = "The study.")
  private String name = "";

  @Option(
      names = "--as",
      paramLabel = "csv|jsonl",
      required = true,
      description = "csv: a row for each trial; jsonl: lossless, for 'etalon studies import'.")
  private String form = "";

  @Mixin private StoreOptions store = new StoreOptions();
  @Mixin private ResultOptions result = new ResultOptions();

  StudiesExportCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    if (!FORMS.contains(form)) {
      throw new UnknownIdentifierException("form of an export", form, FORMS);
    }
    if (result.isJson()) {
      throw new UnknownIdentifierException("format of an export", "json", FORMS);
    }
    result.check();
    if (StudiesCommand.isJudgement(name)) {
      throw new InputException(
          name, "is what a judgement trained, not a study", "export the study it is of");
    }
    try (Store opened = store.openToRead(streams.err())) {
      String definition = StoreOptions.definition(opened, name);
      Study study = StudyReader.kept(definition);
      result.write(
          streams,
          out -> {
            if (form.equals("csv")) {
              Writer writer = new OutputStreamWriter(out, UTF_8);
              StudyCsv.write(study, opened, writer);
              writer.flush();
            } else {
              StudyLinesWriter.write(name, definition, opened, out);
            }
          });
    }
    return ExitStatus.DONE;
  }
}
