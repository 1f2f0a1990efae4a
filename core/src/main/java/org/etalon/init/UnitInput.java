package org.etalon.init;

import java.util.Locale;
import java.util.Optional;
import org.etalon.tensor.Network;
import org.etalon.tensor.Role;
import org.etalon.tensor.Tensor;

/**
 * Another initialisation with Var[W] = 1/fan_in for first layers: no rectifier halves the second
 * moment of the data, so that He's 2 has nothing to make up for. What update energy was measured
 * with (docs/theory).
 */
final class UnitInput implements Initialisation {
  /** What is put behind the other's identifier. */
  static final String SUFFIX = ":unit-input";

  private final Initialisation other;

  UnitInput(Initialisation other) {
    this.other = other;
  }

  @Override
  public String id() {
    return other.id() + SUFFIX;
  }

  @Override
  public String rule() {
    return other.id() + ", with Var[W] = 1/fan_in for first layers";
  }

  @Override
  public String source() {
    return other.source();
  }

  @Override
  public boolean scalesWithDepth() {
    return other.scalesWithDepth();
  }

  @Override
  public boolean assumesWidthRule() {
    return other.assumesWidthRule();
  }

  @Override
  public Readout defaultReadout() {
    return other.defaultReadout();
  }

  @Override
  public WeightRule on(Network network) {
    WeightRule rule = other.on(network);
    return tensor -> tensor.role() == Role.INPUT ? Optional.of(start(tensor)) : rule.of(tensor);
  }

  private Initial start(Tensor tensor) {
    long fanIn = He.fanIn(tensor);
    double std = Math.sqrt(1.0 / fanIn);
    return Initial.normal(
        std, () -> String.format(Locale.ROOT, "init %s: std = √(1/%d) = %.6g", id(), fanIn, std));
  }
}
