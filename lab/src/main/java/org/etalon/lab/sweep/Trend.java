package org.etalon.lab.sweep;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.etalon.depth.DepthMeasure;
import org.etalon.lab.fit.Interval;
import org.etalon.lab.fit.OptimaOverSizes;
import org.etalon.lab.fit.Point;
import org.etalon.lab.fit.PowerLawFit;

/**
 * How optima go with one reading of size.
 *
 * @param measure a measure of depth; empty for what varies
 * @param name of the reading, for people
 * @param points the reliable optima
 * @param fit the power law through them; empty where there is none
 * @param whyNot why there is none; empty where there is one
 */
public record Trend(
    Optional<DepthMeasure> measure,
    String name,
    List<Point> points,
    Optional<PowerLawFit> fit,
    String whyNot) {
  /** Below this p-value of a bend the optima are no power law. */
  public static final double BENDING_LEVEL = 0.05;

  /** Copies. */
  public Trend {
    points = List.copyOf(points);
  }

  /** The trend of a sweep's optima. */
  static Trend of(Sweep sweep, Reading reading) {
    String name = reading.name();
    OptimaOverSizes optima = sweep.optima(reading.measure());
    List<Point> points = optima.points();
    String whyNot = "";
    if (points.size() < 2) {
      whyNot =
          points.isEmpty()
              ? "no size has a reliable optimum"
              : "one size alone has a reliable optimum";
    } else if (!optima.hasFit()) {
      whyNot = name + " is the same at all sizes";
    }
    return new Trend(reading.measure(), name, points, optima.fitIfAny(), whyNot);
  }

  /** The exponent of η* against this reading; empty without a fit. */
  public OptionalDouble exponent() {
    return fit.map(f -> OptionalDouble.of(f.exponent())).orElse(OptionalDouble.empty());
  }

  /** Its interval; empty without a fit and for two sizes. */
  public Optional<Interval> interval(double confidence) {
    return fit.flatMap(f -> f.exponentInterval(confidence));
  }

  /**
   * The p-value of a claimed exponent, such as −1.5; empty without a fit and for two sizes.
   *
   * @param claimed of η* against this reading
   */
  public OptionalDouble pValueOf(double claimed) {
    return fit.flatMap(PowerLawFit::exponentEstimate)
        .map(estimate -> OptionalDouble.of(estimate.pValueOf(claimed)))
        .orElse(OptionalDouble.empty());
  }

  /**
   * The p-value of there being no bend: small means that the optima are no power law of this
   * reading. Empty for fewer than four sizes.
   */
  public OptionalDouble pValueOfStraightness() {
    return fit.flatMap(PowerLawFit::curvature)
        .map(estimate -> OptionalDouble.of(estimate.pValueOf(0)))
        .orElse(OptionalDouble.empty());
  }

  /** Whether the optima bend too much for a power law, as far as they tell. */
  public boolean bends() {
    OptionalDouble p = pValueOfStraightness();
    return p.isPresent() && p.getAsDouble() < BENDING_LEVEL;
  }
}
