package org.etalon.cli;

import java.io.OutputStream;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.etalon.depth.Magnitude;
import org.etalon.graph.Finding;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;

/** What the documents have in common. Streaming only: data binding would double the start-up. */
final class Json {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

  /** Whole numbers up to here are exact as doubles, which is what most readers take them for. */
  private static final long LARGEST_EXACT = 1L << 53;

  private Json() {}

  /** A generator of one line after another. */
  static JsonGenerator compact(OutputStream out) {
    return FACTORY.createGenerator(ObjectWriteContext.empty(), out, JsonEncoding.UTF8);
  }

  /** A generator of one document with line breaks; lists of numbers stay on their line. */
  private static JsonGenerator indented(OutputStream out) {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    PrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(null);
    return FACTORY.createGenerator(
        new ObjectWriteContext.Base() {
          @Override
          public PrettyPrinter getPrettyPrinter() {
            return printer;
          }

          @Override
          public boolean hasPrettyPrinter() {
            return true;
          }
        },
        out,
        JsonEncoding.UTF8);
  }

  /** Writes one document with line breaks, and a line break after it. */
  static void document(OutputStream out, Consumer<JsonGenerator> document) {
    try (JsonGenerator json = indented(out)) {
      document.accept(json);
      json.writeRaw('\n');
    }
  }

  /**
   * A depth: a whole number where it is one, a string beyond a double, null where there is none.
   */
  static void depth(JsonGenerator json, String name, @Nullable Magnitude depth) {
    if (depth == null) {
      json.writeNullProperty(name);
    } else if (!depth.fitsDouble()) {
      json.writeStringProperty(name, depth.toString());
    } else {
      number(json, name, depth.toDouble());
    }
  }

  /** A double, written as a whole number where it is one. */
  static void number(JsonGenerator json, String name, double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      json.writeNumberProperty(name, (long) value);
    } else {
      json.writeNumberProperty(name, value);
    }
  }

  /** A property that is a number, or null. */
  static void optional(JsonGenerator json, String name, OptionalDouble value) {
    json.writeName(name);
    optional(json, value);
  }

  /** A number, or null. */
  static void optional(JsonGenerator json, OptionalDouble value) {
    if (value.isPresent()) {
      json.writeNumber(value.getAsDouble());
    } else {
      json.writeNull();
    }
  }

  /** A whole number: a string if it exceeds 2^53. */
  static void whole(JsonGenerator json, long value) {
    if (value > LARGEST_EXACT) {
      json.writeString(Long.toString(value));
    } else {
      json.writeNumber(value);
    }
  }

  /** A list of strings. */
  static void strings(JsonGenerator json, String name, List<String> values) {
    json.writeArrayPropertyStart(name);
    values.forEach(json::writeString);
    json.writeEndArray();
  }

  /** The findings of a document. */
  static void findings(JsonGenerator json, List<Finding> findings) {
    json.writeArrayPropertyStart("findings");
    for (Finding finding : findings) {
      json.writeStartObject();
      json.writeStringProperty("severity", Messages.severity(finding));
      json.writeStringProperty("node", finding.node());
      json.writeStringProperty("message", finding.message());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
