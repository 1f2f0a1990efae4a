package org.etalon.lab.fit;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Akaike's criterion, corrected for small samples, of curves through optimal learning rates.
 *
 * <p>Data: n values log η_i; and, where there are several seeds, their scatter s² on ν degrees of
 * freedom, so that the error of a value is s_i = s·√c_i. Two models of each curve with p
 * coefficients are fitted by greatest likelihood, and the one with the smaller criterion counts.
 * With residuals r_i of the curve:
 *
 * <ul>
 *   <li><b>No misfit</b>: r_i has variance c_i·σ², and the seeds' scatter has σ². With N = n + ν
 *       values and k = p + 1 numbers fitted, σ² = (Σ r_i²/c_i + ν·s²)/N, and
 *       <pre>AICc = Σ log c_i + N·log σ² + N + 2k·N/(N − k − 1)</pre>
 *   <li><b>Misfit</b>: r_i has variance v_i = s_i² + τ² with τ > 0, and σ = s. With k = p + 1,
 *       <pre>AICc = Σ [log v_i + r_i²/v_i] + ν·log s² + ν + 2k·n/(n − k − 1) + 2ν/(ν − 2)</pre>
 * </ul>
 *
 * <p>Without stated errors there is the second alone, without the terms of ν: the usual n·log(Σ
 * r²/n) + n + 2k·n/(n − k − 1). The correction is exact for a variance that n − p residuals tell
 * (N. Sugiura, Commun. Stat. A 7, 1978; C. M. Hurvich and C.-L. Tsai, Biometrika 76, 1989); in the
 * first model seeds tell it as well, so that another coefficient costs less. Ruled out: the
 * correction of the second for both, which at six sizes charges 10 for an exponent whatever the
 * seeds say. Constants that are the same for all curves are left out.
 */
final class AkaikeCriterion {
  /** Learning rates are not known more closely than this, in log η. */
  private static final double LEAST_DEVIATION = 1e-6;

  /** Places at which the misfit is looked for where stated errors differ. */
  private static final int PLACES = 100;

  private final double[] values;
  private final double[] stated;
  private final int freedom;

  /**
   * For optima.
   *
   * @param points the optima with their stated errors
   * @param freedom ν, of the stated errors together; zero where none is stated
   */
  AkaikeCriterion(List<Point> points, int freedom) {
    boolean usable =
        freedom > 2 && points.stream().allMatch(p -> p.standardError() >= LEAST_DEVIATION);
    this.freedom = usable ? freedom : 0;
    this.values = points.stream().mapToDouble(Point::logY).toArray();
    this.stated = points.stream().mapToDouble(p -> usable ? p.standardError() : 0).toArray();
  }

  /**
   * How a description does.
   *
   * @param aicc the criterion
   * @param misfit τ
   * @param curve log η at each point
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Rating(double aicc, double misfit, double[] curve) {}

  /** A curve through the points for given standard deviations. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Curve(double[] residuals, double[] values) {}

  /** Rates a description; empty where it has too many coefficients for so few points. */
  Optional<Rating> rate(Description description) {
    if (values.length <= description.coefficients()) {
      return Optional.empty();
    }
    return Stream.concat(exact(description).stream(), inexact(description).stream())
        .min((one, other) -> Double.compare(one.aicc(), other.aicc()));
  }

  /** The model without misfit. */
  private Optional<Rating> exact(Description description) {
    double n = values.length + freedom;
    int k = description.coefficients() + 1;
    if (freedom == 0 || n - k - 1 < 1) {
      return Optional.empty();
    }
    Curve curve = curve(description, stated);
    // c_i is s_i² over their mean: the seeds' scatter is then that mean.
    double scatter = Arrays.stream(stated).map(s -> s * s).average().orElseThrow();
    double sum = freedom * scatter;
    double logs = 0;
    for (int i = 0; i < values.length; i++) {
      double share = stated[i] * stated[i] / scatter;
      sum += curve.residuals()[i] * curve.residuals()[i] / share;
      logs += Math.log(share);
    }
    double aicc = logs + n * Math.log(sum / n) + n + 2 * k * n / (n - k - 1);
    return Optional.of(new Rating(aicc, 0, curve.values()));
  }

  /** The model with misfit. */
  private Optional<Rating> inexact(Description description) {
    double n = values.length;
    int k = description.coefficients() + 1;
    if (n - k - 1 < 1) {
      return Optional.empty();
    }
    double penalty = 2 * k * n / (n - k - 1);
    if (freedom > 0) {
      double scatter = Arrays.stream(stated).map(s -> s * s).average().orElseThrow();
      penalty += freedom * Math.log(scatter) + freedom + 2.0 * freedom / (freedom - 2.0);
    }
    Curve equal = curve(description, ones());
    double square = Arrays.stream(equal.residuals()).map(r -> r * r).sum();
    if (Arrays.stream(stated).distinct().count() == 1) {
      double tau = Math.sqrt(Math.max(0, square / n - stated[0] * stated[0]));
      return Optional.of(at(description, tau, penalty));
    }
    return Optional.of(sought(description, 2 * Math.sqrt(square), penalty));
  }

  /** The misfit of greatest likelihood, which may have several maxima. */
  private Rating sought(Description description, double most, double penalty) {
    Rating best = at(description, LEAST_DEVIATION, penalty);
    double ratio = Math.pow(Math.max(most, 2 * LEAST_DEVIATION) / LEAST_DEVIATION, 1.0 / PLACES);
    for (int i = 1; i <= PLACES; i++) {
      Rating here = at(description, LEAST_DEVIATION * Math.pow(ratio, i), penalty);
      best = here.aicc() < best.aicc() ? here : best;
    }
    double low = best.misfit() / ratio;
    double high = best.misfit() * ratio;
    double golden = (Math.sqrt(5) - 1) / 2;
    for (int i = 0; i < 40; i++) {
      Rating one = at(description, high - golden * (high - low), penalty);
      Rating other = at(description, low + golden * (high - low), penalty);
      if (one.aicc() < other.aicc()) {
        high = other.misfit();
        best = one.aicc() < best.aicc() ? one : best;
      } else {
        low = one.misfit();
        best = other.aicc() < best.aicc() ? other : best;
      }
    }
    return best;
  }

  private Rating at(Description description, double tau, double penalty) {
    double[] deviations =
        Arrays.stream(stated).map(s -> Math.max(Math.hypot(s, tau), LEAST_DEVIATION)).toArray();
    Curve curve = curve(description, deviations);
    double sum = penalty;
    for (int i = 0; i < values.length; i++) {
      double variance = deviations[i] * deviations[i];
      sum += Math.log(variance) + curve.residuals()[i] * curve.residuals()[i] / variance;
    }
    return new Rating(sum, tau, curve.values());
  }

  private Curve curve(Description description, double[] deviations) {
    double[][] design = description.design();
    double[] slope = description.slope();
    double[] y = new double[values.length];
    Arrays.setAll(y, i -> values[i] - slope[i]);
    WeightedFit fit = WeightedFit.of(design, y, deviations);
    double[] there = new double[y.length];
    double[] residuals = new double[y.length];
    for (int i = 0; i < y.length; i++) {
      double value = fit.value(design[i]);
      there[i] = value + slope[i];
      residuals[i] = y[i] - value;
    }
    return new Curve(residuals, there);
  }

  private double[] ones() {
    double[] ones = new double[values.length];
    Arrays.fill(ones, 1);
    return ones;
  }
}
