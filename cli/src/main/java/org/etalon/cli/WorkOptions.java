package org.etalon.cli;

import java.util.Optional;
import java.util.OptionalInt;
import org.etalon.data.DataFolders;
import org.etalon.engine.LocalEngine;
import org.etalon.graph.InputException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How many trials at a time, and where their data are: what every command that trains asks for. */
final class WorkOptions {
  private static final int MOST_WORKERS = 4096;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Trials at a time, one thread each (default: one for each processor).")
  private @Nullable Integer workers;

  @Option(
      names = "--data-dir",
      paramLabel = "FOLDER",
      description = "Look here first for folders of data.")
  private @Nullable String dataDir;

  /**
   * Checks the numbers.
   *
   * @throws InputException if one is out of range
   */
  void check() {
    if (workers() < 1 || workers() > MOST_WORKERS) {
      throw new InputException(
          "--workers", workers() + " is out of range", "give 1 to " + MOST_WORKERS);
    }
  }

  /** Trials at a time. */
  int workers() {
    return given().orElseGet(LocalEngine::workers);
  }

  /** Trials at a time, where a number was given. */
  OptionalInt given() {
    return workers == null ? OptionalInt.empty() : OptionalInt.of(workers);
  }

  /** The folder in which data are looked for first. */
  Optional<String> dataDir() {
    return Optional.ofNullable(dataDir);
  }

  /** Where data are looked for. */
  DataFolders folders() {
    return DataFolders.usual(dataDir(), System.getenv());
  }
}
