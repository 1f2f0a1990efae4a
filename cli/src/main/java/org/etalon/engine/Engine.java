package org.etalon.engine;

import org.etalon.graph.InputException;
import org.etalon.lab.run.Workplace;

/** A kind of place where trials are run. Modules offer theirs as services. */
public interface Engine {
  /** The name users give it. */
  String id();

  /**
   * Opens the place.
   *
   * @throws InputException if a setting is not this engine's, or the place cannot be reached
   */
  Workplace open(EngineSettings settings);
}
