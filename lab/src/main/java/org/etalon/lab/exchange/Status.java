package org.etalon.lab.exchange;

import java.util.Locale;
import java.util.Optional;

/** How a run ended, in the words of trackers. */
enum Status {
  /** It may have a score. */
  FINISHED,
  /** It diverged. */
  DIVERGED,
  /** It was given up as hopeless. */
  ABANDONED,
  /** It has no end yet, or was ended for reasons that are not the learning rate's. */
  UNFINISHED;

  private static final String OPTUNA = "trialstate.";

  /** The status that a word stands for. */
  static Optional<Status> of(String word) {
    String plain = word.toLowerCase(Locale.ROOT);
    return switch (plain.startsWith(OPTUNA) ? plain.substring(OPTUNA.length()) : plain) {
      case "", "finished", "complete", "completed", "success", "succeeded", "ok", "done" ->
          Optional.of(FINISHED);
      case "false", "no", "0", "0.0" -> Optional.of(FINISHED);
      case "diverged", "crashed", "failed", "fail", "error", "nan", "inf" -> Optional.of(DIVERGED);
      case "true", "yes", "1", "1.0" -> Optional.of(DIVERGED);
      case "abandoned", "pruned" -> Optional.of(ABANDONED);
      case "running",
          "waiting",
          "scheduled",
          "pending",
          "queued",
          "killed",
          "preempted",
          "unfinished" ->
          Optional.of(UNFINISHED);
      default -> Optional.empty();
    };
  }

  /** Words that are understood, for messages. */
  static String known() {
    return "finished, complete, diverged, crashed, failed, abandoned, pruned, running, killed, true,"
        + " false";
  }
}
