package org.etalon.lab.curve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * How the scores of one seed differ from their mean over seeds, as a function of the distance from
 * the optimum in log η: normal, with the covariance of the recorded curves' own differences, in
 * units of the drop from the lowest rate's score to the best. It is small below the optimum and
 * large above, and shared by neighbouring rates as theirs is.
 */
public final class RecordedNoise {
  private static final double FARTHEST = 2;
  private static final int CELLS = 80;

  private final List<double[]> differences = new ArrayList<>();

  /** The noise of some curves. */
  public RecordedNoise(List<RecordedCurve> curves) {
    curves.forEach(this::add);
  }

  /** The noise of one seed, a function of the distance from the optimum. */
  public Seed draw(Random random) {
    double[] noise = new double[CELLS + 1];
    for (double[] difference : differences) {
      double share = random.nextGaussian() / Math.sqrt(differences.size());
      for (int k = 0; k <= CELLS; k++) {
        noise[k] += share * difference[k];
      }
    }
    return new Seed(noise);
  }

  /** Standard deviation at a distance from the optimum. */
  public double deviation(double distance) {
    int k = (int) Math.rint((distance + FARTHEST) / (2 * FARTHEST) * CELLS);
    return Math.sqrt(differences.stream().mapToDouble(d -> d[k] * d[k]).average().orElseThrow());
  }

  /** The noise of one seed. */
  public static final class Seed {
    private final double[] noise;

    private Seed(double[] noise) {
      this.noise = noise;
    }

    /** At a distance from the optimum in log η. */
    public double at(double distance) {
      double cell =
          (Math.max(-FARTHEST, Math.min(FARTHEST, distance)) + FARTHEST) / (2 * FARTHEST) * CELLS;
      int k = (int) Math.min(CELLS - 1.0, Math.floor(cell));
      return noise[k] + (cell - k) * (noise[k + 1] - noise[k]);
    }
  }

  private void add(RecordedCurve curve) {
    double[] rates = curve.rates();
    int seeds = curve.seeds().size();
    double[][] scores = new double[seeds][rates.length];
    for (int i = 0; i < rates.length; i++) {
      NavigableMap<Long, RecordedCurve.Run> runs = curve.runs().get(rates[i]);
      int s = 0;
      for (RecordedCurve.Run run : runs.values()) {
        scores[s++][i] = run.observation().score().orElse(Double.POSITIVE_INFINITY);
      }
    }
    double[] means = new double[rates.length];
    Arrays.setAll(means, i -> Arrays.stream(scores).mapToDouble(row -> row[i]).average().orElse(0));
    int best =
        IntStream.range(0, means.length).reduce((a, b) -> means[b] < means[a] ? b : a).orElse(0);
    double drop = means[0] - means[best];
    int last = best;
    // Beyond, curves are no longer those of networks that learn.
    while (last + 1 < rates.length && means[last + 1] < means[best] + 0.6 * drop) {
      last++;
    }
    double scale = Math.sqrt(seeds / (seeds - 1.0)) / drop;
    for (double[] row : scores) {
      double[] difference = new double[CELLS + 1];
      for (int k = 0; k <= CELLS; k++) {
        double at = Math.log(rates[best]) - FARTHEST + 2 * FARTHEST * k / CELLS;
        difference[k] = interpolated(rates, row, means, last, at) * scale;
      }
      differences.add(difference);
    }
  }

  private static double interpolated(
      double[] rates, double[] row, double[] means, int last, double logRate) {
    int i = 1;
    while (i < last && Math.log(rates[i]) < logRate) {
      i++;
    }
    double step = Math.log(rates[i] / rates[i - 1]);
    double share = Math.max(0, Math.min(1, (logRate - Math.log(rates[i - 1])) / step));
    return (1 - share) * (row[i - 1] - means[i - 1]) + share * (row[i] - means[i]);
  }
}
