package org.etalon.lab.correlation;

import java.util.Optional;
import java.util.OptionalDouble;
import org.etalon.lab.fit.Interval;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.hipparchus.stat.correlation.PearsonsCorrelation;
import org.hipparchus.stat.correlation.SpearmansCorrelation;
import org.hipparchus.util.FastMath;

/**
 * A coefficient of correlation with its interval. All intervals are made on the scale of atanh,
 * where errors are more nearly normal, and so stay between −1 and 1.
 *
 * @param kind which coefficient
 * @param pairs how many things it is from
 * @param value in [−1, 1]; empty where it has none: fewer than two pairs, or one side does not vary
 * @param interval empty where none can be given: too few pairs, or a perfect correlation
 */
public record Correlation(Kind kind, int pairs, OptionalDouble value, Optional<Interval> interval) {
  /** Error of atanh of Pearson's coefficient: 1/√(n − 3). Fisher. */
  private static final int PEARSON_LOST = 3;

  /** A coefficient. */
  public enum Kind {
    /**
     * Pearson's r: how near the pairs are to a straight line. Interval: R. A. Fisher, Metron 1,
     * 1921, error 1/√(n − 3). It is for errors without heavy tails.
     */
    PEARSON("Pearson"),
    /**
     * Spearman's ρ: Pearson's of the ranks, equal values sharing theirs. Interval: D. G. Bonett and
     * T. A. Wright, Psychometrika 65, 2000, error √((1 + ρ²/2)/(n − 3)).
     */
    SPEARMAN("Spearman"),
    /**
     * Kendall's τ_b: agreeing less disagreeing pairs of things, ties taken out of account.
     * Interval: {@link Jackknife}, with Student's quantile. Fieller's constant error, √(0.437/(n −
     * 4)), was ruled out: with ties it covers 85 % where it says 90.
     */
    KENDALL("Kendall");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** Whose it is. */
    public String words() {
      return words;
    }
  }

  /**
   * The coefficient of pairs.
   *
   * @param x finite numbers
   * @param y as many
   * @param confidence of the interval, strictly between 0 and 1
   */
  public static Correlation of(Kind kind, double[] x, double[] y, double confidence) {
    if (x.length != y.length) {
      throw new IllegalArgumentException(x.length + " numbers beside " + y.length);
    }
    double value = x.length < 2 ? Double.NaN : value(kind, x, y);
    if (Double.isNaN(value)) {
      return new Correlation(kind, x.length, OptionalDouble.empty(), Optional.empty());
    }
    // Rounding may leave a perfect correlation a hair beside one.
    double inside = Math.max(-1, Math.min(1, value));
    return new Correlation(
        kind, x.length, OptionalDouble.of(inside), interval(kind, inside, x, y, confidence));
  }

  private static double value(Kind kind, double[] x, double[] y) {
    return switch (kind) {
      case PEARSON -> new PearsonsCorrelation().correlation(x, y);
      case SPEARMAN -> new SpearmansCorrelation().correlation(x, y);
      case KENDALL -> new Concordance(x, y).tau(-1);
    };
  }

  private static Optional<Interval> interval(
      Kind kind, double value, double[] x, double[] y, double confidence) {
    int n = x.length;
    boolean perfect = 1 - Math.abs(value) < 1e-12;
    if (n < Jackknife.FEWEST || perfect) {
      return Optional.empty();
    }
    return switch (kind) {
      case PEARSON -> Optional.of(around(value, Math.sqrt(1.0 / (n - PEARSON_LOST)), confidence));
      case SPEARMAN ->
          Optional.of(
              around(value, Math.sqrt((1 + value * value / 2) / (n - PEARSON_LOST)), confidence));
      case KENDALL -> {
        Concordance pairs = new Concordance(x, y);
        yield Jackknife.of(n, without -> FastMath.atanh(pairs.tau(without)))
            .map(estimate -> back(estimate.interval(confidence)));
      }
    };
  }

  private static Interval around(double value, double error, double confidence) {
    double reach = new NormalDistribution().inverseCumulativeProbability((1 + confidence) / 2);
    double z = FastMath.atanh(value);
    return back(new Interval(z - reach * error, z + reach * error, confidence));
  }

  private static Interval back(Interval z) {
    return new Interval(Math.tanh(z.low()), Math.tanh(z.high()), z.confidence());
  }
}
