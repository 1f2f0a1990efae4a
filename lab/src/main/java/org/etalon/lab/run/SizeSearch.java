package org.etalon.lab.run;

import java.util.function.Function;
import org.etalon.lab.fit.Observation;
import org.etalon.lab.search.RateSearch;
import org.etalon.lab.search.Run;
import org.etalon.lab.study.Score;
import org.etalon.lab.study.Trial;
import org.etalon.lab.study.TrialResult;

/**
 * The search for one size's optimal learning rate.
 *
 * @param size the size's name in the study
 * @param search what it asks for next
 * @param trial the trial that a run of the search is
 * @param score what a result counts as
 */
public record SizeSearch(String size, RateSearch search, Function<Run, Trial> trial, Score score) {

  /** What a result says to the search. */
  public Observation observation(Run run, TrialResult result) {
    return result
        .outcome()
        .observation(run.learningRate(), run.seed(), score.of(result), result.steps());
  }
}
