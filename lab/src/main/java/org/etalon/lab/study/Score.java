package org.etalon.lab.study;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.etalon.graph.UnknownIdentifierException;

/** The one number of a result that a study compares; smaller is better. */
public enum Score {
  /** Mean training loss over the whole run: [W26]'s. */
  MEAN_TRAINING_LOSS("mean-training-loss"),
  /** Mean training loss over the last tenth of the run, at least one step. */
  FINAL_TRAINING_LOSS("final-training-loss"),
  /** Loss on held-out examples at the end. */
  VALIDATION_LOSS("validation-loss"),
  /** Share of held-out examples told wrong: one minus accuracy. */
  ERROR_RATE("error-rate");

  private static final int LAST_PART = 10;

  private final String id;

  Score(String id) {
    this.id = id;
  }

  /** The name users give it. */
  public String id() {
    return id;
  }

  /** Whether held-out examples must be evaluated for it. */
  public boolean needsEvaluation() {
    return this == VALIDATION_LOSS || this == ERROR_RATE;
  }

  /**
   * The score of that name.
   *
   * @throws UnknownIdentifierException if there is none
   */
  public static Score byId(String id) {
    for (Score score : values()) {
      if (score.id.equals(id)) {
        return score;
      }
    }
    throw new UnknownIdentifierException(
        "score", id, Arrays.stream(values()).map(Score::id).toList());
  }

  /** The score of a finished run; empty where it diverged, was abandoned or lacks the number. */
  public OptionalDouble of(TrialResult result) {
    return result.outcome() == TrialResult.Outcome.FINISHED
        ? of(scores(result))
        : OptionalDouble.empty();
  }

  /** This one of all scores. */
  public OptionalDouble of(Scores scores) {
    return switch (this) {
      case MEAN_TRAINING_LOSS -> scores.meanTrainingLoss();
      case FINAL_TRAINING_LOSS -> scores.finalTrainingLoss();
      case VALIDATION_LOSS -> scores.validationLoss();
      case ERROR_RATE ->
          scores.accuracy().isPresent()
              ? OptionalDouble.of(1 - scores.accuracy().getAsDouble())
              : OptionalDouble.empty();
    };
  }

  /** All scores of a finished run. */
  private static Scores scores(TrialResult result) {
    float[] losses = result.losses();
    return new Scores(
        mean(losses, 0),
        mean(losses, losses.length - Math.max(1, losses.length / LAST_PART)),
        result.validationLoss(),
        result.accuracy());
  }

  private static OptionalDouble mean(float[] losses, int from) {
    double sum = 0;
    for (int i = from; i < losses.length; i++) {
      sum += losses[i];
    }
    return OptionalDouble.of(sum / (losses.length - from));
  }
}
