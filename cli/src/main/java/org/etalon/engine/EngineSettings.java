package org.etalon.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * What the user says about where trials are run.
 *
 * @param workers trials at a time, at least 1; empty for as many as there is room for
 * @param dataDir folder in which data are looked for first
 * @param master address of the cluster
 * @param options settings of the cluster, by name
 * @param notes told what the user should know while work goes on
 */
public record EngineSettings(
    OptionalInt workers,
    Optional<String> dataDir,
    Optional<String> master,
    Map<String, String> options,
    Consumer<String> notes) {
  /** Copies. */
  public EngineSettings {
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
  }
}
