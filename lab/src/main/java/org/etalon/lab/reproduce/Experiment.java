package org.etalon.lab.reproduce;

import java.util.List;
import org.etalon.document.Value;

/**
 * A kind of experiment that presets name: how a part is run and which numbers it gives. What is
 * done already is not done again, so that a reproduction that was killed goes on where it was.
 */
public interface Experiment {
  /** Its name in preset files. */
  String id();

  /** The keys it has in preset files beside those of a study. */
  List<String> keys();

  /**
   * Runs what is not done yet and says what came of it.
   *
   * @param name of the part in the store: names of studies begin with it
   * @param keys of the part at this scale: those of a study and {@link #keys()}, nothing else
   * @param bench to work at
   * @throws org.etalon.graph.InputException if a value is malformed or a run impossible
   * @throws InterruptedException if interrupted; what is finished is kept
   */
  Outcome run(String name, Value.Mapping keys, Bench bench) throws InterruptedException;
}
