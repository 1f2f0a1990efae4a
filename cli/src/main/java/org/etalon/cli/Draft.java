package org.etalon.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.etalon.graph.InputException;
import org.jspecify.annotations.Nullable;

/**
 * An empty file of our own in a result's folder, so that renaming it cannot cross disks. It is gone
 * when it is closed or the process is told to end, from its first moment on.
 */
final class Draft implements AutoCloseable {
  private final Thread cleaner = new Thread(this::end);
  private @Nullable Path path;
  private boolean ended;

  private Draft() {}

  /** Makes a draft of a file. */
  static Draft beside(Path file) throws IOException {
    Draft draft = new Draft();
    Runtime.getRuntime().addShutdownHook(draft.cleaner);
    for (int attempt = 0; ; attempt++) {
      String name = "." + file.getFileName() + "." + ProcessHandle.current().pid() + "." + attempt;
      try {
        draft.create(file.resolveSibling(name + ".tmp"));
        return draft;
      } catch (FileAlreadyExistsException taken) {
        if (attempt > 1000) {
          throw taken;
        }
      } catch (IOException failure) {
        throw new InputException(
            "--out " + file, "cannot be written: " + failure, "choose another file");
      }
    }
  }

  /** Never while or after the process cleans up: the file would stay. */
  private synchronized void create(Path candidate) throws IOException {
    if (ended) {
      throw new IOException("the process is ending");
    }
    path = Files.createFile(candidate);
  }

  private synchronized void end() {
    ended = true;
    if (path != null) {
      boolean unused = path.toFile().delete();
    }
  }

  /** Where it is. */
  synchronized Path path() {
    return Objects.requireNonNull(path);
  }

  @Override
  public void close() {
    end();
    Runtime.getRuntime().removeShutdownHook(cleaner);
  }
}
