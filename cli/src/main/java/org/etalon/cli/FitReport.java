package org.etalon.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.etalon.lab.fit.Interval;
import org.etalon.lab.fit.LawComparison;
import org.etalon.lab.fit.Point;
import org.etalon.lab.sweep.Sweep;
import org.etalon.lab.sweep.SweepFit;
import org.etalon.lab.sweep.Trend;

/**
 * What {@code fit} shows.
 *
 * @param fit what the optima say
 * @param first the trend that is shown first
 * @param claims exponents of η* that are tested
 */
record FitReport(SweepFit fit, Trend first, List<Double> claims) {
  /** Copies. */
  FitReport {
    claims = List.copyOf(claims);
  }

  Sweep sweep() {
    return fit.sweep();
  }

  double confidence() {
    return fit.sweep().confidence();
  }

  Optional<Interval> interval(Trend trend) {
    return trend.interval(confidence());
  }

  /** Whether a claim is contradicted: outside the interval, or with a p-value below 1 − c. */
  boolean isContradicted(OptionalDouble pValue) {
    return pValue.isPresent() && pValue.getAsDouble() < 1 - confidence();
  }

  /** What the trend shown first says, a sentence each. */
  List<String> verdicts() {
    List<String> sentences = new ArrayList<>();
    if (first.fit().isEmpty()) {
      sentences.add("no exponent: " + first.whyNot());
      return sentences;
    }
    for (double claim : claims) {
      sentences.add(verdict(claim));
    }
    sentences.add(straightness());
    sentences.add(best());
    return sentences;
  }

  private String verdict(double claim) {
    String exponent = "exponent " + TextNumbers.number(claim);
    OptionalDouble p = first.pValueOf(claim);
    if (p.isEmpty()) {
      return exponent + " cannot be tested: two sizes give no interval";
    }
    return exponent
        + (isContradicted(p) ? " is contradicted" : " is not contradicted")
        + " (p = "
        + pValue(p.getAsDouble())
        + ")";
  }

  private String straightness() {
    OptionalDouble p = first.pValueOfStraightness();
    if (p.isEmpty()) {
      return "whether it is a power law cannot be told from fewer than four sizes";
    }
    return first.bends()
        ? "the optima bend (p = " + pValue(p.getAsDouble()) + "): one exponent does not tell them"
        : "no bend is seen (p = " + pValue(p.getAsDouble()) + ")";
  }

  private String best() {
    if (fit.comparison().isEmpty()) {
      return "laws cannot be compared: it takes reliable optima of "
          + LawComparison.FEWEST_SIZES
          + " sizes";
    }
    LawComparison comparison = fit.comparison().get();
    List<LawComparison.Rated> best = comparison.best();
    if (comparison.rated().size() < 2) {
      return "laws cannot be compared: too few sizes for more than one";
    }
    if (!comparison.isDecided()) {
      return "the data cannot tell which law is best: "
          + String.join("; ", best.stream().map(rated -> names(rated)).toList());
    }
    LawComparison.Rated next = comparison.rated().get(1);
    return "AICc prefers "
        + names(best.get(0))
        + " to "
        + next.names().get(0)
        + ", by "
        + String.format(Locale.ROOT, "%.1f", next.difference());
  }

  /** The names of a description and its twins. */
  static String names(LawComparison.Rated rated) {
    return String.join(" = ", rated.names());
  }

  /** A p-value with two digits. */
  static String pValue(double p) {
    return p < 0.001 ? "<0.001" : String.format(Locale.ROOT, "%.2g", p);
  }

  /** What makes the first trend's exponent doubtful. */
  List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    int sizes = first.points().size();
    if (first.fit().isPresent() && sizes < 4) {
      warnings.add("the exponent is from " + sizes + " sizes only");
    }
    boolean stated = first.points().stream().mapToDouble(Point::standardError).allMatch(s -> s > 0);
    if (first.fit().isPresent() && !stated) {
      warnings.add(
          "some size has one seed: all weigh the same whatever their noise, and AICc leans to laws"
              + " that state their exponent");
    }
    if (sweep().unfinished() > 0) {
      warnings.add(sweep().unfinished() + " runs have no result yet");
    }
    return warnings;
  }
}
