package org.etalon.lab.exchange;

import java.io.IOException;
import java.io.OutputStream;
import org.etalon.lab.store.Store;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/**
 * Writes a study as JSON Lines: its definition on the first line, then a line for each trial with
 * every setting, its result, its loss curve and what it was made with. Nothing but the time at
 * which it was finished is lost.
 */
public final class StudyLinesWriter {
  /** Version of the format. */
  static final int VERSION = 1;

  private StudyLinesWriter() {}

  /**
   * Writes.
   *
   * @param name of the study
   * @param definition as its store keeps it
   * @param store where its trials are
   * @param out is not closed
   * @throws IOException if it cannot be written
   */
  public static void write(String name, String definition, Store store, OutputStream out)
      throws IOException {
    line(
        out,
        json -> {
          json.writeStringProperty("etalon", "study");
          json.writeNumberProperty("version", VERSION);
          json.writeStringProperty("name", name);
          json.writeStringProperty("definition", definition);
        });
    for (Store.BroughtTrial one : store.trialsWithResults(name)) {
      line(
          out,
          json -> {
            json.writeStringProperty("key", one.trial().key());
            json.writeStringProperty("size", one.size());
            TrialJson.trial(json, one.trial());
            one.result().ifPresent(found -> TrialJson.result(json, found));
          });
    }
  }

  /** What stands on a line. */
  @FunctionalInterface
  private interface Line {
    void write(JsonGenerator json);
  }

  private static void line(OutputStream out, Line line) throws IOException {
    try (JsonGenerator json =
        JsonLines.FACTORY.createGenerator(ObjectWriteContext.empty(), out, JsonEncoding.UTF8)) {
      json.writeStartObject();
      line.write(json);
      json.writeEndObject();
    }
    out.write('\n');
  }
}
