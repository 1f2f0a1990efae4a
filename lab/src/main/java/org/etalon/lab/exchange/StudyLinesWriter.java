package org.etalon.lab.exchange;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.OptionalDouble;
import org.etalon.lab.store.Store;
import org.etalon.lab.study.Provenance;
import org.etalon.lab.study.Trial;
import org.etalon.lab.study.TrialResult;
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
            trial(json, one.trial());
            one.result().ifPresent(found -> result(json, found));
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

  private static void trial(JsonGenerator json, Trial trial) {
    json.writeObjectPropertyStart("trial");
    json.writeStringProperty("model", trial.model());
    json.writeStringProperty("modelDigest", trial.modelDigest());
    json.writeStringProperty("init", trial.start().init());
    json.writeStringProperty("readout", trial.start().readout());
    trial
        .transfer()
        .ifPresent(
            plan -> {
              json.writeObjectPropertyStart("transfer");
              json.writeStringProperty("base", plan.base());
              json.writeStringProperty("law", plan.law());
              json.writeStringProperty("measure", plan.measure());
              optional(json, "exponent", plan.exponent());
              json.writeStringProperty("width", plan.width());
              json.writeEndObject();
            });
    json.writeStringProperty("optimizer", trial.optimizer());
    json.writeNumberProperty("learningRate", trial.learningRate());
    json.writeNumberProperty("weightDecay", trial.weightDecay());
    json.writeStringProperty("schedule", trial.schedule());
    json.writeStringProperty("data", trial.data());
    json.writeBooleanProperty("augmented", trial.augmented());
    json.writeNumberProperty("batch", trial.batch());
    json.writeNumberProperty("steps", trial.steps());
    json.writeStringProperty("loss", trial.loss());
    optional(json, "abandonAbove", trial.abandonAbove());
    json.writeBooleanProperty("evaluated", trial.evaluated());
    json.writeNumberProperty("seed", trial.seed());
    json.writeEndObject();
  }

  private static void result(JsonGenerator json, TrialResult result) {
    json.writeObjectPropertyStart("result");
    json.writeStringProperty("outcome", result.outcome().name().toLowerCase(Locale.ROOT));
    optional(json, "validationLoss", result.validationLoss());
    optional(json, "accuracy", result.accuracy());
    json.writeNumberProperty("seconds", result.seconds());
    Provenance made = result.provenance();
    json.writeStringProperty("etalon", made.etalon());
    json.writeStringProperty("engine", made.engine());
    json.writeStringProperty("java", made.java());
    json.writeStringProperty("system", made.system());
    json.writeStringProperty("host", made.host());
    json.writeArrayPropertyStart("losses");
    for (float loss : result.losses()) {
      json.writeNumber(loss);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void optional(JsonGenerator json, String name, OptionalDouble value) {
    if (value.isPresent()) {
      json.writeNumberProperty(name, value.getAsDouble());
    }
  }
}
