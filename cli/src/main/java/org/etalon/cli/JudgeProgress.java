package org.etalon.cli;

import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;
import org.etalon.lab.run.StudyListener;
import org.etalon.lab.search.Step;
import org.etalon.lab.study.Trial;
import org.etalon.lab.study.TrialResult;

/** How the training of predictions goes on: one line on a terminal. */
final class JudgeProgress implements StudyListener {
  private final StatusLine line;
  private final Map<String, Integer> open = new HashMap<>();
  private int done;

  JudgeProgress(PrintWriter err) {
    this.line = new StatusLine(err);
  }

  @Override
  public void moved(String size, Step step) {
    open.put(size, step instanceof Step.Ask ask ? ask.runs().size() : 0);
  }

  @Override
  public void finished(String size, Trial trial, TrialResult result) {
    done++;
    open.merge(size, -1, Integer::sum);
    int left = open.values().stream().mapToInt(Integer::intValue).sum();
    line.show(done + " trained, " + left + " to go; " + Failures.oneLine(size));
  }

  @Override
  public void doneElsewhere(String size, Trial trial) {
    open.merge(size, -1, Integer::sum);
  }

  /** Clears the line. */
  void close() {
    line.clear();
  }
}
