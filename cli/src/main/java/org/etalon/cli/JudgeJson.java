package org.etalon.cli;

import java.util.Optional;
import java.util.OptionalDouble;
import org.etalon.depth.DepthMeasure;
import org.etalon.lab.fit.Interval;
import org.etalon.lab.fit.Optimum;
import org.etalon.lab.judge.Judgement;
import org.etalon.lab.judge.Judgement.Prediction;
import org.etalon.lab.judge.Judgement.Regret;
import tools.jackson.core.JsonGenerator;

/** The JSON document of {@code judge}. */
final class JudgeJson {
  private JudgeJson() {}

  /**
   * Writes a judgement.
   *
   * @param store where its trials are; empty for runs made elsewhere
   */
  static void write(Judgement judgement, Optional<String> store, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("study", judgement.name());
    if (store.isPresent()) {
      json.writeStringProperty("store", store.get());
    } else {
      json.writeNullProperty("store");
    }
    json.writeStringProperty("score", judgement.score());
    json.writeNumberProperty("confidence", judgement.confidence());
    json.writeObjectPropertyStart("base");
    json.writeStringProperty("size", judgement.base().label());
    json.writeStringProperty("model", judgement.base().model());
    optimum(Optional.of(judgement.baseOptimum()), json);
    json.writeEndObject();
    json.writeArrayPropertyStart("targets");
    for (Judgement.Target target : judgement.targets()) {
      json.writeStartObject();
      json.writeStringProperty("size", target.size().label());
      Json.optional(json, "value", target.size().value());
      json.writeStringProperty("model", target.size().model());
      optimum(target.optimum(), json);
      json.writeArrayPropertyStart("laws");
      target.laws().forEach(law -> prediction(law, json));
      json.writeEndArray();
      json.writeStringProperty("verdict", target.verdict());
      json.writeEndObject();
    }
    json.writeEndArray();
    Json.strings(json, "notes", judgement.notes());
    json.writeEndObject();
  }

  private static void optimum(Optional<Optimum> optimum, JsonGenerator json) {
    if (optimum.isEmpty()) {
      json.writeNullProperty("optimum");
      return;
    }
    json.writeObjectPropertyStart("optimum");
    json.writeNumberProperty("learningRate", optimum.get().learningRate());
    Json.optional(json, "low", optimum.get().low());
    Json.optional(json, "high", optimum.get().high());
    json.writeBooleanProperty("atEdge", optimum.get().atEdge());
    json.writeBooleanProperty("reliable", optimum.get().isReliable());
    json.writeEndObject();
  }

  private static void prediction(Prediction law, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("law", law.law());
    Optional<String> measure = law.measure().map(DepthMeasure::id);
    if (measure.isPresent()) {
      json.writeStringProperty("depthMeasure", measure.get());
    } else {
      json.writeNullProperty("depthMeasure");
    }
    Json.optional(json, "predicted", law.learningRate());
    Json.optional(json, "logError", law.logError());
    interval("logErrorInterval", law.logErrorInterval(), json);
    json.writeObjectPropertyStart("regret");
    if (law.regret() instanceof Regret.Measured m) {
      json.writeNumberProperty("score", m.score());
      Json.optional(json, "low", end(m.interval().map(Interval::low)));
      Json.optional(json, "high", end(m.interval().map(Interval::high)));
      json.writeNumberProperty("seeds", m.seeds());
      json.writeBooleanProperty("trained", m.trained());
    } else {
      json.writeNullProperty("score");
      json.writeNullProperty("low");
      json.writeNullProperty("high");
      if (law.regret() instanceof Regret.Diverges d) {
        json.writeNumberProperty("diverged", d.diverged());
        json.writeNumberProperty("seeds", d.seeds());
      } else if (law.regret() instanceof Regret.Unknown u) {
        json.writeStringProperty("unknown", u.why());
      }
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void interval(String name, Optional<Interval> interval, JsonGenerator json) {
    if (interval.isEmpty()) {
      json.writeNullProperty(name);
      return;
    }
    json.writeObjectPropertyStart(name);
    json.writeNumberProperty("low", interval.get().low());
    json.writeNumberProperty("high", interval.get().high());
    json.writeEndObject();
  }

  private static OptionalDouble end(Optional<Double> value) {
    return value.isPresent() ? OptionalDouble.of(value.get()) : OptionalDouble.empty();
  }
}
