package org.etalon.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.etalon.graph.UnknownIdentifierException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.core.JsonGenerator;

/** How a command's result is written, and where to. */
final class ResultOptions {
  @Option(
      names = "--format",
      paramLabel = "FORM",
      description =
          "text (default): aligned tables; json: one document, full precision; spec, for analyze"
              + " only: the model as an architecture spec.")
  private Format format = Format.text;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write the result to FILE, all of it or nothing, instead of stdout.")
  private @Nullable Path out;

  /** The forms of a result; named as users write them. */
  enum Format {
    /** Aligned tables for people. */
    text,
    /** One JSON document. */
    json,
    /** An architecture spec that builds the same network. */
    spec
  }

  /** Something that writes a result. */
  @FunctionalInterface
  interface Result {
    /** Writes the whole result. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** Whether the result is to be JSON. */
  boolean isJson() {
    return format == Format.json;
  }

  /** Whether the result is to be an architecture spec. */
  boolean isSpec() {
    return format == Format.spec;
  }

  /**
   * Writes a result to stdout, or, all of it or nothing, to the file that was asked for.
   *
   * @throws InputException if the file cannot be written
   */
  void write(Streams streams, Result result) throws IOException {
    if (out == null) {
      result.writeTo(streams.out());
      streams.out().flush();
      return;
    }
    OutFile.write(out, result);
  }

  /**
   * Writes a result as text or as one JSON document, as was asked for; the other is never made.
   *
   * @throws InputException if the file cannot be written
   */
  void write(Streams streams, Supplier<String> text, Consumer<JsonGenerator> document)
      throws IOException {
    write(
        streams,
        out -> {
          if (isJson()) {
            Json.document(out, document);
          } else {
            out.write(text.get().getBytes(UTF_8));
          }
        });
  }

  /** Fails early, before any work, where a spec is asked for or a file that has no place. */
  void check() {
    if (isSpec()) {
      throw new UnknownIdentifierException(
          "format of this command", "spec", List.of("text", "json"));
    }
    checkPlace();
  }

  /** Fails early where the file to write to has no place. */
  void checkPlace() {
    if (out != null) {
      OutFile.check(out);
    }
  }
}
