package org.etalon.lab.fit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.etalon.graph.InputException;

/**
 * Which of several descriptions tells optimal learning rates best, by Akaike's criterion with its
 * correction for small samples; {@link AkaikeCriterion} has the formula.
 *
 * <p>Descriptions that draw the same curve, as laws over measures of depth that are proportional to
 * each other, are one: no data tell them apart.
 */
public final class LawComparison {
  /** A difference in AICc below this tells nothing. */
  public static final double LEAST_DIFFERENCE = 2;

  /** Fewer sizes than this cannot be compared at all. */
  public static final int FEWEST_SIZES = 4;

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
   * @param coefficients of the curve that were fitted
   * @param misfit standard deviation of log η about the curve beyond the stated errors; zero where
   *     these explain the scatter
   * @param aicc the criterion; smaller is better
   * @param difference from the best, ≥ 0
   * @param weight Akaike weight: e^(−difference/2) over its sum
   */
  public record Rated(
      List<String> names,
      int coefficients,
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
  private record Fitted(List<String> names, int coefficients, AkaikeCriterion.Rating rating) {
    double aicc() {
      return rating.aicc();
    }
  }

  /**
   * Compares.
   *
   * @param optima the points; their x does not matter
   * @param descriptions of as many points, in the same order
   * @throws InputException for fewer than four points
   */
  public static LawComparison of(OptimaOverSizes optima, List<Description> descriptions) {
    List<Point> points = optima.points();
    int n = points.size();
    if (n < FEWEST_SIZES) {
      throw new InputException(
          "comparison of laws",
          n + " sizes cannot tell laws apart",
          "measure " + FEWEST_SIZES + ", better six or more");
    }
    List<Fitted> fitted = new ArrayList<>();
    List<String> notRated = new ArrayList<>();
    AkaikeCriterion criterion = new AkaikeCriterion(points, optima.freedom());
    for (Description description : descriptions) {
      if (description.design().length != n) {
        throw new IllegalArgumentException(description.design().length + " rows for " + n);
      }
      criterion
          .rate(description)
          .ifPresentOrElse(
              rating ->
                  add(
                      fitted,
                      new Fitted(List.of(description.name()), description.coefficients(), rating)),
              () -> notRated.add(description.name()));
    }
    return new LawComparison(n, weighted(fitted), notRated);
  }

  private static void add(List<Fitted> all, Fitted one) {
    for (int i = 0; i < all.size(); i++) {
      Fitted other = all.get(i);
      if (other.coefficients() == one.coefficients()
          && same(other.rating().curve(), one.rating().curve())) {
        List<String> names = new ArrayList<>(other.names());
        names.addAll(one.names());
        all.set(i, new Fitted(names, other.coefficients(), other.rating()));
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
                    f.coefficients(),
                    f.rating().misfit(),
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

  /** Whether one description is better than all others by more than {@link #LEAST_DIFFERENCE}. */
  public boolean isDecided() {
    return best().size() == 1 && rated.size() > 1;
  }
}
