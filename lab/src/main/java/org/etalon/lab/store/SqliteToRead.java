package org.etalon.lab.store;

import com.zaxxer.hikari.HikariConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.etalon.graph.InputException;

/**
 * A file of SQLite that may be read and not written, itself or its folder.
 *
 * <p>Readers of a store with a write-ahead log, FILE-wal, agree with its writer through a file
 * beside it, FILE-shm, which the first of them makes. Where that cannot be made, nobody can be
 * writing either, and the file is read as one that does not change; but results that are in the log
 * alone would be missed, so that a log without FILE-shm is refused.
 */
final class SqliteToRead {
  private static final int OPEN_READ_ONLY = 0x1;
  private static final int OPEN_URI = 0x40;

  private SqliteToRead() {}

  /**
   * Sets how it is opened.
   *
   * @throws InputException if it cannot be
   */
  static void configure(HikariConfig config, StoreAddress address) {
    Path file = address.file();
    if (!Files.isReadable(file)) {
      throw new InputException(
          "store " + address.shown(), "may not be read", "ask its owner for the right to read it");
    }
    boolean fixed = isFixed(file);
    if (fixed && hasLog(file)) {
      throw new InputException(
          "store " + address.shown(),
          "has results in " + beside(file, "-wal").getFileName() + " that cannot be read from here",
          "let its owner run 'etalon studies' on it once, or copy both files to a folder that can be"
              + " written");
    }
    config.setJdbcUrl(url(file, fixed));
    config.addDataSourceProperty("open_mode", Integer.toString(OPEN_READ_ONLY | OPEN_URI));
  }

  /**
   * The address of a file that is only read.
   *
   * @param fixed whether it does not change while it is read
   */
  static String url(Path file, boolean fixed) {
    // Of the address only the part after '?' is read; a file's own '?' or '%' would be.
    String name = file.toString().replace("%", "%25").replace("?", "%3f").replace("#", "%23");
    return "jdbc:sqlite:file:" + name + (fixed ? "?immutable=1" : "?mode=ro");
  }

  /** Whether readers and a writer cannot agree, so that there is none. */
  private static boolean isFixed(Path file) {
    return !Files.isWritable(file.resolveSibling(".")) && !Files.isReadable(beside(file, "-shm"));
  }

  private static boolean hasLog(Path file) {
    try {
      Path log = beside(file, "-wal");
      return Files.exists(log) && Files.size(log) > 0;
    } catch (IOException unreadable) {
      return true;
    }
  }

  private static Path beside(Path file, String ending) {
    return file.resolveSibling(file.getFileName() + ending);
  }
}
