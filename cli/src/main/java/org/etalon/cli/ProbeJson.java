package org.etalon.cli;

import java.util.Optional;
import java.util.OptionalDouble;
import org.etalon.lab.fit.Interval;
import org.etalon.lab.fit.LogMean;
import org.etalon.lab.fit.PowerLawFit;
import org.etalon.torch.probe.Measurement.LayerEnergy;
import tools.jackson.core.JsonGenerator;

/** The JSON document of {@code probe}. */
final class ProbeJson {
  private ProbeJson() {}

  /** Writes a report. */
  static void write(ProbeReport report, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("model", report.model());
    json.writeStringProperty("kind", report.probe().id());
    json.writeStringProperty("optimizer", report.optimizer());
    json.writeStringProperty("init", report.init());
    json.writeStringProperty("data", report.data());
    json.writeNumberProperty("batch", report.batch());
    json.writeName("against");
    if (report.against().isPresent()) {
      json.writeString(report.against().get());
    } else {
      json.writeNull();
    }
    json.writeArrayPropertyStart("points");
    report.points().forEach(point -> point(point, json));
    json.writeEndArray();
    exponent(report.fit(), report.confidence(), json);
    Json.findings(json, report.findings());
    json.writeEndObject();
  }

  private static void point(ProbeReport.At point, JsonGenerator json) {
    LogMean rate = point.result().learningRate();
    json.writeStartObject();
    if (point.value().isPresent()) {
      Json.number(json, "value", point.value().getAsDouble());
    } else if (point.label().isEmpty()) {
      json.writeNullProperty("value");
    } else {
      json.writeStringProperty("value", point.label());
    }
    Json.optional(json, "learningRate", rate.geometricMean());
    Json.optional(json, "standardError", rate.standardError());
    json.writeNumberProperty("seeds", rate.count());
    json.writeArrayPropertyStart("layers");
    for (LayerEnergy layer : point.result().layers()) {
      json.writeStartObject();
      json.writeStringProperty("name", layer.name());
      OptionalDouble energy =
          Double.isFinite(layer.energy())
              ? OptionalDouble.of(layer.energy())
              : OptionalDouble.empty();
      Json.optional(json, "energy", energy);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void exponent(Optional<PowerLawFit> fit, double confidence, JsonGenerator json) {
    if (fit.isEmpty()) {
      json.writeNullProperty("exponent");
      return;
    }
    Optional<Interval> interval = ProbeReport.interval(fit.get(), confidence);
    json.writeObjectPropertyStart("exponent");
    json.writeNumberProperty("value", fit.get().exponent());
    Json.optional(json, "low", end(interval.map(Interval::low)));
    Json.optional(json, "high", end(interval.map(Interval::high)));
    json.writeNumberProperty("confidence", confidence);
    json.writeEndObject();
  }

  private static OptionalDouble end(Optional<Double> value) {
    return value.isPresent() ? OptionalDouble.of(value.get()) : OptionalDouble.empty();
  }
}
