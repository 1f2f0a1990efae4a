package org.etalon.cli;

import java.util.Optional;
import org.etalon.data.DataFolders;
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
    return workers == null ? Math.max(1, Runtime.getRuntime().availableProcessors()) : workers;
  }

  /** Where data are looked for. */
  DataFolders folders() {
    return DataFolders.usual(Optional.ofNullable(dataDir), System.getenv());
  }
}
