package org.etalon.spark;

import org.etalon.graph.InputException;
import org.etalon.lab.exchange.TrialText;
import org.etalon.lab.study.TrialResult;

/** What an executor says of a trial. A text, so that it means the same to every version. */
sealed interface Answer {
  /** First line of a result. */
  String RESULT = "result";

  /** First line of a refusal. */
  String REFUSED = "refused";

  /** As text. */
  String text();

  /** The trial was trained. */
  record Done(TrialResult result) implements Answer {
    @Override
    public String text() {
      return RESULT + "\n" + TrialText.write(result);
    }
  }

  /**
   * The trial cannot be trained, there or anywhere, as things stand: trying again is of no use.
   *
   * @param where the file, node or key at fault, and the machine
   * @param problem what was wrong
   * @param wayOut what the user can do about it
   */
  record Refused(String where, String problem, String wayOut) implements Answer {
    @Override
    public String text() {
      return String.join("\n", REFUSED, line(where), line(problem), line(wayOut));
    }

    private static String line(String text) {
      return text.replace('\n', ' ');
    }

    /** As the driver tells it. */
    InputException exception() {
      return new InputException(where, problem, wayOut);
    }
  }

  /**
   * The answer that {@link #text} wrote.
   *
   * @throws IllegalStateException if it is none
   */
  static Answer parse(String text) {
    String[] kind = text.split("\n", 2);
    if (kind.length == 2 && kind[0].equals(RESULT)) {
      return new Done(TrialText.result(kind[1]));
    }
    String[] lines = text.split("\n", -1);
    if (lines.length == 4 && lines[0].equals(REFUSED)) {
      return new Refused(lines[1], lines[2], lines[3]);
    }
    throw new IllegalStateException("an executor answered: " + kind[0]);
  }
}
