package org.etalon.lab.study;

import java.io.StringWriter;
import java.util.OptionalDouble;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes a study's definition: a study file in JSON in which nothing is left to find out. */
public final class StudyWriter {
  private StudyWriter() {}

  /** The definition. */
  public static String write(Study study) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json =
        JsonFactory.builder().build().createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty("study", study.name());
      study.varied().ifPresent(key -> json.writeStringProperty("varied", key));
      json.writeArrayPropertyStart("sizes");
      study.sizes().forEach(size -> size(json, size));
      json.writeEndArray();
      training(json, study.training());
      search(json, study.search());
      json.writeStringProperty("score", study.score().id());
      json.writeEndObject();
    }
    return text.toString();
  }

  private static void size(JsonGenerator json, Size size) {
    json.writeStartObject();
    json.writeStringProperty("label", size.label());
    optional(json, "value", size.value());
    text(json, "model", size.model());
    text(json, "digest", size.modelDigest());
    if (!size.depths().isEmpty()) {
      json.writeObjectPropertyStart("depths");
      size.depths().forEach((measure, depth) -> json.writeNumberProperty(measure.id(), depth));
      json.writeEndObject();
    }
    optional(json, "guess", size.guess());
    json.writeEndObject();
  }

  private static void training(JsonGenerator json, Training training) {
    json.writeStringProperty("init", training.start().init());
    json.writeStringProperty("readout", training.start().readout());
    training
        .transfer()
        .ifPresent(
            plan -> {
              json.writeObjectPropertyStart("transfer");
              json.writeStringProperty("base", plan.base());
              json.writeStringProperty("law", plan.law());
              json.writeStringProperty("depth", plan.measure());
              optional(json, "exponent", plan.exponent());
              json.writeStringProperty("width", plan.width());
              json.writeEndObject();
            });
    json.writeStringProperty("optimizer", training.optimizer());
    json.writeNumberProperty("weight-decay", training.weightDecay());
    json.writeStringProperty("schedule", training.schedule());
    json.writeStringProperty("data", training.data());
    json.writeBooleanProperty("augment", training.augmented());
    json.writeNumberProperty("batch", training.batch());
    json.writeNumberProperty("steps", training.steps());
    json.writeStringProperty("loss", training.loss());
  }

  private static void search(JsonGenerator json, SearchPlan search) {
    json.writeObjectPropertyStart("learning-rates");
    json.writeNumberProperty("from", search.grid().low());
    json.writeNumberProperty("to", search.grid().high());
    json.writeNumberProperty("count", search.grid().count());
    json.writeEndObject();
    json.writeArrayPropertyStart("seeds");
    search.seeds().forEach(json::writeNumber);
    json.writeEndArray();
    json.writeStringProperty("search", search.kind().id());
    json.writeNumberProperty("confidence", search.confidence());
    if (search.kind() == SearchPlan.Kind.ADAPTIVE) {
      json.writeNumberProperty("accuracy", search.accuracy());
      search.budget().ifPresent(steps -> json.writeNumberProperty("budget", steps));
    }
  }

  private static void optional(JsonGenerator json, String key, OptionalDouble value) {
    if (value.isPresent()) {
      json.writeNumberProperty(key, value.getAsDouble());
    }
  }

  private static void text(JsonGenerator json, String key, String value) {
    if (!value.isEmpty()) {
      json.writeStringProperty(key, value);
    }
  }
}
