package org.etalon.law;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.etalon.depth.DepthMeasure;
import org.etalon.depth.Magnitude;
import org.etalon.graph.Finding;
import org.etalon.graph.InputException;

/**
 * A power law with an exponent that the user measured: η_target = η_base·(D_base/D_target)^p. It
 * holds where it was measured: same data, optimiser, budget and kind of network. An exponent that
 * was fitted to runs brings its interval; one given as a bare number has none.
 */
public final class MeasuredLaw implements Law {
  /** The name users give it. */
  public static final String ID = "measured";

  private final double exponent;
  private final Optional<MeasuredExponent> fitted;

  /**
   * A law of the given exponent.
   *
   * @param exponent p, finite; positive where deeper networks want smaller rates
   */
  public MeasuredLaw(double exponent) {
    if (!Double.isFinite(exponent)) {
      throw new InputException(
          "--exponent", "is " + exponent + ", not a finite number", "give the fitted exponent");
    }
    this.exponent = exponent;
    this.fitted = Optional.empty();
  }

  /** A law of an exponent fitted to runs. */
  public MeasuredLaw(MeasuredExponent fitted) {
    this.exponent = fitted.value();
    this.fitted = Optional.of(fitted);
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String equation() {
    return "η_target = η_base·(D_base/D_target)^p, p fitted";
  }

  @Override
  public String source() {
    return fitted.map(MeasuredExponent::origin).orElse("the user's own runs");
  }

  @Override
  public DepthMeasure defaultMeasure() {
    return fitted.map(MeasuredExponent::measure).orElse(DepthMeasure.UPDATE_UNITS);
  }

  @Override
  public void requireMeasure(DepthMeasure measure) {
    if (fitted.isPresent() && fitted.get().measure() != measure) {
      throw new InputException(
          "--depth " + measure.id(),
          "is not what the exponent was fitted against, " + fitted.get().measure().id(),
          "fit against it, or leave --depth out");
    }
  }

  @Override
  public OptionalDouble exponent() {
    return OptionalDouble.of(exponent);
  }

  @Override
  public List<String> assumptions() {
    return List.of("the exponent was measured on networks and budgets like these");
  }

  @Override
  public Correction apply(Transition transition) {
    Factor factor = transition.power(exponent);
    if (fitted.isEmpty()) {
      return Correction.everywhere(
          factor,
          List.of(
              Finding.warning(
                  "", "the exponent was given as a bare number: its uncertainty is not known")));
    }
    MeasuredExponent measured = fitted.get();
    Correction correction =
        Correction.everywhere(
            new Factor(factor.value(), factor.evidence() + evidence(measured)),
            findings(measured, transition));
    return measured
        .interval()
        .map(range -> correction.within(factors(transition, range)))
        .orElse(correction);
  }

  /** The base's own error is not in it: its rate is taken as given. */
  private static FactorInterval factors(Transition transition, MeasuredExponent.Range range) {
    double one = transition.power(range.low()).value();
    double other = transition.power(range.high()).value();
    return new FactorInterval(Math.min(one, other), Math.max(one, other), range.confidence());
  }

  private static String evidence(MeasuredExponent measured) {
    String interval =
        measured
            .interval()
            .map(
                range ->
                    " ("
                        + Factor.shown(range.low())
                        + " … "
                        + Factor.shown(range.high())
                        + " at "
                        + Factor.shown(range.confidence())
                        + " confidence)")
            .orElse("");
    return ", p = " + Factor.shown(measured.value()) + interval + " from " + measured.origin();
  }

  private static List<Finding> findings(MeasuredExponent measured, Transition transition) {
    List<Finding> findings = new ArrayList<>();
    measured.warnings().forEach(words -> findings.add(Finding.warning("", words)));
    if (isOutside(measured, transition.baseDepth())
        || isOutside(measured, transition.targetDepth())) {
      findings.add(
          Finding.warning(
              "",
              "the exponent was fitted on "
                  + measured.measure().id()
                  + " from "
                  + Factor.shown(measured.shallowest())
                  + " to "
                  + Factor.shown(measured.deepest())
                  + "; beyond, nothing was measured"));
    }
    return findings;
  }

  private static boolean isOutside(MeasuredExponent measured, Magnitude depth) {
    return !depth.fitsDouble()
        || depth.toDouble() < measured.shallowest() * (1 - 1e-9)
        || depth.toDouble() > measured.deepest() * (1 + 1e-9);
  }
}
