package org.etalon.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.etalon.graph.InputException;

/** The file of {@code --out}: written as a whole, or not at all. */
final class OutFile {
  private static final int BUFFER = 1 << 16;

  private OutFile() {}

  /**
   * Fails early where the file has no place.
   *
   * @throws InputException saying why
   */
  static void check(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file)) {
      throw new InputException("--out " + file, "is a folder", "name a file in it");
    }
    if (folder == null || !Files.isDirectory(folder)) {
      throw new InputException("--out " + file, "its folder does not exist", "make it first");
    }
    if (!Files.exists(file) && !Files.isWritable(folder)) {
      throw new InputException(
          "--out " + file, "its folder cannot be written to", "choose another");
    }
  }

  /**
   * Writes.
   *
   * @throws InputException if the file cannot be written
   */
  static void write(Path file, ResultOptions.Result result) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
      // A device or named pipe cannot be replaced, only written to.
      try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(file))) {
        result.writeTo(stream);
      }
      return;
    }
    replace(Files.exists(file) ? file.toRealPath() : file.toAbsolutePath(), result);
  }

  private static void replace(Path file, ResultOptions.Result result) throws IOException {
    try (Draft draft = Draft.beside(file)) {
      try (OutputStream stream =
          new BufferedOutputStream(
              Files.newOutputStream(draft.path(), StandardOpenOption.WRITE), BUFFER)) {
        result.writeTo(stream);
      }
      Files.move(
          draft.path(), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
