package org.etalon.lab.fit;

import java.util.Arrays;
import java.util.List;

/**
 * A way in which an optimal learning rate may go with size: a curve in log η with one to three free
 * coefficients.
 *
 * @param name for people
 * @param slope known slope times log x, for each point; zeros where nothing is known
 * @param design n rows of p columns; the first column is ones
 */
@SuppressWarnings("ArrayRecordComponent") // read-only, and never compared
public record Description(String name, double[] slope, double[][] design) {
  /** Copies. */
  public Description {
    slope = slope.clone();
    design = Arrays.stream(design).map(double[]::clone).toArray(double[][]::new);
  }

  /** A law that states its exponent b: log η = a + b·log x, a free. */
  public static Description stated(String name, List<Double> xs, double exponent) {
    return new Description(
        name, xs.stream().mapToDouble(x -> exponent * Math.log(x)).toArray(), powers(xs, 0));
  }

  /** A power law whose exponent is fitted: log η = a + b·log x. */
  public static Description powerLaw(String name, List<Double> xs) {
    return new Description(name, new double[xs.size()], powers(xs, 1));
  }

  /** A bent one: log η = a + b·log x + c·(log x)². */
  public static Description bent(String name, List<Double> xs) {
    return new Description(name, new double[xs.size()], powers(xs, 2));
  }

  /** Free coefficients of the curve. */
  int coefficients() {
    return design[0].length;
  }

  private static double[][] powers(List<Double> xs, int degree) {
    double centre = xs.stream().mapToDouble(Math::log).average().orElse(0);
    double[][] rows = new double[xs.size()][degree + 1];
    for (int i = 0; i < rows.length; i++) {
      for (int power = 0; power <= degree; power++) {
        rows[i][power] = Math.pow(Math.log(xs.get(i)) - centre, power);
      }
    }
    return rows;
  }
}
