package org.etalon.lab.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.etalon.lab.fit.Optimum;
import org.etalon.lab.judge.Judgement.Regret;
import org.etalon.lab.sweep.Sweep;

/** What the user should know about a judgement as a whole. */
final class JudgeNotes {
  private JudgeNotes() {}

  /**
   * The notes.
   *
   * @param base the base's optimum
   * @param judged target by target
   * @param ofLaws what laws had to say beside their predictions
   */
  static List<String> of(
      JudgeRequest request, Optimum base, List<Judgement.Target> judged, List<String> ofLaws) {
    Sweep sweep = request.sweep();
    List<String> notes = new ArrayList<>();
    if (!base.isReliable()) {
      notes.add(
          "the base's own optimum is uncertain ("
              + Verdict.caveats(base)
              + "), and every prediction starts from it");
    }
    if (sweep.unfinished() > 0) {
      notes.add(
          "the sweep is not finished: "
              + sweep.unfinished()
              + (sweep.unfinished() == 1 ? " trial is" : " trials are")
              + " still to be run");
    }
    List<Boolean> trained =
        judged.stream()
            .flatMap(target -> target.laws().stream())
            .flatMap(law -> law.regret() instanceof Regret.Measured m ? Stream.of(m) : Stream.of())
            .map(Regret.Measured::trained)
            .toList();
    if (trained.contains(true)) {
      notes.add(
          "predictions and own optima were trained with the same seeds, which the sweep did not"
              + " use");
    }
    if (trained.contains(false)) {
      notes.add(
          "where nothing was trained, costs are read off the target's own sweep between the rates"
              + " tried");
    }
    if (request.laws().stream().anyMatch(law -> law.id().equals(JudgedLaw.MEASURED))) {
      notes.add(
          "measured is the power law over "
              + Predictor.fittedAgainst(sweep)
              + " through the optima of all sizes smaller than the target; the other laws know the"
              + " base alone");
    }
    notes.addAll(ofLaws);
    return notes;
  }
}
