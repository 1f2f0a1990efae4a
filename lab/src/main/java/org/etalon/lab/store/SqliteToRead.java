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
 * beside it, FILE-shm, which the first of them makes and the last writer removes. Where it is not
 * there nobody is writing, and the file is read as one that does not change: made by a reader,
 * FILE-shm would be the reader's and keep the store's owner out. Results that are in the log alone
 * would be missed so; a log that cannot be read is refused.
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
    configure(config, file, fixed);
  }

  /**
   * Sets that a file is only read.
   *
   * @param fixed whether it does not change while it is read
   */
  static void configure(HikariConfig config, Path file, boolean fixed) {
    config.setJdbcUrl(url(file, fixed));
    config.addDataSourceProperty("open_mode", Integer.toString(OPEN_READ_ONLY | OPEN_URI));
    // The pool says of each connection what it is for, and the driver refuses to change that.
    config.setReadOnly(true);
  }

  private static String url(Path file, boolean fixed) {
    // Of the address only the part after '?' is read; a file's own '?' or '%' would be.
    String name = file.toString().replace("%", "%25").replace("?", "%3f").replace("#", "%23");
    return "jdbc:sqlite:file:" + name + (fixed ? "?immutable=1" : "?mode=ro");
  }

  /** Whether nobody is writing, as far as can be seen, and all results are in the file itself. */
  private static boolean isFixed(Path file) {
    return !Files.isReadable(beside(file, "-shm"))
        && !(hasLog(file) && Files.isWritable(file.resolveSibling(".")));
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
