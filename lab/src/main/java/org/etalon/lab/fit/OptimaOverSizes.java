package org.etalon.lab.fit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.etalon.graph.InputException;

/**
 * Optimal learning rates of several sizes, as points of a power law.
 *
 * <p>With a few seeds a size's own standard error is mostly chance. Where every size has one they
 * are pooled over the sizes ({@link LogMean#pooled}); otherwise none is stated, and all sizes weigh
 * the same.
 *
 * @param points one for each reliable optimum, in the order of the sizes
 * @param leftOut sizes whose optimum is not reliable: at an edge, flat, one of several
 * @param freedom degrees of freedom of the points' standard errors together; zero where none is
 *     stated
 */
public record OptimaOverSizes(List<Point> points, List<Double> leftOut, int freedom) {
  /** Copies. */
  public OptimaOverSizes {
    points = List.copyOf(points);
    leftOut = List.copyOf(leftOut);
  }

  /** The points of optima by size, such as a depth or a width; sizes are positive. */
  public static OptimaOverSizes of(Map<Double, Optimum> optima) {
    Map<Double, Optimum> ascending = new TreeMap<>(optima);
    return of(List.copyOf(ascending.keySet()), List.copyOf(ascending.values()));
  }

  /**
   * The same for sizes of which several may be equal, as networks of one depth and different
   * widths.
   *
   * @param sizes positive
   * @param optima as many
   */
  public static OptimaOverSizes of(List<Double> sizes, List<Optimum> optima) {
    List<Double> kept = new ArrayList<>();
    List<Optimum> reliable = new ArrayList<>();
    List<Double> leftOut = new ArrayList<>();
    for (int i = 0; i < sizes.size(); i++) {
      if (optima.get(i).isReliable()) {
        kept.add(sizes.get(i));
        reliable.add(optima.get(i));
      } else {
        leftOut.add(sizes.get(i));
      }
    }
    List<Point> plain = new ArrayList<>();
    for (int i = 0; i < kept.size(); i++) {
      plain.add(Point.ofSize(kept.get(i), reliable.get(i).learningRate()));
    }
    List<LogMean> means = reliable.stream().flatMap(o -> o.logMean().stream()).toList();
    boolean pooled = means.size() == kept.size();
    return new OptimaOverSizes(
        pooled ? LogMean.pooled(kept, means) : plain,
        leftOut,
        pooled ? means.stream().mapToInt(mean -> mean.count() - 1).sum() : 0);
  }

  /** Whether points lie at two different sizes at least, so that there is a power law. */
  public boolean hasFit() {
    return points.stream().mapToDouble(point -> Math.log(point.x())).distinct().count() > 1;
  }

  /** The power law through the points; empty where they lie at fewer than two sizes. */
  public Optional<PowerLawFit> fitIfAny() {
    return hasFit() ? Optional.of(fit()) : Optional.empty();
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
