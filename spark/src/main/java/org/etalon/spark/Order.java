package org.etalon.spark;

import org.etalon.lab.exchange.TrialText;
import org.etalon.lab.study.Trial;

/**
 * What an executor is told: the driver's version, on a line of its own that every version of Etalon
 * can read, and the trial.
 *
 * @param version of Etalon on the driver
 * @param trial as {@link TrialText} writes it
 */
record Order(String version, String trial) {
  /** A trial to be trained. */
  static Order of(String version, Trial trial) {
    return new Order(version, TrialText.write(trial));
  }

  /** As text. */
  String text() {
    return version + "\n" + trial;
  }

  /** The order that {@link #text} wrote. */
  static Order parse(String text) {
    String[] parts = text.split("\n", 2);
    return new Order(parts[0], parts.length == 2 ? parts[1] : "");
  }
}
