package org.etalon.lab.run;

import java.util.List;
import org.etalon.lab.study.Size;
import org.etalon.lab.study.Study;

/** The searches of a study. */
public final class StudySearches {
  private StudySearches() {}

  /** One for each size, in the study's order. */
  public static List<SizeSearch> of(Study study) {
    return study.sizes().stream().map(size -> of(study, size)).toList();
  }

  private static SizeSearch of(Study study, Size size) {
    return new SizeSearch(
        size.label(),
        study.search().search(size.guess(), study.training().steps(), study.abandons()),
        run ->
            study
                .training()
                .trial(size, run.learningRate(), run.seed(), run.abandonAbove(), study.score()),
        study.score());
  }
}
