package org.etalon.lab.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * An experiment that can be repeated: points on a known power law, with noise, misfit and stated
 * errors.
 *
 * @param name as the page on statistics calls it
 * @param depths where the points lie
 * @param noise true standard deviation of each point's error
 * @param misfit standard deviation of the points' distance from the power law
 * @param statement where the stated standard errors come from
 */
@SuppressWarnings("ArrayRecordComponent") // read-only, and never compared
record Design(String name, double[] depths, double[] noise, double misfit, Statement statement) {
  static final double SLOPE = -1.5;

  /** The depths of the project's reference slopes. */
  private static final double[] SEVEN = {4, 6, 8, 12, 16, 24, 32};

  static final double[] EQUAL = {0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1};
  static final double[] GROWING = {0.02, 0.03, 0.04, 0.06, 0.08, 0.12, 0.16};
  private static final double[] SHRINKING = {0.16, 0.12, 0.08, 0.06, 0.04, 0.03, 0.02};
  private static final double[] NOISY_ENDS = {0.2, 0.1, 0.06, 0.05, 0.06, 0.1, 0.2};
  private static final double[] NOISY_MIDDLE = {0.05, 0.1, 0.15, 0.2, 0.15, 0.1, 0.05};

  /** Where stated standard errors come from. */
  sealed interface Statement {}

  /** They are the true ones times a factor; none are stated for zero. */
  record Known(double factor) implements Statement {}

  /** They are estimated from so many seeds, each point's own or pooled over all points. */
  record Seeds(int count, boolean pooled) implements Statement {}

  static Design known(String name, double[] noise, double misfit, double factor) {
    return new Design(name, SEVEN, noise, misfit, new Known(factor));
  }

  static Design unstated(int points) {
    double[] depths = new double[points];
    Arrays.setAll(depths, i -> 4 * Math.pow(2, i));
    double[] noise = new double[points];
    Arrays.fill(noise, 0.1);
    return new Design(points + " points, no errors stated", depths, noise, 0, new Known(0));
  }

  static Design seeded(int seeds, boolean pooled, double[] noise, double misfit) {
    return new Design(
        seeds
            + " seeds, "
            + (noise == EQUAL ? "equal noise" : "noise growing with depth")
            + (misfit > 0 ? ", misfit" : "")
            + (pooled ? ", errors pooled" : ", each point's own error"),
        SEVEN,
        noise,
        misfit,
        new Seeds(seeds, pooled));
  }

  /** Those whose 90 % interval of the exponent is promised to cover in 87 to 93 % of all runs. */
  static List<Design> promised() {
    List<Design> designs = new ArrayList<>();
    for (int points : new int[] {3, 4, 5, 7, 12}) {
      designs.add(unstated(points));
    }
    designs.add(known("equal noise, stated right", EQUAL, 0, 1));
    designs.add(known("equal noise, understated tenfold", EQUAL, 0, 0.1));
    designs.add(known("equal noise, misfit half of it", EQUAL, 0.05, 1));
    designs.add(known("equal noise, misfit three times it", EQUAL, 0.3, 1));
    designs.add(known("noise growing with depth, stated right", GROWING, 0, 1));
    designs.add(known("noise growing with depth, understated tenfold", GROWING, 0, 0.1));
    designs.add(known("noise growing with depth, overstated threefold", GROWING, 0, 3));
    designs.add(known("noise growing with depth, small misfit", GROWING, 0.05, 1));
    designs.add(known("noise growing with depth, large misfit", GROWING, 0.3, 1));
    designs.add(known("noise falling with depth, small misfit", SHRINKING, 0.05, 1));
    designs.add(known("noisy ends, stated right", NOISY_ENDS, 0, 1));
    designs.add(known("noisy ends, small misfit", NOISY_ENDS, 0.05, 1));
    designs.add(known("noisy middle, small misfit", NOISY_MIDDLE, 0.05, 1));
    for (int seeds : new int[] {2, 3, 6}) {
      designs.add(seeded(seeds, true, EQUAL, 0));
    }
    designs.add(seeded(3, true, EQUAL, 0.1));
    designs.add(seeded(12, false, EQUAL, 0));
    designs.add(seeded(12, false, GROWING, 0));
    return designs;
  }

  /** Those that show where the intervals end to hold. */
  static List<Design> limits() {
    return List.of(
        known("noisy middle, stated right", NOISY_MIDDLE, 0, 1),
        known("noisy middle, understated tenfold", NOISY_MIDDLE, 0, 0.1),
        known("noisy middle, no errors stated", NOISY_MIDDLE, 0, 0),
        known("noise growing with depth, no errors stated", GROWING, 0, 0),
        known("noisy ends, understated tenfold", NOISY_ENDS, 0, 0.1),
        known("noisy ends, no errors stated", NOISY_ENDS, 0, 0),
        seeded(2, false, EQUAL, 0),
        seeded(3, false, EQUAL, 0),
        seeded(6, false, EQUAL, 0),
        seeded(3, false, GROWING, 0),
        seeded(3, true, GROWING, 0));
  }

  static double line(double depth) {
    return 0.7 + SLOPE * Math.log(depth);
  }

  /** One repetition of the experiment. */
  List<Point> draw(Random random) {
    double[] truths = new double[depths.length];
    Arrays.setAll(truths, i -> line(depths[i]) + misfit * random.nextGaussian());
    if (statement instanceof Known known) {
      List<Point> points = new ArrayList<>();
      for (int i = 0; i < depths.length; i++) {
        double logY = truths[i] + noise[i] * random.nextGaussian();
        points.add(new Point(depths[i], logY, known.factor() * noise[i]));
      }
      return points;
    }
    Seeds seeds = (Seeds) statement;
    List<Double> xs = Arrays.stream(depths).boxed().toList();
    List<LogMean> groups = new ArrayList<>();
    for (int i = 0; i < depths.length; i++) {
      double[] values = new double[seeds.count()];
      double scatter = noise[i] * Math.sqrt(seeds.count());
      double truth = truths[i];
      Arrays.setAll(values, seed -> Math.exp(truth + scatter * random.nextGaussian()));
      groups.add(LogMean.of(values));
    }
    if (seeds.pooled()) {
      return LogMean.pooled(xs, groups);
    }
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < depths.length; i++) {
      points.add(groups.get(i).at(depths[i]));
    }
    return points;
  }
}
