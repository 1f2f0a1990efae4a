package org.etalon.lab.store;

import java.util.Map;
import javax.sql.DataSource;
import org.etalon.graph.InputException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;

/** Brings a store's tables to this version's form. */
final class Migrations {
  private Migrations() {}

  /**
   * Migrates.
   *
   * @throws InputException if a newer Etalon made the store, or it is no store
   */
  static void apply(StoreAddress address, DataSource source) {
    try {
      Flyway flyway =
          Flyway.configure(Migrations.class.getClassLoader())
              .dataSource(source)
              .locations("classpath:org/etalon/lab/store/migrations")
              .placeholders(Map.of("blob", address.isPostgresql() ? "bytea" : "blob"))
              .validateMigrationNaming(true)
              .load();
      MigrationInfo current = flyway.info().current();
      MigrationVersion newest = newest(flyway);
      if (current != null
          && current.getVersion() != null
          && current.getVersion().compareTo(newest) > 0) {
        throw new InputException(
            "store " + address.shown(),
            "was made by a newer Etalon: its tables are of version "
                + current.getVersion()
                + ", this one knows "
                + newest,
            "use the newer Etalon, or another store");
      }
      flyway.migrate();
    } catch (FlywayException failure) {
      throw Failures.told(address.shown(), failure);
    }
  }

  private static MigrationVersion newest(Flyway flyway) {
    MigrationVersion newest = MigrationVersion.EMPTY;
    for (MigrationInfo info : flyway.info().all()) {
      boolean known = !info.getState().name().startsWith("FUTURE");
      if (known && info.getVersion() != null && info.getVersion().compareTo(newest) > 0) {
        newest = info.getVersion();
      }
    }
    return newest;
  }
}
