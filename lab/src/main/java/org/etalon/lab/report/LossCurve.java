package org.etalon.lab.report;

import java.util.List;
import org.etalon.lab.plot.Series.Position;

/**
 * Training loss over the run, at one learning rate of one size, as the mean over seeds.
 *
 * @param size label of the size
 * @param learningRate of the runs
 * @param seeds how many runs it is the mean of
 * @param unfinished how many of them diverged or were given up: the curve ends where the first did
 * @param stepsPerPoint steps that each point is the mean of, at least 1
 * @param points step (from 1) and loss, in order; losses are finite
 */
public record LossCurve(
    String size,
    double learningRate,
    int seeds,
    int unfinished,
    int stepsPerPoint,
    List<Position> points) {
  /** Copies the list. */
  public LossCurve {
    points = List.copyOf(points);
  }
}
