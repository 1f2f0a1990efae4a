package org.etalon.lab.reproduce;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.etalon.lab.fit.OptimaOverSizes;
import org.etalon.lab.fit.PowerLawFit;

/** Exponents as measured numbers. */
final class Fits {
  private Fits() {}

  /** The exponent of a fit. */
  static Measured exponent(String quantity, Optional<PowerLawFit> fit, double confidence) {
    if (fit.isEmpty()) {
      return Measured.none(quantity, "fewer than two sizes have an optimum that can be relied on");
    }
    Measured measured =
        new Measured(
            quantity,
            OptionalDouble.of(fit.get().exponent()),
            fit.get().exponentInterval(confidence),
            "");
    return measured.interval().isPresent() ? measured : measured.with("two sizes give no interval");
  }

  /** What must be said with a fit. */
  static List<String> notes(
      OptimaOverSizes optima, Optional<PowerLawFit> fit, String size, double confidence) {
    List<String> notes = new ArrayList<>();
    if (!optima.leftOut().isEmpty()) {
      notes.add(
          "Left out of the fit, as their optimum is not reliable (the table says why): "
              + size
              + " "
              + optima.leftOut().stream().map(Numbers::value).collect(Collectors.joining(", "))
              + ".");
    }
    fit.ifPresent(
        f -> {
          f.residualDeviation()
              .ifPresent(
                  deviation ->
                      notes.add(
                          "The optima lie off the line by a factor of e^"
                              + Numbers.value(deviation)
                              + ", root mean square."));
          f.curvature()
              .ifPresent(
                  bend -> {
                    double p = bend.pValueOf(0);
                    if (p < 1 - confidence) {
                      notes.add(
                          "The points bend (p = "
                              + Numbers.value(p)
                              + "): one power law does not describe them all.");
                    }
                  });
        });
    return notes;
  }
}
