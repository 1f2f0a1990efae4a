package org.etalon.lab.fit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.etalon.graph.InputException;

/**
 * Optimal learning rates of several sizes, as points of a power law.
 *
 * <p>With a few seeds a size's own standard error is mostly chance. Where every size has one they
 * are pooled over the sizes ({@link LogMean#pooled}); otherwise none is stated, and all sizes weigh
 * the same.
 *
 * @param points one for each reliable optimum, sizes ascending
 * @param leftOut sizes whose optimum is not reliable: at an edge, flat, one of several
 */
public record OptimaOverSizes(List<Point> points, List<Double> leftOut) {
  /** Copies. */
  public OptimaOverSizes {
    points = List.copyOf(points);
    leftOut = List.copyOf(leftOut);
  }

  /** The points of optima by size, such as a depth or a width; sizes are positive. */
  public static OptimaOverSizes of(Map<Double, Optimum> optima) {
    List<Double> sizes = new ArrayList<>();
    List<Optimum> reliable = new ArrayList<>();
    List<Double> leftOut = new ArrayList<>();
    new TreeMap<>(optima)
        .forEach(
            (size, optimum) -> {
              if (optimum.isReliable()) {
                sizes.add(size);
                reliable.add(optimum);
              } else {
                leftOut.add(size);
              }
            });
    List<Point> plain = new ArrayList<>();
    for (int i = 0; i < sizes.size(); i++) {
      plain.add(Point.ofSize(sizes.get(i), reliable.get(i).learningRate()));
    }
    List<LogMean> means = reliable.stream().flatMap(o -> o.logMean().stream()).toList();
    return new OptimaOverSizes(
        means.size() == sizes.size() ? LogMean.pooled(sizes, means) : plain, leftOut);
  }

  /**
   * The power law through the points: exponent, its interval, predictions.
   *
   * @throws InputException for fewer than two points
   */
  public PowerLawFit fit() {
    return PowerLawFit.of(points);
  }
}
