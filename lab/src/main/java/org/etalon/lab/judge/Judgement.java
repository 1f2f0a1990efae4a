package org.etalon.lab.judge;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.etalon.depth.DepthMeasure;
import org.etalon.lab.fit.Interval;
import org.etalon.lab.fit.Optimum;
import org.etalon.lab.study.Size;

/**
 * What each law's prediction costs when it is trained, target by target.
 *
 * @param name of the study
 * @param base the size that alone was tuned
 * @param baseOptimum its optimum
 * @param score what was compared; smaller is better
 * @param confidence of intervals
 * @param targets in the study's order
 * @param notes what the user should know
 */
public record Judgement(
    String name,
    Size base,
    Optimum baseOptimum,
    String score,
    double confidence,
    List<Target> targets,
    List<String> notes) {
  /** Copies. */
  public Judgement {
    targets = List.copyOf(targets);
    notes = List.copyOf(notes);
  }

  /**
   * One target.
   *
   * @param size the network
   * @param optimum its own, from its own sweep; empty if at no rate all of its runs finished
   * @param laws every law's prediction and its cost
   * @param verdict in plain words
   */
  public record Target(
      Size size, Optional<Optimum> optimum, List<Prediction> laws, String verdict) {
    /** Copies. */
    public Target {
      laws = List.copyOf(laws);
    }
  }

  /**
   * A law's prediction for a target.
   *
   * @param law its identifier
   * @param measure how it measured depth; empty where it does not
   * @param learningRate the one predicted, in the study's own meaning where that is known; empty
   *     where the law predicts none, or tensors differ
   * @param logError log of the predicted rate over the target's own optimum; empty where none is
   *     predicted or rates cannot be compared, as tensors differ
   * @param logErrorInterval of it, from both optima's uncertainty; empty where either has none
   * @param regret what it costs
   */
  public record Prediction(
      String law,
      Optional<DepthMeasure> measure,
      OptionalDouble learningRate,
      OptionalDouble logError,
      Optional<Interval> logErrorInterval,
      Regret regret) {
    /** The law's name, with the measure where it is not the law's own. */
    public String label() {
      return new JudgedLaw(law, measure).label();
    }
  }

  /** What a prediction costs against the target's own optimum. */
  public sealed interface Regret {
    /**
     * A difference of scores.
     *
     * @param score mean over seeds of the score at the prediction less that at the optimum
     * @param interval of it; empty for fewer than three seeds
     * @param seeds compared
     * @param trained whether it was trained at the prediction; else read off the target's sweep
     */
    record Measured(double score, Optional<Interval> interval, int seeds, boolean trained)
        implements Regret {}

    /**
     * Training diverged.
     *
     * @param diverged how many seeds
     * @param seeds of how many
     */
    record Diverges(int diverged, int seeds) implements Regret {}

    /**
     * Not known.
     *
     * @param why in plain words
     */
    record Unknown(String why) implements Regret {}
  }
}
