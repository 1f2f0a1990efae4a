package org.etalon.lab.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Optima made by a known law, and how often the comparison of laws finds it.
 *
 * @param name for people
 * @param truth which description is true
 * @param slope exponent of the truth over what varies, where it is a power law
 * @param bend coefficient of (log x)² of the truth
 * @param sizes how many depths
 * @param seeds of each
 * @param misfit standard deviation of optima about the truth beyond their errors
 * @param leastRight expected to be decided for the truth
 * @param mostWrong expected to be decided for another
 */
record Tournament(
    String name,
    String truth,
    double slope,
    double bend,
    int sizes,
    int seeds,
    double misfit,
    double leastRight,
    double mostWrong) {
  private static final double[] BLOCKS = {3, 4, 5, 7, 8, 10, 12, 15, 18, 23, 28};

  /** Standard deviation of one seed's log η*: that of the recorded curves. */
  private static final double NOISE = 0.2;

  static final List<Tournament> ALL =
      List.of(
          law("am-mup", -1.5, 0, 4, 3, 0, 0.55, 0.15),
          law("am-mup", -1.5, 0, 6, 3, 0, 0.45, 0.15),
          law("am-mup", -1.5, 0, 6, 1, 0, 0.85, 0.1),
          law("am-mup", -1.5, 0, 11, 3, 0, 0.4, 0.15),
          law("am-mup", -1.5, 0, 6, 3, 0.15, 0.25, 0.25),
          law("constant", 0, 0, 6, 3, 0, 0.4, 0.15),
          law("fitted", -0.8, 0, 6, 3, 0, 0.55, 0.15),
          law("fitted", -0.8, 0, 6, 1, 0, 0.15, 0.5),
          law("fitted", -1.2, 0, 6, 3, 0, 0.01, 0.5),
          law("fitted", -0.8, 0, 11, 3, 0, 0.35, 0.15),
          law("bent", -1, -0.5, 6, 3, 0, 0.9, 0.05),
          law("bent", -1, -0.5, 11, 3, 0, 0.9, 0.05));

  private static Tournament law(
      String truth,
      double slope,
      double bend,
      int sizes,
      int seeds,
      double misfit,
      double leastRight,
      double mostWrong) {
    String name =
        truth
            + (truth.equals("fitted") ? " " + slope : "")
            + ", "
            + sizes
            + " sizes, "
            + seeds
            + (seeds == 1 ? " seed" : " seeds")
            + (misfit > 0 ? ", misfit " + misfit : "");
    return new Tournament(name, truth, slope, bend, sizes, seeds, misfit, leastRight, mostWrong);
  }

  /**
   * How the comparisons ended.
   *
   * @param right decided for the truth
   * @param open not decided
   * @param wrong decided for another
   */
  record Share(double right, double open, double wrong) {}

  Share play(int times, Random random) {
    int right = 0;
    int open = 0;
    for (int i = 0; i < times; i++) {
      LawComparison comparison = once(random);
      if (!comparison.isDecided()) {
        open++;
      } else if (comparison.best().get(0).names().contains(truth)) {
        right++;
      }
    }
    return new Share(
        (double) right / times, (double) open / times, (double) (times - right - open) / times);
  }

  private LawComparison once(Random random) {
    List<Double> blocks = new ArrayList<>();
    for (int i = 0; i < sizes; i++) {
      blocks.add(BLOCKS[(int) Math.round(i * (BLOCKS.length - 1.0) / (sizes - 1))]);
    }
    // Units of residual networks of one width: stem and read-out beside the blocks.
    List<Double> units = blocks.stream().map(x -> x + 2).toList();
    List<LogMean> rates = new ArrayList<>();
    for (int i = 0; i < sizes; i++) {
      double x = truth.equals("am-mup") ? units.get(i) : blocks.get(i);
      double away = Math.log(x / 10);
      double log = slope * away + bend * away * away + misfit * random.nextGaussian();
      double[] seen = new double[seeds];
      Arrays.setAll(seen, s -> Math.exp(log + NOISE * random.nextGaussian()));
      rates.add(LogMean.of(seen));
    }
    int freedom = sizes * (seeds - 1);
    List<Point> points = LogMean.pooled(blocks, rates);
    return LawComparison.of(
        new OptimaOverSizes(points, List.of(), freedom),
        List.of(
            Description.stated("am-mup", units, -1.5),
            Description.stated("constant", units, 0),
            Description.powerLaw("fitted", blocks),
            Description.bent("bent", blocks)));
  }

  @Override
  public String toString() {
    return name;
  }
}
