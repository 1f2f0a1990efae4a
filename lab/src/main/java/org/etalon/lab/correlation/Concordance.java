package org.etalon.lab.correlation;

/**
 * How far two rankings agree, pair by pair: counted once, so that leaving one thing out is a
 * subtraction.
 */
final class Concordance {
  private final long[] agreeing;
  private final long[] inX;
  private final long[] inY;
  private final long allAgreeing;
  private final long allInX;
  private final long allInY;

  /** Counts the pairs of things; soon done for thousands. */
  Concordance(double[] x, double[] y) {
    int n = x.length;
    agreeing = new long[n];
    inX = new long[n];
    inY = new long[n];
    long sum = 0;
    long sumX = 0;
    long sumY = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        int a = Integer.signum(Double.compare(x[i], x[j]));
        int b = Integer.signum(Double.compare(y[i], y[j]));
        agreeing[i] += (long) a * b;
        inX[i] += Math.abs(a);
        inY[i] += Math.abs(b);
      }
      sum += agreeing[i];
      sumX += inX[i];
      sumY += inY[i];
    }
    allAgreeing = sum / 2;
    allInX = sumX / 2;
    allInY = sumY / 2;
  }

  /**
   * Kendall's τ_b; not a number where one side does not vary.
   *
   * @param without position of a thing to leave out; −1 for none
   */
  double tau(int without) {
    if (without < 0) {
      return allAgreeing / Math.sqrt((double) allInX * allInY);
    }
    double x = allInX - inX[without];
    double y = allInY - inY[without];
    return (allAgreeing - agreeing[without]) / Math.sqrt(x * y);
  }
}
