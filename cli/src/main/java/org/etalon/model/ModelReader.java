package org.etalon.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.etalon.family.ModelReference;
import org.etalon.family.Scope;
import org.etalon.graph.InputException;
import org.etalon.onnx.OnnxOptions;
import org.etalon.onnx.OnnxReader;
import org.etalon.spec.ModelFile;
import org.etalon.tensor.Network;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a model reference stands for: a file that exists, else a family or cell.
 *
 * @param inputs names of the graph inputs that are data; empty to let the reader decide
 * @param output the value to analyse; empty for the model's first output
 * @param scope which part of a searched network is read
 */
public record ModelReader(List<String> inputs, Optional<String> output, Scope scope) {
  /** Extensions that make a reference a path even if nothing is there. */
  private static final List<String> EXTENSIONS =
      List.of(".onnx", ".pb", ".yaml", ".yml", ".json", ".pt", ".pth", ".safetensors");

  private static final List<String> TEXT = List.of(".yaml", ".yml", ".json");

  /** Copies the list. */
  public ModelReader {
    inputs = List.copyOf(inputs);
  }

  /** Whole networks, the readers deciding everything. */
  public static ModelReader ofNetworks() {
    return new ModelReader(List.of(), Optional.empty(), Scope.NETWORK);
  }

  /**
   * Reads a model.
   *
   * @throws InputException if no honest answer can be given; the message names the reference
   */
  public Network read(String reference) {
    return guarded(reference, () -> dispatch(reference.strip()));
  }

  /**
   * Reads a model from a file that lies elsewhere than its reference says.
   *
   * @param path where it lies
   * @param reference what it is called
   * @throws InputException as {@link #read(String)}
   */
  public Network read(Path path, String reference) {
    return guarded(reference, () -> file(path, reference));
  }

  private static Network guarded(String reference, Supplier<Network> reading) {
    try {
      return reading.get();
    } catch (StackOverflowError deep) {
      throw new InputException(
          shorten(reference), "is nested too deeply to be read", "check that it is a model");
    } catch (OutOfMemoryError large) {
      throw new InputException(
          shorten(reference),
          "needs more memory than Java may use",
          "set ETALON_JAVA_OPTS=-Xmx4g, or use a smaller model");
    }
  }

  private Network dispatch(String reference) {
    if (reference.isEmpty()) {
      throw new InputException("model reference", "is empty", "name a file or a family");
    }
    Path path = path(reference);
    if (path != null && Files.isRegularFile(path)) {
      return file(path, reference);
    }
    if (isPathLike(reference)) {
      throw missing(path, reference);
    }
    if (!inputs.isEmpty() || output.isPresent()) {
      throw new InputException(
          inputs.isEmpty() ? "--output" : "--input",
          "is for model files; " + shorten(reference) + " is a family",
          "leave it out");
    }
    return Network.of(
        reference, "family", ModelReference.parse(reference, scope).graph(), List.of());
  }

  private Network file(Path path, String reference) {
    if (scope == Scope.CELL) {
      throw new InputException(
          reference, "is a file, and --scope cell is for NAS cells and DAGs", "leave --scope out");
    }
    if (!Files.isReadable(path)) {
      throw new InputException(reference, "cannot be read", "check the file's permissions");
    }
    if (!isText(path, reference)) {
      return OnnxReader.read(path, reference, new OnnxOptions(inputs, output));
    }
    if (!inputs.isEmpty() || output.isPresent()) {
      throw new InputException(
          inputs.isEmpty() ? "--output" : "--input",
          "is for ONNX files; " + shorten(reference) + " says itself what enters and what leaves",
          "leave it out");
    }
    return ModelFile.read(path, reference);
  }

  /**
   * Whether a file holds text, as specs and configs do, judged by how it begins. Of text in a file
   * named like an ONNX model only what looks like a document is taken for one.
   */
  private static boolean isText(Path path, String reference) {
    byte[] start;
    try (InputStream in = Files.newInputStream(path)) {
      start = in.readNBytes(512);
    } catch (IOException unreadable) {
      throw new InputException(
          reference, "cannot be read (" + unreadable + ")", "check its permissions");
    }
    for (byte b : start) {
      if (b >= 0 && b < 0x20 && b != '\n' && b != '\r' && b != '\t') {
        return false;
      }
    }
    String lower = reference.toLowerCase(Locale.ROOT);
    String text = new String(start, UTF_8).strip();
    boolean binary = EXTENSIONS.stream().filter(e -> !TEXT.contains(e)).anyMatch(lower::endsWith);
    return binary
        ? text.startsWith("{") || text.contains("etalon:")
        : !text.isEmpty() || TEXT.stream().anyMatch(lower::endsWith);
  }

  private static InputException missing(@Nullable Path path, String reference) {
    if (path != null && Files.isDirectory(path)) {
      return new InputException(shorten(reference), "is a folder", "name the model file in it");
    }
    if (path != null && Files.exists(path)) {
      return new InputException(
          shorten(reference), "is neither a file nor a folder", "give a model file");
    }
    return new InputException(shorten(reference), "file not found", "check the path");
  }

  private static @Nullable Path path(String reference) {
    try {
      return Path.of(reference);
    } catch (InvalidPathException noPath) {
      return null;
    }
  }

  /** Whether a reference can only be meant as a path. */
  private static boolean isPathLike(String reference) {
    // A family's settings may hold slashes or dots one day; its name never does.
    int colon = reference.indexOf(':');
    String name = colon < 0 ? reference : reference.substring(0, colon);
    String lower = reference.toLowerCase(Locale.ROOT);
    return name.contains("/")
        || name.contains("\\")
        || name.equals(".")
        || name.equals("..")
        || EXTENSIONS.stream().anyMatch(lower::endsWith);
  }

  private static String shorten(String reference) {
    return reference.length() <= 200 ? reference : reference.substring(0, 197) + "…";
  }
}
