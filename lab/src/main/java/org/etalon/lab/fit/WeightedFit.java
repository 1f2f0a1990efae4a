package org.etalon.lab.fit;

import java.util.Arrays;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.LUDecomposition;
import org.hipparchus.stat.regression.OLSMultipleLinearRegression;

/** Least squares with given weights. */
final class WeightedFit {
  private final double[] coefficients;
  private final double[][] covariance;
  private final double scale;
  private final double logLikelihood;

  private WeightedFit(
      double[] coefficients, double[][] covariance, double scale, double logLikelihood) {
    this.coefficients = coefficients;
    this.covariance = covariance;
    this.scale = scale;
    this.logLikelihood = logLikelihood;
  }

  /**
   * Fits.
   *
   * @param design n rows of p columns
   * @param y n values
   * @param deviations n positive numbers: the weights are 1/deviation²
   */
  static WeightedFit of(double[][] design, double[] y, double[] deviations) {
    int n = y.length;
    int p = design[0].length;
    double[][] rows = new double[n][p];
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      double[] row = rows[i];
      double deviation = deviations[i];
      double[] unweighted = design[i];
      Arrays.setAll(row, j -> unweighted[j] / deviation);
      values[i] = y[i] / deviation;
    }
    OLSMultipleLinearRegression regression = new OLSMultipleLinearRegression();
    regression.setNoIntercept(true);
    regression.newSampleData(values, rows);
    double[][] covariance = regression.estimateRegressionParametersVariance();
    double scale = n == p ? 0 : regression.estimateErrorVariance();
    double logDeterminant =
        Math.log(new LUDecomposition(new Array2DRowRealMatrix(covariance, false)).getDeterminant());
    double logWeights = -Arrays.stream(deviations).map(Math::log).sum();
    return new WeightedFit(
        regression.estimateRegressionParameters(),
        covariance,
        scale,
        logWeights + 0.5 * logDeterminant - 0.5 * (n - p) * scale);
  }

  /** Σ w r²/(n − p); zero for n = p. */
  double scale() {
    return scale;
  }

  /** Restricted log-likelihood of the deviations, but for a constant. */
  double logLikelihood() {
    return logLikelihood;
  }

  /** A row of the design times the coefficients. */
  double value(double[] row) {
    double sum = 0;
    for (int j = 0; j < row.length; j++) {
      sum += row[j] * coefficients[j];
    }
    return sum;
  }

  /** Variance of {@link #value}, from the scatter seen. */
  double variance(double[] row) {
    double sum = 0;
    for (int i = 0; i < row.length; i++) {
      for (int j = 0; j < row.length; j++) {
        sum += row[i] * covariance[i][j] * row[j];
      }
    }
    return Math.max(0, scale * sum);
  }
}
