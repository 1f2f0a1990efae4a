package org.etalon.lab.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hipparchus.analysis.UnivariateFunction;
import org.hipparchus.analysis.solvers.BrentSolver;

/**
 * A linear regression in which a point may be off the curve for two reasons: its own error of
 * measurement, whose standard error s_i is stated, rightly or not, and a misfit of the curve, of
 * one variance for all points, which only the points' scatter can tell.
 *
 * <p>Model: y_i = x_iᵀβ + e_i with Var e_i = c²·s_i² + τ². The weights are 1/(c²·s_i² + τ²); c is 1
 * if the stated errors are right, and larger if all are too small by one factor.
 *
 * <p>Given c and τ, the coefficients follow Student's t with n − p degrees of freedom, variances
 * being q·(XᵀWX)⁻¹ with q = Σ w_i r_i²/(n − p): the scatter seen, not the one stated, scales them
 * (G. Knapp and J. Hartung, Stat. Med. 22, 2003). So where all s_i are equal, or one is missing, c
 * and τ do not matter, and this is ordinary least squares with Student's t.
 *
 * <p>Where they differ, a few points tell τ badly. A single value of it, by DerSimonian and Laird's
 * formula, Paule and Mandel's or restricted likelihood, is often zero by chance; the smallest
 * stated errors then rule the fit, and its interval is too short (81 % where it says 90 % in a
 * simulation of ours with Paule and Mandel's). And with c held at 1, errors that are all too small
 * by a factor look like a large misfit, so that noisy points get the weight of precise ones (75 %).
 * Therefore neither is estimated: the distribution is averaged over both, each weighted by its
 * restricted likelihood |W|^½ |XᵀWX|^−½ e^(−Σ w r²/2). Beforehand, c is 1 with probability ½, else
 * 3, 9 or 27, and τ is half-Cauchy with the scale of the scatter about the unweighted curve (A.
 * Gelman, Bayesian Analysis 1, 2006).
 */
final class RandomEffects {
  /** How many τ stand for its distribution. */
  private static final int MISFITS = 8;

  /** The factors c that stand for its distribution; the first, 1, counts as all others together. */
  private static final double[] FACTORS = {1, 3, 9, 27};

  /**
   * A stated standard error below this fraction of the largest counts as this fraction; smaller
   * ones would only cost digits.
   */
  private static final double SMALLEST_RELATIVE_ERROR = 1e-6;

  private final List<WeightedFit> fits;
  private final double[] shares;
  private final int freedom;

  private RandomEffects(List<WeightedFit> fits, double[] shares, int freedom) {
    this.fits = fits;
    this.shares = shares;
    this.freedom = freedom;
  }

  /**
   * Fits.
   *
   * @param design n rows of p columns, of full rank, n > p for anything but the coefficients
   * @param y n values
   * @param errors n standard errors of y; used only if all are positive, since a zero says that
   *     none is known
   */
  static RandomEffects fit(double[][] design, double[] y, double[] errors) {
    int freedom = y.length - design[0].length;
    double[] stated = usable(errors);
    WeightedFit unweighted = WeightedFit.of(design, y, equal(y.length));
    double scatter = Math.sqrt(unweighted.scale());
    if (freedom == 0 || scatter == 0 || Arrays.stream(stated).distinct().count() == 1) {
      return new RandomEffects(List.of(unweighted), new double[] {1}, freedom);
    }
    List<WeightedFit> fits = new ArrayList<>();
    List<Double> prior = new ArrayList<>();
    for (double factor : FACTORS) {
      for (int k = 0; k < MISFITS; k++) {
        // Quantiles of the half-Cauchy distribution.
        double tau = scatter * Math.tan(Math.PI / 2 * (k + 0.5) / MISFITS);
        fits.add(WeightedFit.of(design, y, deviations(stated, factor, tau)));
        prior.add(factor == 1 ? FACTORS.length - 1.0 : 1.0);
      }
    }
    return new RandomEffects(fits, shares(fits, prior), freedom);
  }

  /**
   * The variance τ² of the misfit if the stated errors are right: the one at which Σ r²/(s² + τ²)
   * equals its expectation n − p, or zero if it is smaller at τ² = 0 (R. C. Paule and J. Mandel, J.
   * Res. NBS 87, 1982). With nothing stated, all of the scatter.
   */
  static double misfit(double[][] design, double[] y, double[] errors) {
    double[] stated = usable(errors);
    double most = WeightedFit.of(design, y, equal(y.length)).scale();
    if (stated[0] == 0) {
      return most;
    }
    UnivariateFunction excess = variance -> scale(design, y, stated, variance) - 1;
    if (excess.value(0) <= 0) {
      return 0;
    }
    // The weighted minimum of Σ r²/(s² + τ²) is at most Σ r²/τ² of the equally weighted fit, so the
    // root lies below that fit's variance.
    return excess.value(most) >= 0
        ? most
        : new BrentSolver(1e-10, most * 1e-10).solve(500, excess, 0, most);
  }

  /** Σ r²/s²/(n − p) of the fit weighted by the stated errors alone. */
  static double reducedChiSquared(double[][] design, double[] y, double[] errors) {
    return scale(design, y, usable(errors), 0);
  }

  /** The value of the curve, or of a coefficient: a row of the design times the coefficients. */
  double value(double... row) {
    double sum = 0;
    for (int node = 0; node < shares.length; node++) {
      sum += shares[node] * fits.get(node).value(row);
    }
    return sum;
  }

  /** The same with its distribution; n must be greater than p. */
  Estimate estimate(double... row) {
    return estimate(0, row);
  }

  /** The same for a value that has an independent variance of its own. */
  Estimate estimate(double extraVariance, double[] row) {
    return Estimate.mixture(
        shares,
        fits.stream().mapToDouble(fit -> fit.value(row)).toArray(),
        fits.stream().mapToDouble(fit -> Math.sqrt(fit.variance(row) + extraVariance)).toArray(),
        freedom);
  }

  private static double[] shares(List<WeightedFit> fits, List<Double> prior) {
    double largest = fits.stream().mapToDouble(WeightedFit::logLikelihood).max().orElseThrow();
    double[] shares = new double[fits.size()];
    Arrays.setAll(shares, k -> prior.get(k) * Math.exp(fits.get(k).logLikelihood() - largest));
    double sum = Arrays.stream(shares).sum();
    return Arrays.stream(shares).map(share -> share / sum).toArray();
  }

  private static double[] deviations(double[] stated, double factor, double tau) {
    return Arrays.stream(stated).map(s -> Math.hypot(factor * s, tau)).toArray();
  }

  private static double scale(
      double[][] design, double[] y, double[] stated, double extraVariance) {
    return WeightedFit.of(design, y, deviations(stated, 1, Math.sqrt(extraVariance))).scale();
  }

  private static double[] usable(double[] errors) {
    if (Arrays.stream(errors).anyMatch(s -> s == 0)) {
      return new double[errors.length];
    }
    double largest = Arrays.stream(errors).max().orElse(0);
    return Arrays.stream(errors).map(s -> Math.max(s, largest * SMALLEST_RELATIVE_ERROR)).toArray();
  }

  private static double[] equal(int n) {
    double[] ones = new double[n];
    Arrays.fill(ones, 1);
    return ones;
  }
}
