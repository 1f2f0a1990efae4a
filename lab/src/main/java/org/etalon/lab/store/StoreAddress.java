package org.etalon.lab.store;

import java.nio.file.Path;
import org.etalon.graph.InputException;

/**
 * Where a store is: a file of SQLite, or a database of PostgreSQL.
 *
 * @param text as the user gave it
 */
public record StoreAddress(String text) {
  private static final String POSTGRESQL = "jdbc:postgresql:";

  /** Checks that it is one or the other. */
  public StoreAddress {
    if (text.isBlank()) {
      throw new InputException("store", "has no address", "give a file, or jdbc:postgresql://…");
    }
    if (text.startsWith("jdbc:") && !text.startsWith(POSTGRESQL)) {
      throw new InputException(
          "store " + text,
          "is a database that Etalon does not keep trials in",
          "give a file for SQLite, or jdbc:postgresql://HOST/DATABASE");
    }
  }

  /** Whether it is PostgreSQL. */
  public boolean isPostgresql() {
    return text.startsWith(POSTGRESQL);
  }

  /** The file of SQLite; meaningless for PostgreSQL. */
  public Path file() {
    return Path.of(text).toAbsolutePath();
  }

  /** Without the password that an address may hold. */
  public String shown() {
    return text.replaceAll("(?i)(password=)[^&]*", "$1…").replaceAll("//[^/@]*@", "//…@");
  }
}
