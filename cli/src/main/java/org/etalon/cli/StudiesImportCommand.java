package org.etalon.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.etalon.lab.exchange.StudyLinesReader;
import org.etalon.lab.store.Store;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code etalon studies import}: brings an exported study into a store. */
@Command(
    name = "import",
    description = "Brings a study that was exported as jsonl into a store, all of it or nothing.",
    footerHeading = "%nExample:%n",
    footer = "  etalon studies import depths.jsonl --store other.db")
final class StudiesImportCommand implements Callable<Integer> {
  private final Streams streams;

  @Parameters(paramLabel = "FILE", description = "The export.")
  private Path file = Path.of("");

  @Mixin private StoreOptions store = new StoreOptions();
  @Mixin private ResultOptions result = new ResultOptions();

  StudiesImportCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    result.check();
    StudyLinesReader.Exported study = StudyLinesReader.read(file);
    long brought;
    String address;
    try (Store opened = store.open(streams.err())) {
      address = opened.address();
      brought = opened.bring(study.name(), study.definition(), study.trials());
    }
    long results = brought;
    result.write(
        streams,
        () -> text(study, address, results),
        json -> {
          json.writeStartObject();
          json.writeStringProperty("study", study.name());
          json.writeStringProperty("store", address);
          json.writeNumberProperty("trials", study.count());
          json.writeNumberProperty("results", study.finished());
          json.writeNumberProperty("newResults", results);
          json.writeEndObject();
        });
    return ExitStatus.DONE;
  }

  private static String text(StudyLinesReader.Exported study, String address, long results) {
    return "study "
        + Failures.oneLine(study.name())
        + " is in "
        + Failures.oneLine(address)
        + ": "
        + study.count()
        + " trials, "
        + study.finished()
        + " with a result, of which "
        + results
        + (results == 1 ? " was" : " were")
        + " new\n";
  }
}
