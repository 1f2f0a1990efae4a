package org.etalon.spark;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.etalon.graph.InputException;
import org.etalon.model.ModelReader;
import org.etalon.tensor.Network;

/** A model file on its way from the driver to an executor, which needs no folder in common. */
final class ModelFile implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String name;
  private final byte[] content;
  private final String digest;

  private ModelFile(String name, byte[] content) {
    this.name = name;
    this.content = content;
    this.digest = digest(content);
  }

  /**
   * The file that a reference names; empty if it names none here.
   *
   * @throws InputException if it cannot be read
   */
  static Optional<ModelFile> of(String reference) {
    Path path;
    try {
      path = Path.of(reference);
    } catch (InvalidPathException noPath) {
      return Optional.empty();
    }
    if (reference.isEmpty() || !Files.isRegularFile(path)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new ModelFile(String.valueOf(path.getFileName()), Files.readAllBytes(path)));
    } catch (IOException unreadable) {
      throw new InputException(
          reference, "cannot be read (" + unreadable.getMessage() + ")", "check its permissions");
    }
  }

  private static String digest(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java has SHA-256", missing);
    }
  }

  /** SHA-256 of the content in hexadecimal. */
  String digest() {
    return digest;
  }

  /**
   * Checks that this is what a study was made with.
   *
   * @param expected SHA-256 in hexadecimal
   * @throws InputException if it is another
   */
  void require(String reference, String expected) {
    if (!digest.equals(expected)) {
      throw new InputException(
          reference,
          "is not the file that the study was made with (SHA-256 "
              + digest.substring(0, 12)
              + "…, not "
              + expected.substring(0, Math.min(12, expected.length()))
              + "…)",
          "bring the old file back, or give the study of the new one another name");
    }
  }

  /**
   * Reads the network.
   *
   * @throws InputException if it is none
   */
  Network read(String reference) {
    try {
      Path folder = Files.createTempDirectory("etalon-model");
      Path file = folder.resolve(name);
      try {
        Files.write(file, content);
        return ModelReader.ofNetworks().read(file, reference);
      } finally {
        Files.deleteIfExists(file);
        Files.deleteIfExists(folder);
      }
    } catch (IOException full) {
      throw new UncheckedIOException(full);
    }
  }
}
