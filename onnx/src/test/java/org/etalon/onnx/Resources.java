package org.etalon.onnx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.etalon.tensor.Network;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The model files that the tests read. */
final class Resources {
  private Resources() {}

  /** A file of {@code src/test/resources}. */
  static Path file(String name) {
    URL found = Resources.class.getResource("/" + name);
    if (found == null) {
      throw new IllegalArgumentException("no test resource " + name);
    }
    try {
      return Path.of(found.toURI());
    } catch (URISyntaxException malformed) {
      throw new IllegalStateException(malformed);
    }
  }

  static JsonNode json(String name) {
    return JsonMapper.shared().readTree(bytes(file(name)));
  }

  static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  static Network fixture(String name) {
    return OnnxReader.read(file("fixtures/" + name + ".onnx"));
  }

  static Network export(String name, OnnxOptions options) {
    return OnnxReader.read(file("exports/" + name + ".onnx"), name, options);
  }

  static OnnxOptions inputs(String... names) {
    return new OnnxOptions(List.of(names), Optional.empty());
  }

  static OnnxOptions output(String name) {
    return new OnnxOptions(List.of(), Optional.of(name));
  }

  /** All model files, fixtures and exports, sorted by name. */
  static List<Path> models() {
    return Stream.of("fixtures", "exports").flatMap(folder -> models(folder).stream()).toList();
  }

  private static List<Path> models(String folder) {
    try (Stream<Path> files = Files.list(file(folder))) {
      return files.filter(f -> f.toString().endsWith(".onnx")).sorted().toList();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
