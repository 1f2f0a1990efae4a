package org.etalon.law;

import java.util.List;
import java.util.OptionalDouble;
import org.etalon.depth.DepthMeasure;
import org.etalon.graph.Finding;
import org.etalon.graph.InputException;

/**
 * A power law with an exponent that the user measured: η_target = η_base·(D_base/D_target)^p. It
 * holds where it was measured: same data, optimiser, budget and kind of network.
 */
public final class MeasuredLaw implements Law {
  /** The name users give it. */
  public static final String ID = "measured";

  private final double exponent;

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
    return "the user's own runs";
  }

  @Override
  public DepthMeasure defaultMeasure() {
    return DepthMeasure.UPDATE_UNITS;
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
    return Correction.everywhere(
        transition.power(exponent),
        List.of(
            Finding.warning(
                "", "the exponent was given as a bare number: its uncertainty is not known")));
  }
}
