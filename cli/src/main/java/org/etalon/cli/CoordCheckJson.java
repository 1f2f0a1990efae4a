package org.etalon.cli;

import java.util.Optional;
import org.etalon.init.Readout;
import org.etalon.lab.fit.Interval;
import org.etalon.torch.check.CheckRequest;
import org.etalon.torch.check.CheckResult;
import org.etalon.torch.check.Measurement;
import org.etalon.torch.check.Scaling;
import tools.jackson.core.JsonGenerator;

/** The JSON of {@code coordcheck}: every measurement of every step. */
final class CoordCheckJson {
  private CoordCheckJson() {}

  /** Writes the document. */
  static void write(CheckResult result, JsonGenerator json) {
    json.writeStartObject();
    settings(result, json);
    json.writeStringProperty("verdict", result.verdict().id());
    optional("offender", result.offender(), json);
    optional("farthest", result.worst(), json);
    json.writeArrayPropertyStart("measurements");
    result.measurements().forEach(measurement -> measurement(measurement, json));
    json.writeEndArray();
    Json.findings(json, result.findings());
    json.writeEndObject();
  }

  private static void settings(CheckResult result, JsonGenerator json) {
    CheckRequest request = result.request();
    Scaling scaling = request.scaling();
    json.writeStringProperty("model", request.variation().model().text());
    json.writeStringProperty("vary", request.variation().key());
    json.writeArrayPropertyStart("values");
    request.variation().values().forEach(value -> json.writeNumber((int) value));
    json.writeEndArray();
    json.writeStringProperty("axis", result.axis().id());
    json.writeStringProperty("optimizer", scaling.optimizer().id());
    json.writeNumberProperty("learningRate", scaling.learningRate());
    json.writeStringProperty("width", scaling.width().id());
    json.writeStringProperty("law", scaling.law().id());
    json.writeStringProperty("init", scaling.initialisation().id());
    json.writeStringProperty(
        "readout",
        scaling.readout().map(Readout::id).orElse(scaling.initialisation().defaultReadout().id()));
    json.writeStringProperty("data", request.sampling().data().name());
    json.writeNumberProperty("steps", request.sampling().steps());
    json.writeNumberProperty("seeds", request.sampling().seeds());
    json.writeNumberProperty("tolerance", request.criterion().tolerance());
    json.writeNumberProperty("confidence", request.criterion().confidence());
  }

  private static void optional(String name, Optional<Measurement> measurement, JsonGenerator json) {
    json.writeName(name);
    if (measurement.isPresent()) {
      measurement(measurement.get(), json);
    } else {
      json.writeNull();
    }
  }

  private static void measurement(Measurement measurement, JsonGenerator json) {
    json.writeStartObject();
    json.writeNumberProperty("step", measurement.step());
    json.writeStringProperty("quantity", measurement.quantity().id());
    json.writeStringProperty("representation", measurement.representation());
    json.writeStringProperty("kind", measurement.kind());
    json.writeName("weight");
    if (measurement.weight().isEmpty()) {
      json.writeNull();
    } else {
      json.writeString(measurement.weight());
    }
    json.writeArrayPropertyStart("sizes");
    for (double size : measurement.sizes()) {
      if (Double.isInfinite(size)) {
        json.writeString("Infinity");
      } else {
        json.writeNumber(size);
      }
    }
    json.writeEndArray();
    Json.optional(json, "slope", measurement.slope());
    json.writeName("interval");
    if (measurement.interval().isPresent()) {
      Interval interval = measurement.interval().get();
      json.writeStartObject();
      json.writeNumberProperty("low", interval.low());
      json.writeNumberProperty("high", interval.high());
      json.writeNumberProperty("confidence", interval.confidence());
      json.writeEndObject();
    } else {
      json.writeNull();
    }
    json.writeStringProperty("expected", measurement.expectation().id());
    json.writeStringProperty("verdict", measurement.judgement().id());
    json.writeEndObject();
  }
}
