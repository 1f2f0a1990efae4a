package org.etalon.cli;

import java.util.List;
import org.etalon.depth.Magnitude;
import org.etalon.law.FactorInterval;
import org.etalon.plan.ForwardFactor;
import org.etalon.plan.TensorPlan;
import org.etalon.plan.TransferPlan;
import org.etalon.tensor.Network;
import tools.jackson.core.JsonGenerator;

/** The JSON document of {@code transfer}. */
final class TransferJson {
  private TransferJson() {}

  /** Writes a plan. */
  static void write(TransferPlan plan, JsonGenerator json) {
    json.writeStartObject();
    header(plan, json);
    json.writeArrayPropertyStart("tensors");
    for (TensorPlan tensor : plan.tensors()) {
      tensor(tensor, json);
    }
    json.writeEndArray();
    forward(plan.forward(), json);
    Json.strings(json, "assumptions", plan.assumptions());
    Json.findings(json, plan.findings());
    json.writeEndObject();
  }

  /** Writes forward factors. */
  static void forward(List<ForwardFactor> factors, JsonGenerator json) {
    json.writeArrayPropertyStart("forward");
    for (ForwardFactor factor : factors) {
      json.writeStartObject();
      json.writeStringProperty("node", factor.node());
      json.writeStringProperty("kind", factor.kind().id());
      json.writeNumberProperty("factor", factor.factor());
      json.writeStringProperty("evidence", factor.evidence());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** What a plan and the explanation of one of its tensors begin with. */
  static void header(TransferPlan plan, JsonGenerator json) {
    network(json, "base", plan.request().base(), plan.baseDepth());
    network(json, "target", plan.request().target(), plan.targetDepth());
    json.writeStringProperty("depthMeasure", plan.measure().id());
    json.writeStringProperty("law", plan.request().law().id());
    Json.optional(json, "exponent", plan.request().law().exponent());
    json.writeStringProperty("optimizer", plan.request().optimizer().id());
    json.writeNumberProperty("baseLearningRate", plan.request().learningRate());
    json.writeNumberProperty("learningRate", plan.learningRate());
    interval(plan, json);
  }

  private static void interval(TransferPlan plan, JsonGenerator json) {
    if (plan.interval().isEmpty()) {
      json.writeNullProperty("interval");
      return;
    }
    FactorInterval interval = plan.interval().get();
    json.writeObjectPropertyStart("interval");
    json.writeNumberProperty("low", interval.low());
    json.writeNumberProperty("high", interval.high());
    json.writeNumberProperty("confidence", interval.confidence());
    json.writeEndObject();
  }

  private static void network(JsonGenerator json, String name, Network network, Magnitude depth) {
    json.writeObjectPropertyStart(name);
    json.writeStringProperty("model", network.reference());
    Json.depth(json, "depth", depth);
    json.writeEndObject();
  }

  /** Writes one tensor's part of a plan. */
  static void tensor(TensorPlan tensor, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("name", tensor.name());
    json.writeStringProperty("role", tensor.tensor().role().id());
    json.writeNumberProperty("learningRate", tensor.learningRate());
    json.writeNumberProperty("multiplier", tensor.multiplier());
    json.writeNumberProperty("weightDecay", tensor.weightDecay());
    Json.optional(json, "epsilon", tensor.epsilon());
    Json.optional(json, "initMean", tensor.initial().mean());
    Json.optional(json, "initStd", tensor.initial().std());
    Json.strings(json, "evidence", tensor.evidence());
    json.writeEndObject();
  }
}
