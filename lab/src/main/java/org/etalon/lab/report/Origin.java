package org.etalon.lab.report;

import java.util.List;
import org.etalon.lab.store.Store;
import org.etalon.lab.study.Study;
import org.etalon.lab.study.StudyWriter;
import org.etalon.lab.sweep.Sweep;

/**
 * How and with what the runs of a study were made.
 *
 * @param study the study
 * @param definition its file, in JSON
 * @param store where it is kept, without passwords
 * @param made what results were made with, most trials first
 */
public record Origin(Study study, String definition, String store, List<Store.MadeWith> made) {
  /** Copies the list. */
  public Origin {
    made = List.copyOf(made);
  }

  /** The origin of a study's runs. */
  public static Origin read(Sweep sweep, Study study, Store store) {
    return new Origin(
        study, StudyWriter.write(study), store.address(), store.madeWith(sweep.name()));
  }

  /** Seconds of training, all trials together. */
  double seconds() {
    return made.stream().mapToDouble(Store.MadeWith::seconds).sum();
  }
}
