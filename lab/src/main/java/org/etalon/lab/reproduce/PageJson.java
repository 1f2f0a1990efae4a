package org.etalon.lab.reproduce;

import java.util.OptionalDouble;
import org.etalon.lab.fit.Interval;
import tools.jackson.core.JsonGenerator;

/** A reproduction as a document, numbers in full precision; what is not finite is null. */
public final class PageJson {
  private PageJson() {}

  /** Writes one object. */
  public static void write(Reproduction made, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("preset", made.preset().name());
    json.writeStringProperty("title", made.preset().title());
    json.writeStringProperty("scale", made.scale().id());
    json.writeStringProperty("claim", made.preset().claim().strip());
    json.writeStringProperty("source", made.preset().source());
    json.writeObjectPropertyStart("verdicts");
    for (Verdict verdict : Verdict.values()) {
      json.writeNumberProperty(verdict.words(), made.count(verdict));
    }
    json.writeEndObject();
    json.writeArrayPropertyStart("parts");
    made.parts().forEach(part -> part(part, json));
    json.writeEndArray();
    cost(made.cost(), json);
    json.writeArrayPropertyStart("versions");
    made.versions().forEach(json::writeString);
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void part(PartResult part, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("part", part.part().name());
    json.writeStringProperty("title", part.part().title());
    json.writeStringProperty("experiment", part.part().experiment().id());
    if (part.outcome().isEmpty()) {
      json.writeStringProperty("skipped", part.skipped());
    }
    json.writeArrayPropertyStart("comparisons");
    part.comparisons().forEach(one -> comparison(one, json));
    json.writeEndArray();
    part.outcome().ifPresent(found -> outcome(found, json));
    json.writeEndObject();
  }

  private static void comparison(Comparison one, JsonGenerator json) {
    Claim claim = one.claim();
    json.writeStartObject();
    json.writeStringProperty("quantity", claim.quantity());
    json.writeStringProperty("says", claim.says());
    json.writeStringProperty("source", claim.source());
    json.writeName("published");
    json.writeStartObject();
    bound("from", claim.low(), json);
    bound("to", claim.high(), json);
    json.writeEndObject();
    json.writeArrayPropertyStart("rivals");
    claim.rivals().forEach(json::writeNumber);
    json.writeEndArray();
    json.writeStringProperty("verdict", one.verdict().words());
    json.writeStringProperty("reason", one.reason());
    json.writeEndObject();
  }

  private static void bound(String name, double value, JsonGenerator json) {
    if (Double.isInfinite(value)) {
      json.writeNullProperty(name);
    } else {
      json.writeNumberProperty(name, value);
    }
  }

  private static void outcome(Outcome found, JsonGenerator json) {
    json.writeObjectPropertyStart("setting");
    found.setting().forEach(line -> json.writeStringProperty(line.name(), line.value()));
    json.writeEndObject();
    json.writeArrayPropertyStart("measured");
    found.measured().forEach(one -> measured(one, json));
    json.writeEndArray();
    json.writeArrayPropertyStart("tables");
    found.tables().forEach(table -> table(table, json));
    json.writeEndArray();
    json.writeArrayPropertyStart("notes");
    found.notes().forEach(json::writeString);
    json.writeEndArray();
    json.writeArrayPropertyStart("studies");
    found.studies().forEach(json::writeString);
    json.writeEndArray();
    cost(found.cost(), json);
  }

  private static void measured(Measured one, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("quantity", one.quantity());
    optional("value", one.value(), json);
    optional("low", end(one, Interval::low), json);
    optional("high", end(one, Interval::high), json);
    optional("confidence", end(one, Interval::confidence), json);
    json.writeStringProperty("note", one.note());
    json.writeEndObject();
  }

  private static OptionalDouble end(
      Measured one, java.util.function.ToDoubleFunction<Interval> end) {
    return one.interval().stream().mapToDouble(end).findFirst();
  }

  private static void optional(String name, OptionalDouble value, JsonGenerator json) {
    if (value.isPresent() && Double.isFinite(value.getAsDouble())) {
      json.writeNumberProperty(name, value.getAsDouble());
    } else {
      json.writeNullProperty(name);
    }
  }

  private static void table(PageTable table, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("title", table.title());
    json.writeArrayPropertyStart("header");
    table.header().forEach(name -> json.writeString(name.replaceFirst("^>", "")));
    json.writeEndArray();
    json.writeArrayPropertyStart("rows");
    table
        .rows()
        .forEach(
            row -> {
              json.writeStartArray();
              row.forEach(json::writeString);
              json.writeEndArray();
            });
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void cost(Cost cost, JsonGenerator json) {
    json.writeObjectPropertyStart("cost");
    json.writeNumberProperty("trials", cost.trials());
    json.writeNumberProperty("diverged", cost.diverged());
    json.writeNumberProperty("abandoned", cost.abandoned());
    json.writeNumberProperty("coreMinutes", cost.coreMinutes());
    json.writeEndObject();
  }
}
