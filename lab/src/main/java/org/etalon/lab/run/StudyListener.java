package org.etalon.lab.run;

import org.etalon.lab.search.Step;
import org.etalon.lab.study.Trial;
import org.etalon.lab.study.TrialResult;

/** Who watches a study run; called from the workers' threads, one call at a time. */
public interface StudyListener {
  /** Nobody. */
  StudyListener NONE = new StudyListener() {};

  /** A trial begins. */
  default void started(String size, Trial trial) {}

  /** A trial of this process has ended and its result is kept. */
  default void finished(String size, Trial trial, TrialResult result) {}

  /** A trial that was asked for has been done by another process. */
  default void doneElsewhere(String size, Trial trial) {}

  /** A size has begun a round, or is done. */
  default void moved(String size, Step step) {}
}
