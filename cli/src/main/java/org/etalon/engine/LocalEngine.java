package org.etalon.engine;

import java.util.Optional;
import org.etalon.data.DataFolders;
import org.etalon.graph.InputException;
import org.etalon.lab.run.Workplace;

/** Trials on threads of this process. */
public final class LocalEngine implements Engine {
  @Override
  public String id() {
    return Engines.LOCAL;
  }

  @Override
  public Workplace open(EngineSettings settings) {
    Optional<String> foreign =
        settings.master().isPresent()
            ? Optional.of("--master")
            : settings.options().isEmpty() ? Optional.empty() : Optional.of("--spark-conf");
    if (foreign.isPresent()) {
      throw new InputException(
          foreign.get(),
          "is for a cluster, and trials are run in this process",
          "add --engine spark, or leave it out");
    }
    DataFolders folders = DataFolders.usual(settings.dataDir(), System.getenv());
    return Workplace.here(Training.on(folders), settings.workers().orElseGet(LocalEngine::workers));
  }

  /** One for each processor. */
  public static int workers() {
    return Math.max(1, Runtime.getRuntime().availableProcessors());
  }
}
