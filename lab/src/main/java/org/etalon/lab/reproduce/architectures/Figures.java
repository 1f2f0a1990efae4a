package org.etalon.lab.reproduce.architectures;

import java.util.Optional;
import java.util.OptionalDouble;
import org.etalon.lab.correlation.Correlation;
import org.etalon.lab.fit.Estimate;
import org.etalon.lab.fit.Interval;
import org.etalon.lab.reproduce.Measured;
import org.etalon.lab.reproduce.Numbers;

/** Estimates and correlations as measured numbers and cells of tables. */
final class Figures {
  private static final int FEWEST = 3;

  private Figures() {}

  static Measured correlation(String quantity, Correlation found) {
    String note =
        found.value().isEmpty()
            ? "fewer than two networks, or one side does not vary"
            : found.interval().isEmpty() ? "too few networks, or a perfect order" : "";
    return new Measured(quantity, found.value(), found.interval(), note);
  }

  /** A mean over networks, with Student's interval. */
  static Measured mean(String quantity, double[] values, double confidence) {
    if (values.length < FEWEST) {
      return Measured.none(quantity, "fewer than " + FEWEST + " networks have this number");
    }
    return of(quantity, Estimate.ofMean(values), confidence);
  }

  static Measured of(String quantity, Estimate estimate, double confidence) {
    return Measured.of(quantity, estimate.value(), Optional.of(estimate.interval(confidence)));
  }

  /** A mean over networks as two cells: the value and the ends of Student's interval. */
  static java.util.List<String> cells(double[] values, double confidence) {
    Optional<Interval> interval =
        values.length < FEWEST
            ? Optional.empty()
            : Optional.of(Estimate.ofMean(values).interval(confidence));
    OptionalDouble mean = java.util.Arrays.stream(values).average();
    return java.util.List.of(Numbers.value(mean), Numbers.ends(interval));
  }
}
