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

  private Connections() {}

  static HikariConfig config(StoreAddress address) {
    HikariConfig config = new HikariConfig();
    config.setMaximumPoolSize(MOST);
    config.setMinimumIdle(0);
    config.setPoolName("etalon");
    if (address.isPostgresql()) {
      config.setJdbcUrl(address.text());
      config.setConnectionTimeout(BUSY_MILLIS);
      return config;
    }
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
    config.setJdbcUrl("jdbc:sqlite:" + file);
    // Write-ahead logging lets readers go on beside the writer; a result survives the process, and
    // FULL lets it survive the machine.
    config.addDataSourceProperty("journal_mode", "WAL");
    config.addDataSourceProperty("synchronous", "FULL");
    config.addDataSourceProperty("busy_timeout", Integer.toString(BUSY_MILLIS));
    config.addDataSourceProperty("foreign_keys", "true");
    config.addDataSourceProperty("transaction_mode", "IMMEDIATE");
    return config;
  }
}
