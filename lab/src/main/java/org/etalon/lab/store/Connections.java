package org.etalon.lab.store;

import com.zaxxer.hikari.HikariConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import org.etalon.graph.InputException;

/** How the databases are connected to. */
final class Connections {
  /** Every worker may write at once, and the one that beats, too. */
  private static final int MOST = 8;

  private static final int BUSY_MILLIS = 15_000;

  /** Of SQLite, for each connection. */
  static final int CACHE_KIBIBYTES = 16 * 1024;

  /** A server that is silent for longer, in the middle of an answer, counts as lost. */
  private static final int SILENT_SECONDS = 300;

  private Connections() {}

  /**
   * The settings.
   *
   * @param toRead whether it suffices that the store can be read
   * @throws InputException if a file has no place
   */
  static HikariConfig config(StoreAddress address, Patience patience, boolean toRead) {
    HikariConfig config = new HikariConfig();
    config.setMaximumPoolSize(MOST);
    config.setMinimumIdle(0);
    config.setPoolName("etalon");
    if (address.isPostgresql()) {
      config.setJdbcUrl(address.text());
      config.setConnectionTimeout(patience.connecting().toMillis());
      // Else a cable that was pulled would be waited on for ever. What the address says goes first.
      config.addDataSourceProperty("tcpKeepAlive", "true");
      config.addDataSourceProperty("socketTimeout", Integer.toString(SILENT_SECONDS));
      config.addDataSourceProperty("reWriteBatchedInserts", "true");
      config.addDataSourceProperty("ApplicationName", "etalon");
      return config;
    }
    config.addDataSourceProperty("busy_timeout", Integer.toString(BUSY_MILLIS));
    config.addDataSourceProperty("cache_size", Integer.toString(-CACHE_KIBIBYTES));
    Path file = file(address);
    if (toRead && !(Files.isWritable(file) && Files.isWritable(file.resolveSibling(".")))) {
      SqliteToRead.configure(config, address);
      return config;
    }
    config.setJdbcUrl("jdbc:sqlite:" + file);
    // Write-ahead logging lets readers go on beside the writer; a result survives the process, and
    // FULL lets it survive the machine.
    config.addDataSourceProperty("journal_mode", "WAL");
    config.addDataSourceProperty("synchronous", "FULL");
    config.addDataSourceProperty("foreign_keys", "true");
    config.addDataSourceProperty("transaction_mode", "IMMEDIATE");
    return config;
  }

  private static Path file(StoreAddress address) {
    Path file = address.file();
    Path folder = file.getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new InputException(
          "store " + address.shown(),
          "its folder " + folder + " does not exist",
          "make the folder, or choose another file with --store");
    }
    if (Files.isDirectory(file)) {
      throw new InputException(
          "store " + address.shown(), "is a folder", "give a file, such as etalon.db");
    }
    return file;
  }
}
