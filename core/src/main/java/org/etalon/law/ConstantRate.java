package org.etalon.law;

import java.util.List;
import java.util.OptionalDouble;
import org.etalon.depth.DepthMeasure;

/** The baseline: the learning rate stays what it was, whatever the depth. */
final class ConstantRate implements Law {
  @Override
  public String id() {
    return "constant";
  }

  @Override
  public String equation() {
    return "η_target = η_base";
  }

  @Override
  public String source() {
    return "baseline";
  }

  @Override
  public DepthMeasure defaultMeasure() {
    return DepthMeasure.UPDATE_UNITS;
  }

  @Override
  public OptionalDouble exponent() {
    return OptionalDouble.of(0);
  }

  @Override
  public List<String> assumptions() {
    return List.of("none: a baseline to compare with");
  }

  @Override
  public Correction apply(Transition transition) {
    return Correction.everywhere(transition.power(0), List.of());
  }
}
