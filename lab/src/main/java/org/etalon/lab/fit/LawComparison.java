package org.etalon.lab.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.etalon.graph.InputException;

/**
 * Which of several descriptions tells optimal learning rates best, by Akaike's criterion with its
 * correction for small samples (N. Sugiura, Commun. Stat. A 7, 1978; C. M. Hurvich and C.-L. Tsai,
 * Biometrika 76, 1989).
 *
 * <p>Model of n optima: log η_i = curve(x_i) + e_i, e_i normal with variance s_i² + τ², s_i the
 * stated standard error and τ the misfit. Coefficients and τ ≥ 0 are those of greatest likelihood;
 * with p coefficients, k = p + 1 numbers are fitted:
 *
 * <pre>
 * AICc = Σ [log 2π(s_i² + τ²) + r_i²/(s_i² + τ²)] + 2k + 2k(k + 1)/(n − k − 1)
 * </pre>
 *
 * <p>It takes n ≥ k + 2: four sizes for a law that states its exponent, five for a fitted one, six
 * for a bent one. Without stated errors the sum is n·log τ² and constants, the usual form. With
 * them the correction, which is derived for a variance that only the residuals tell, is larger than
 * need be: descriptions with more coefficients are chosen too rarely rather than too often.
 *
 * <p>Descriptions that draw the same curve, as laws over measures of depth that are proportional to
 * each other, are one: no data tell them apart.
 */
public final class LawComparison {
  /** A difference in AICc below this tells nothing. */
  public static final double LEAST_DIFFERENCE = 2;

  /** Fewer sizes than this cannot be compared at all. */
  public static final int FEWEST_SIZES = 4;

  /** Learning rates are not known more closely than this, in log η. */
  private static final double LEAST_DEVIATION = 1e-6;

  /** Curves that differ by less everywhere are the same. */
  private static final double SAME = 1e-7;

  private final int sizes;
  private final List<Rated> rated;
  private final List<String> notRated;

  private LawComparison(int sizes, List<Rated> rated, List<String> notRated) {
    this.sizes = sizes;
    this.rated = List.copyOf(rated);
    this.notRated = List.copyOf(notRated);
  }

  /**
   * A description with its rating.
   *
   * @param names of the description, and of others that draw the same curve
   * @param parameters k, the misfit included
   * @param misfit τ of greatest likelihood, in log η
   * @param aicc the criterion; smaller is better
   * @param difference from the best, ≥ 0
   * @param weight Akaike weight: e^(−difference/2) over its sum
   */
  public record Rated(
      List<String> names,
      int parameters,
      double misfit,
      double aicc,
      double difference,
      double weight) {
    /** Copies. */
    public Rated {
      names = List.copyOf(names);
    }
  }

  /** A description fitted. */
  private record Fitted(List<String> names, int parameters, Likelihood best, double aicc) {}

  /** Coefficients of greatest likelihood for one misfit. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Likelihood(double tau, double minusTwoLog, double[] curve) {}

  /**
   * Compares.
   *
   * @param points the optima; their x does not matter
   * @param descriptions of as many points, in the same order
   * @throws InputException for fewer than four points
   */
  public static LawComparison of(List<Point> points, List<Description> descriptions) {
    int n = points.size();
    if (n < FEWEST_SIZES) {
      throw new InputException(
          "comparison of laws",
          n + " sizes cannot tell laws apart",
          "measure " + FEWEST_SIZES + ", better six or more");
    }
    List<Fitted> fitted = new ArrayList<>();
    List<String> notRated = new ArrayList<>();
    for (Description description : descriptions) {
      if (description.design().length != n) {
        throw new IllegalArgumentException(description.design().length + " rows for " + n);
      }
      int k = description.coefficients() + 1;
      if (n - k - 1 < 1) {
        notRated.add(description.name());
        continue;
      }
      Likelihood best = best(points, description);
      double aicc = best.minusTwoLog() + 2 * k + 2.0 * k * (k + 1) / (n - k - 1);
      add(fitted, new Fitted(List.of(description.name()), k, best, aicc));
    }
    return new LawComparison(n, weighted(fitted), notRated);
  }

  private static void add(List<Fitted> all, Fitted one) {
    for (int i = 0; i < all.size(); i++) {
      Fitted other = all.get(i);
      if (other.parameters() == one.parameters()
          && same(other.best().curve(), one.best().curve())) {
        List<String> names = new ArrayList<>(other.names());
        names.addAll(one.names());
        all.set(i, new Fitted(names, other.parameters(), other.best(), other.aicc()));
        return;
      }
    }
    all.add(one);
  }

  private static boolean same(double[] one, double[] other) {
    for (int i = 0; i < one.length; i++) {
      if (Math.abs(one[i] - other[i]) > SAME) {
        return false;
      }
    }
    return true;
  }

  private static List<Rated> weighted(List<Fitted> fitted) {
    double least = fitted.stream().mapToDouble(Fitted::aicc).min().orElse(0);
    double sum = fitted.stream().mapToDouble(f -> Math.exp((least - f.aicc()) / 2)).sum();
    return fitted.stream()
        .map(
            f ->
                new Rated(
                    f.names(),
                    f.parameters(),
                    f.best().tau(),
                    f.aicc(),
                    f.aicc() - least,
                    Math.exp((least - f.aicc()) / 2) / sum))
        .sorted(Comparator.comparingDouble(Rated::aicc))
        .toList();
  }

  /** Sizes compared on. */
  public int sizes() {
    return sizes;
  }

  /** The descriptions, best first. */
  public List<Rated> rated() {
    return rated;
  }

  /** The names of descriptions with too many coefficients for so few sizes. */
  public List<String> notRated() {
    return notRated;
  }

  /** The best, and all that the data do not tell from it. */
  public List<Rated> best() {
    return rated.stream().filter(one -> one.difference() < LEAST_DIFFERENCE).toList();
  }

  /** Whether one description is better than all others by more than chance would make it. */
  public boolean isDecided() {
    return best().size() == 1 && rated.size() > 1;
  }

  // --- likelihood --------------------------------------------------------------------------------

  private static Likelihood best(List<Point> points, Description description) {
    int n = points.size();
    double[] y = new double[n];
    double[] stated = new double[n];
    boolean usable = points.stream().allMatch(point -> point.standardError() > 0);
    for (int i = 0; i < n; i++) {
      y[i] = points.get(i).logY() - description.slope()[i];
      stated[i] = usable ? points.get(i).standardError() : 0;
    }
    // Least squares: what the likelihood tends to where all errors are alike.
    Likelihood equal = at(1, y, new double[n], description);
    double square = squares(y, equal.curve(), description);
    if (Arrays.stream(stated).distinct().count() == 1) {
      double excess = square / n - stated[0] * stated[0];
      return at(Math.sqrt(Math.max(0, excess)), y, stated, description);
    }
    Likelihood none = at(0, y, stated, description);
    double most =
        2 * Math.sqrt(Math.max(square, squares(y, none.curve(), description)) + LEAST_DEVIATION);
    // The likelihood may have several maxima where stated errors differ: all are looked at.
    int steps = 200;
    Likelihood best = none;
    int place = 0;
    for (int i = 1; i <= steps; i++) {
      Likelihood here = at(tau(i, steps, most), y, stated, description);
      if (here.minusTwoLog() < best.minusTwoLog()) {
        best = here;
        place = i;
      }
    }
    return refined(best, place, steps, most, y, stated, description);
  }

  /** Golden section between the neighbours of the best place. */
  private static Likelihood refined(
      Likelihood best,
      int place,
      int steps,
      double most,
      double[] y,
      double[] stated,
      Description description) {
    double low = place == 0 ? 0 : tau(place - 1, steps, most);
    double high = tau(Math.min(steps, place + 1), steps, most);
    double ratio = (Math.sqrt(5) - 1) / 2;
    Likelihood found = best;
    for (int i = 0; i < 60; i++) {
      Likelihood one = at(high - ratio * (high - low), y, stated, description);
      Likelihood other = at(low + ratio * (high - low), y, stated, description);
      if (one.minusTwoLog() < other.minusTwoLog()) {
        high = other.tau();
      } else {
        low = one.tau();
      }
      for (Likelihood candidate : List.of(one, other)) {
        found = candidate.minusTwoLog() < found.minusTwoLog() ? candidate : found;
      }
    }
    return found;
  }

  /** Places of the misfit: none, and from the least to the most in equal ratios. */
  private static double tau(int i, int steps, double most) {
    return i == 0
        ? 0
        : LEAST_DEVIATION * Math.pow(most / LEAST_DEVIATION, (i - 1.0) / (steps - 1.0));
  }

  private static Likelihood at(double tau, double[] y, double[] stated, Description description) {
    double[] deviations =
        Arrays.stream(stated).map(s -> Math.max(Math.hypot(s, tau), LEAST_DEVIATION)).toArray();
    WeightedFit fit = WeightedFit.of(description.design(), y, deviations);
    double sum = 0;
    double[] curve = new double[y.length];
    for (int i = 0; i < y.length; i++) {
      double value = fit.value(description.design()[i]);
      double standardised = (y[i] - value) / deviations[i];
      sum += Math.log(2 * Math.PI * deviations[i] * deviations[i]) + standardised * standardised;
      curve[i] = value + description.slope()[i];
    }
    return new Likelihood(tau, sum, curve);
  }

  private static double squares(double[] y, double[] curve, Description description) {
    double sum = 0;
    for (int i = 0; i < y.length; i++) {
      double off = y[i] - (curve[i] - description.slope()[i]);
      sum += off * off;
    }
    return sum;
  }
}
