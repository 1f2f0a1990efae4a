package org.etalon.cli;

import java.util.OptionalLong;
import org.etalon.depth.DepthMeasure;
import org.etalon.depth.PathMoments;
import org.etalon.graph.Dim;
import org.etalon.graph.Node;
import org.etalon.init.Initial;
import org.etalon.tensor.Tensor;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.SerializedString;

/** The JSON document of {@code analyze}. */
final class AnalyzeJson {
  // Encoded once: a batch of thousands of models writes millions of them.
  private static final SerializableString NAME = new SerializedString("name");
  private static final SerializableString ROLE = new SerializedString("role");
  private static final SerializableString SHAPE = new SerializedString("shape");
  private static final SerializableString FAN_IN = new SerializedString("fanIn");
  private static final SerializableString FAN_OUT = new SerializedString("fanOut");
  private static final SerializableString USES = new SerializedString("uses");
  private static final SerializableString BLOCK = new SerializedString("block");
  private static final SerializableString INIT_MEAN = new SerializedString("initMean");
  private static final SerializableString INIT_STD = new SerializedString("initStd");

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
    json.writeName(NAME);
    json.writeString(tensor.name());
    json.writeName(ROLE);
    json.writeString(tensor.role().id());
    json.writeName(SHAPE);
    json.writeStartArray();
    for (Dim size : tensor.parameter().shape().dims()) {
      json.writeNumber(size.value());
    }
    json.writeEndArray();
    json.writeName(FAN_IN);
    whole(json, tensor.fanIn());
    json.writeName(FAN_OUT);
    whole(json, tensor.fanOut());
    json.writeName(USES);
    json.writeNumber(tensor.uses().size());
    json.writeName(BLOCK);
    if (tensor.block().isPresent()) {
      json.writeNumber(tensor.block().getAsInt());
    } else {
      json.writeNull();
    }
    json.writeName(INIT_MEAN);
    Json.optional(json, initial.mean());
    json.writeName(INIT_STD);
    Json.optional(json, initial.std());
    json.writeEndObject();
  }

  private static void whole(JsonGenerator json, OptionalLong value) {
    if (value.isPresent()) {
      Json.whole(json, value.getAsLong());
    } else {
      json.writeNull();
    }
  }

  /** Writes what stands for a model that could not be read. */
  static void writeError(String reference, String error, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("model", reference);
    json.writeStringProperty("error", error);
    json.writeEndObject();
  }
}
