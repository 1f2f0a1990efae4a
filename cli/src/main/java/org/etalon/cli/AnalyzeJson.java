package org.etalon.cli;

import org.etalon.depth.DepthMeasure;
import org.etalon.depth.PathMoments;
import org.etalon.graph.Node;
import org.etalon.init.Initial;
import org.etalon.tensor.Tensor;
import tools.jackson.core.JsonGenerator;

/** The JSON document of {@code analyze}. */
final class AnalyzeJson {
  private AnalyzeJson() {}

  /** Writes an analysis. */
  static void write(Analysis analysis, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("model", analysis.network().reference());
    json.writeStringProperty("source", analysis.network().source());
    json.writeArrayPropertyStart("input");
    for (Node input : analysis.network().graph().inputs()) {
      json.writeString(input.name());
    }
    json.writeEndArray();
    json.writeStringProperty("output", analysis.network().graph().outputName());
    json.writeObjectPropertyStart("depth");
    for (DepthMeasure measure : DepthMeasure.values()) {
      Json.depth(json, measure.id(), analysis.depth(measure).orElse(null));
    }
    json.writeEndObject();
    PathMoments moments = analysis.moments();
    json.writeObjectPropertyStart("paths");
    json.writeStringProperty("count", moments.count().toString());
    json.writeStringProperty("sumDepth", moments.sumDepth().toString());
    json.writeStringProperty("sumDepthSquared", moments.sumDepthSquared().toString());
    json.writeStringProperty("sumDepthCubed", moments.sumDepthCubed().toString());
    json.writeEndObject();
    json.writeObjectPropertyStart("parameters");
    json.writeNumberProperty("tensors", analysis.network().tensors().size());
    json.writeStringProperty("scalars", analysis.network().scalars().toString());
    json.writeEndObject();
    json.writeArrayPropertyStart("tensors");
    for (Tensor tensor : analysis.network().tensors()) {
      tensor(tensor, analysis.initial(tensor), json);
    }
    json.writeEndArray();
    Json.findings(json, analysis.findings());
    json.writeEndObject();
  }

  private static void tensor(Tensor tensor, Initial initial, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("name", tensor.name());
    json.writeStringProperty("role", tensor.role().id());
    Json.shape(json, "shape", tensor.parameter().shape());
    if (tensor.fanIn().isPresent()) {
      Json.whole(json, "fanIn", tensor.fanIn().getAsLong());
    } else {
      json.writeNullProperty("fanIn");
    }
    if (tensor.fanOut().isPresent()) {
      Json.whole(json, "fanOut", tensor.fanOut().getAsLong());
    } else {
      json.writeNullProperty("fanOut");
    }
    json.writeNumberProperty("uses", tensor.uses().size());
    if (tensor.block().isPresent()) {
      json.writeNumberProperty("block", tensor.block().getAsInt());
    } else {
      json.writeNullProperty("block");
    }
    Json.optional(json, "initMean", initial.mean());
    Json.optional(json, "initStd", initial.std());
    json.writeEndObject();
  }

  /** Writes what stands for a model that could not be read. */
  static void writeError(String reference, String error, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("model", reference);
    json.writeStringProperty("error", error);
    json.writeEndObject();
  }
}
