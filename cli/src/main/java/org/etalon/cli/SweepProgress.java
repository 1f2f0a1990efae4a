package org.etalon.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.IntSupplier;
import org.etalon.lab.run.StudyListener;
import org.etalon.lab.search.Step;
import org.etalon.lab.study.Study;
import org.etalon.lab.study.Trial;
import org.etalon.lab.study.TrialResult;

/**
 * How a study goes on: trials done, running and diverged, the best rate of each size, time left. On
 * a terminal one line that changes; elsewhere a line for each size that is done.
 */
final class SweepProgress implements StudyListener {
  private final PrintWriter err;
  private final StatusLine line;
  private final Study study;
  private final IntSupplier slots;
  private final Map<String, Best> best = new LinkedHashMap<>();
  private final Map<String, Integer> asked = new LinkedHashMap<>();
  private int running;
  private int done;
  private int diverged;
  private int sizesDone;
  private double seconds;

  SweepProgress(PrintWriter err, Study study, IntSupplier slots) {
    this.err = err;
    this.line = new StatusLine(err);
    this.study = study;
    this.slots = slots;
  }

  /** The best run of a size so far. */
  private record Best(double learningRate, double score) {}

  @Override
  public void started(String size, Trial trial) {
    running++;
    show();
  }

  @Override
  public void finished(String size, Trial trial, TrialResult result) {
    running--;
    done++;
    seconds += result.seconds();
    asked.merge(size, -1, Integer::sum);
    if (result.outcome() == TrialResult.Outcome.DIVERGED) {
      diverged++;
    }
    OptionalDouble score = study.score().of(result);
    if (score.isPresent()) {
      best.merge(
          size,
          new Best(trial.learningRate(), score.getAsDouble()),
          (old, one) -> one.score < old.score ? one : old);
    }
    show();
  }

  @Override
  public void doneElsewhere(String size, Trial trial) {
    asked.merge(size, -1, Integer::sum);
  }

  @Override
  public void moved(String size, Step step) {
    if (step instanceof Step.Ask ask) {
      asked.put(size, ask.runs().size());
      return;
    }
    asked.put(size, 0);
    said(
        step instanceof Step.Done over
            ? size + ": η* " + TextNumbers.number(over.optimum().learningRate())
            : size + ": at every rate a run diverged");
  }

  private void said(String text) {
    line.clear();
    sizesDone++;
    if (done > 0) {
      err.println(
          "etalon: "
              + Failures.oneLine(text)
              + " ("
              + sizesDone
              + "/"
              + study.sizes().size()
              + ")");
      err.flush();
    }
  }

  private void show() {
    if (!line.isVisible()) {
      return;
    }
    int open = asked.values().stream().mapToInt(Integer::intValue).sum();
    StringBuilder text = new StringBuilder();
    text.append(done).append(" done, ").append(running).append(" running, ");
    text.append(diverged).append(" diverged");
    if (done > 0 && open > 0) {
      double left = open * seconds / done / Math.max(1, slots.getAsInt());
      text.append(", ").append(TextNumbers.time(Math.rint(left))).append(" left");
    }
    best.forEach(
        (size, one) ->
            text.append("; ")
                .append(Failures.oneLine(size))
                .append(' ')
                .append(TextNumbers.number(one.learningRate)));
    line.show(text.toString());
  }

  /** Trials that this process has trained. */
  int done() {
    return done;
  }

  /** Clears the line. */
  void close() {
    line.clear();
  }
}
