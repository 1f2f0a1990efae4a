package org.etalon.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.etalon.graph.InputException;
import org.etalon.graph.UnknownIdentifierException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

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
    Path file = out;
    if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
      // A device or named pipe cannot be replaced, only written to.
      try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(file))) {
        result.writeTo(stream);
      }
      return;
    }
    replace(Files.exists(file) ? file.toRealPath() : file.toAbsolutePath(), result);
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
    if (out == null) {
      return;
    }
    Path folder = out.toAbsolutePath().getParent();
    if (Files.isDirectory(out)) {
      throw new InputException("--out " + out, "is a folder", "name a file in it");
    }
    if (folder == null || !Files.isDirectory(folder)) {
      throw new InputException("--out " + out, "its folder does not exist", "make it first");
    }
    if (!Files.exists(out) && !Files.isWritable(folder)) {
      throw new InputException("--out " + out, "its folder cannot be written to", "choose another");
    }
  }

  private static void replace(Path file, Result result) throws IOException {
    try (Draft draft = Draft.beside(file)) {
      try (OutputStream stream =
          new BufferedOutputStream(
              Files.newOutputStream(draft.path(), StandardOpenOption.WRITE), 1 << 16)) {
        result.writeTo(stream);
      }
      Files.move(
          draft.path(), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
