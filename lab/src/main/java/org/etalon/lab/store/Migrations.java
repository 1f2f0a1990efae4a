package org.etalon.lab.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import javax.sql.DataSource;
import org.etalon.graph.InputException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Brings a store's tables to this version's form. Flyway does it and keeps the book; the book is
 * read here, since Flyway takes longer to be asked than most stores to be read, and asks for the
 * right to write.
 */
final class Migrations {
  /** The last of the migrations. */
  static final int NEWEST = 2;

  /** PostgreSQL's word for a table that is not there. */
  private static final String UNDEFINED_TABLE = "42P01";

  private static final Set<String> NO_RIGHT = Set.of("42501", "25006");

  private Migrations() {}

  /**
   * Migrates what is older.
   *
   * @param toRead whether the store may be one that can only be read; no tables are made then where
   *     there are none
   * @return whether there are tables now
   * @throws InputException if a newer Etalon made the store, it is no store, or it is an older one
   *     that may not be written
   */
  static boolean apply(StoreAddress address, DataSource source, boolean toRead) {
    OptionalInt found = version(address, source);
    if (found.isPresent() && found.getAsInt() == NEWEST) {
      return true;
    }
    if (toRead && found.isEmpty()) {
      return false;
    }
    if (found.isPresent() && found.getAsInt() > NEWEST) {
      throw new InputException(
          "store " + address.shown(),
          "was made by a newer Etalon: its tables are of version "
              + found.getAsInt()
              + ", this one knows "
              + NEWEST,
          "use the newer Etalon, or another store");
    }
    try {
      flyway(address, source).migrate();
      return true;
    } catch (FlywayException failure) {
      if (toRead && isForbidden(failure)) {
        throw new InputException(
            "store " + address.shown(),
            "has tables of version " + found.orElse(0) + ", and this Etalon reads " + NEWEST,
            "let someone who may write it open it once, as with 'etalon studies'");
      }
      throw Failures.told(address.shown(), failure);
    }
  }

  private static Flyway flyway(StoreAddress address, DataSource source) {
    return Flyway.configure(Migrations.class.getClassLoader())
        .dataSource(source)
        .locations("classpath:org/etalon/lab/store/migrations")
        .placeholders(
            address.isPostgresql()
                ? Map.of("blob", "bytea", "clustered", "")
                : Map.of("blob", "blob", "clustered", "without rowid"))
        .validateMigrationNaming(true)
        .load();
  }

  /** The version of the tables; empty if there are none. */
  private static OptionalInt version(StoreAddress address, DataSource source) {
    String sql = "select version from flyway_schema_history where success and version is not null";
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      int version = 0;
      while (rows.next()) {
        version = Math.max(version, Integer.parseInt(rows.getString(1)));
      }
      return version == 0 ? OptionalInt.empty() : OptionalInt.of(version);
    } catch (SQLException failure) {
      if (UNDEFINED_TABLE.equals(failure.getSQLState())
          || String.valueOf(failure.getMessage()).contains("no such table")) {
        return OptionalInt.empty();
      }
      throw Failures.told(address.shown(), failure);
    }
  }

  private static boolean isForbidden(Throwable failure) {
    return Failures.isCausedBy(
        failure,
        cause ->
            cause instanceof SQLException told
                && (NO_RIGHT.contains(String.valueOf(told.getSQLState()))
                    || String.valueOf(told.getMessage()).contains("readonly")));
  }
}
