package org.etalon.lab.plot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.etalon.graph.InputException;

/** Files that are either old or new, never half of each. */
final class AtomicFile {
  private AtomicFile() {}

  /**
   * Writes a file, through a draft beside it.
   *
   * @throws InputException if its folder does not exist
   * @throws IOException if it cannot be written
   */
  static void write(Path file, byte[] content) throws IOException {
    Path place = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    Path folder = place.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new InputException(file.toString(), "its folder does not exist", "make it first");
    }
    if (Files.isDirectory(place)) {
      throw new InputException(file.toString(), "is a folder", "name a file in it");
    }
    Path draft =
        folder.resolve(
            "."
                + place.getFileName()
                + "."
                + ProcessHandle.current().pid()
                + "-"
                + Thread.currentThread().getId()
                + ".tmp");
    try {
      Files.write(draft, content);
      Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
