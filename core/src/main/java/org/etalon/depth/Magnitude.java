package org.etalon.depth;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/**
 * A positive number m·2^e of any size, for depths and learning-rate factors that no double holds: a
 * network of 10,000 blocks has a path-sum near 10^1007.
 *
 * @param mantissa m, with 1 ≤ m < 2; 0 for the number zero
 * @param exponent e
 */
public record Magnitude(double mantissa, long exponent) {
  /** The number zero. */
  public static final Magnitude ZERO = new Magnitude(0, 0);

  /** The number {@code value} ≥ 0, finite. */
  public static Magnitude of(double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException("not a finite number ≥ 0: " + value);
    }
    return scaled(value, 0);
  }

  /** The whole number {@code value} ≥ 0, to the precision of a double. */
  public static Magnitude of(BigInteger value) {
    int shift = Math.max(0, value.bitLength() - 64);
    return scaled(value.shiftRight(shift).doubleValue(), shift);
  }

  private static Magnitude scaled(double value, long exponent) {
    if (value == 0) {
      return ZERO;
    }
    int own = Math.getExponent(value);
    if (own < Double.MIN_EXPONENT) {
      return scaled(value * 0x1p64, exponent - 64);
    }
    return new Magnitude(Math.scalb(value, -own), Math.addExact(exponent, own));
  }

  /** The cube root. */
  public Magnitude cubeRoot() {
    if (mantissa == 0) {
      return ZERO;
    }
    long third = Math.floorDiv(exponent, 3);
    int rest = (int) Math.floorMod(exponent, 3L);
    return scaled(Math.cbrt(Math.scalb(mantissa, rest)), third);
  }

  /** This divided by another, non-zero. */
  public Magnitude over(Magnitude other) {
    return scaled(mantissa / other.mantissa, exponent - other.exponent);
  }

  /** This to a real power; of a non-zero number. */
  public Magnitude power(double p) {
    if (p == 0) {
      return of(1);
    }
    // Split so that the large exponent is multiplied exactly enough and only the rest is rounded.
    double scaledExponent = exponent * p;
    double whole = Math.rint(scaledExponent);
    double rest = Math.fma((double) exponent, p, -whole);
    return scaled(Math.pow(mantissa, p) * Math.pow(2, rest), (long) whole);
  }

  /** Whether a double holds it without overflow or loss of precision. */
  public boolean fitsDouble() {
    return mantissa == 0 || (exponent >= Double.MIN_EXPONENT && exponent <= Double.MAX_EXPONENT);
  }

  /** The nearest double; 0 or infinity beyond its range. */
  public double toDouble() {
    long clamped = Math.max(-5000, Math.min(5000, exponent));
    return Math.scalb(mantissa, (int) clamped);
  }

  /** Natural logarithm. */
  public double log() {
    return Math.log(mantissa) + exponent * Math.log(2);
  }

  /** The double in Java's notation, or, beyond its range, seventeen digits and an exponent. */
  @Override
  public String toString() {
    if (fitsDouble()) {
      return Double.toString(toDouble());
    }
    MathContext digits = new MathContext(17);
    BigDecimal two = BigDecimal.valueOf(2).pow((int) Math.abs(exponent), new MathContext(40));
    BigDecimal m = new BigDecimal(mantissa);
    return (exponent > 0 ? m.multiply(two, digits) : m.divide(two, digits)).toString();
  }
}
