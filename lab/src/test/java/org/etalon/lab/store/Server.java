package org.etalon.lab.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A real PostgreSQL that can be stopped and started again with what it holds. */
public final class Server implements AutoCloseable {
  private final Path folder;
  private final int port;
  private EmbeddedPostgres postgres;

  /**
   * Starts a server.
   *
   * @param folder for its data
   */
  public Server(Path folder) throws IOException {
    this.folder = folder;
    this.postgres =
        EmbeddedPostgres.builder().setDataDirectory(folder).setCleanDataDirectory(false).start();
    this.port = postgres.getPort();
  }

  /** Where it listens. */
  public int port() {
    return port;
  }

  /** Stops it; whoever is connected is thrown out. */
  public void stop() {
    try {
      postgres.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Starts it again where it was. */
  public void start() throws IOException {
    postgres =
        EmbeddedPostgres.builder()
            .setDataDirectory(folder)
            .setCleanDataDirectory(false)
            .setPort(port)
            .start();
  }

  /** A new empty database. */
  public StoreAddress database(String name) throws SQLException {
    execute("postgres", "create database " + name);
    return address(name, port, "postgres");
  }

  /** A database as a role reaches it through a port. */
  public static StoreAddress address(String database, int port, String role) {
    return new StoreAddress(
        "jdbc:postgresql://localhost:" + port + "/" + database + "?user=" + role);
  }

  /** Runs statements as the database's owner. */
  public void execute(String database, String sql) throws SQLException {
    try (Connection connection = postgres.getDatabase("postgres", database).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws IOException {
    postgres.close();
  }
}
