package org.etalon.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.etalon.engine.EngineSettings;
import org.etalon.engine.Engines;
import org.etalon.graph.InputException;
import org.etalon.graph.UnknownIdentifierException;
import org.etalon.lab.run.Workplace;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where trials are run. */
final class EngineOptions {
  @Option(
      names = "--engine",
      paramLabel = "ID",
      description = "Where trials are run: local (default), in this process; or spark.")
  private @Nullable String engine;

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "Of spark: spark://HOST:PORT, local[N] and what else Spark takes.")
  private @Nullable String master;

  @Option(
      names = "--spark-conf",
      paramLabel = "KEY=VALUE",
      description = "A setting of Spark; may be given again.")
  private Map<String, String> options = new LinkedHashMap<>();

  /**
   * Opens the place.
   *
   * @throws UnknownIdentifierException if there is no such engine
   * @throws InputException if it cannot be opened, or an option is not for it
   */
  Workplace open(WorkOptions work, PrintWriter err) {
    String id = engine == null ? System.getProperty(Engines.PROPERTY, Engines.LOCAL) : engine;
    return Engines.byId(id)
        .open(
            new EngineSettings(
                work.given(),
                work.dataDir(),
                Optional.ofNullable(master),
                options,
                note -> Messages.say(err, note)));
  }
}
