package org.etalon.lab.plot;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.etalon.lab.plot.Axis.Scale;

/**
 * The part of an axis that a chart shows, and the labels along it.
 *
 * @param scale of the axis
 * @param low lower end
 * @param high upper end, above the lower
 */
record Extent(Scale scale, double low, double high) {
  /** Room at either end, as a share of the length: markers are not cut. */
  private static final double MARGIN = 0.05;

  /** What a logarithmic axis labels within a decade, from few labels to all that have ticks. */
  private static final List<List<Integer>> DIGITS =
      List.of(
          List.of(1),
          List.of(1, 2, 5),
          List.of(1, 2, 3, 4, 6, 8),
          List.of(1, 2, 3, 4, 5, 6, 7, 8, 9));

  private static final List<Integer> ALL = DIGITS.get(3);

  private static final double MOST_DECADES = 15;
  private static final int FEWEST_LABELS = 3;
  private static final int MOST_LABELS = 9;

  /** The extent that holds all values, which have a place on the axis; at least one. */
  static Extent of(Axis axis, double[] values) {
    double low = DoubleStream.of(values).min().orElseThrow();
    double high = DoubleStream.of(values).max().orElseThrow();
    return switch (axis.scale()) {
      case LINEAR -> linear(low, high);
      case LOG -> logarithmic(low, high);
    };
  }

  private static Extent linear(double low, double high) {
    // Halves first: the difference of two large numbers may overflow.
    double length = (high / 2 - low / 2) * 2;
    double margin =
        length > Math.max(Math.abs(low), Math.abs(high)) * 1e-9
            ? length * MARGIN
            : Math.max(Math.abs(low) * 0.1, low == 0 ? 1 : Double.MIN_NORMAL);
    return new Extent(
        Scale.LINEAR,
        Math.max(-Double.MAX_VALUE / 4, low - margin),
        Math.min(Double.MAX_VALUE / 4, high + margin));
  }

  private static Extent logarithmic(double low, double high) {
    double factor = Math.pow(high / low, MARGIN);
    Extent plain =
        new Extent(
            Scale.LOG,
            Math.max(1e-300, low / Math.max(factor, 1.02)),
            Math.min(1e300, high * Math.max(factor, 1.02)));
    // Two labels at least, or the reader knows no scale.
    return plain.ticks(ALL).size() >= 2
        ? plain
        : new Extent(Scale.LOG, plain.below(), plain.above());
  }

  /** Labels of XChart's ticks: a space where a label would be one too many. */
  Function<Double, String> labels() {
    return switch (scale) {
      case LINEAR -> tick -> number(tick, 10);
      case LOG -> {
        if (isVast()) {
          yield exponent -> exponent == Math.rint(exponent) ? "1e" + exponent.longValue() : " ";
        }
        Set<Double> labelled = new HashSet<>(labelled());
        yield tick -> labelled.contains(round(tick, 1)) ? number(tick, 1) : " ";
      }
    };
  }

  /**
   * Whether a logarithmic axis has so many decades that XChart's nine ticks in each would take
   * minutes to draw: then its exponents are drawn, linearly.
   */
  boolean isVast() {
    return scale == Scale.LOG && Math.log10(high) - Math.log10(low) > MOST_DECADES;
  }

  /** What XChart is given for a value. */
  double place(double value) {
    return isVast() ? Math.log10(value) : value;
  }

  /** The ticks that get a label on a logarithmic axis. */
  List<Double> labelled() {
    for (List<Integer> digits : DIGITS) {
      List<Double> ticks = ticks(digits);
      if (ticks.size() >= FEWEST_LABELS || digits.equals(ALL)) {
        int step = Math.max(1, (ticks.size() + MOST_LABELS - 1) / MOST_LABELS);
        List<Double> some = new ArrayList<>();
        for (int i = 0; i < ticks.size(); i += step) {
          some.add(ticks.get(i));
        }
        return some;
      }
    }
    return List.of();
  }

  private List<Double> ticks(List<Integer> digits) {
    List<Double> ticks = new ArrayList<>();
    int last = exponent(high);
    for (int exponent = exponent(low); exponent <= last; exponent++) {
      for (int digit : digits) {
        double tick = round(digit * Math.pow(10, exponent), 1);
        if (tick >= low && tick <= high) {
          ticks.add(tick);
        }
      }
    }
    return ticks;
  }

  private double below() {
    double unit = Math.pow(10, exponent(low));
    return round(Math.floor(low / unit) * unit, 1);
  }

  private double above() {
    double unit = Math.pow(10, exponent(high));
    return round(Math.ceil(high / unit) * unit, 2);
  }

  private static int exponent(double value) {
    return (int) Math.floor(Math.log10(value));
  }

  private static double round(double value, int digits) {
    return BigDecimal.valueOf(value).round(new MathContext(digits)).doubleValue();
  }

  /** Plainly from 0.0001 to 99999, else with a power of ten. */
  static String number(double value, int digits) {
    BigDecimal rounded =
        BigDecimal.valueOf(value).round(new MathContext(digits)).stripTrailingZeros();
    double size = Math.abs(value);
    if (rounded.signum() == 0 || (size >= 0.9999e-4 && size < 99999.5)) {
      return rounded.signum() == 0 ? "0" : rounded.toPlainString();
    }
    int exponent = rounded.precision() - rounded.scale() - 1;
    return rounded.movePointLeft(exponent).stripTrailingZeros().toPlainString() + "e" + exponent;
  }
}
