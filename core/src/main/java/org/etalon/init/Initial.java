package org.etalon.init;

import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * What one tensor starts from: every scalar is drawn independently with this mean and standard
 * deviation. Both are empty where the tensor is left as the model has it, because no rule speaks of
 * it.
 */
public final class Initial {
  private final OptionalDouble mean;
  private final OptionalDouble std;
  private final Distribution distribution;

  /** Made when asked for: an analysis of many networks never asks. */
  private final Supplier<String> evidence;

  /** The families of distributions in use. */
  public enum Distribution {
    /** Every scalar equals the mean. */
    CONSTANT,
    /** Gaussian. */
    NORMAL,
    /** Uniform on mean ± √3·std. */
    UNIFORM,
    /** Left as the model has it. */
    AS_IS
  }

  private Initial(
      OptionalDouble mean,
      OptionalDouble std,
      Distribution distribution,
      Supplier<String> evidence) {
    if (!(std.orElse(0) >= 0) || Double.isNaN(mean.orElse(0))) {
      throw new IllegalArgumentException("not a mean and standard deviation: " + mean + ", " + std);
    }
    this.mean = mean;
    this.std = std;
    this.distribution = distribution;
    this.evidence = evidence;
  }

  /** All scalars equal. */
  static Initial constant(double value, Supplier<String> evidence) {
    return new Initial(
        OptionalDouble.of(value), OptionalDouble.of(0), Distribution.CONSTANT, evidence);
  }

  /** Gaussian around zero. */
  static Initial normal(double std, Supplier<String> evidence) {
    return std == 0
        ? constant(0, evidence)
        : new Initial(OptionalDouble.of(0), OptionalDouble.of(std), Distribution.NORMAL, evidence);
  }

  /** Uniform around zero with the given standard deviation (not half-width). */
  static Initial uniform(double std, Supplier<String> evidence) {
    return new Initial(
        OptionalDouble.of(0), OptionalDouble.of(std), Distribution.UNIFORM, evidence);
  }

  /** Left as the model has it. */
  static Initial asIs(Supplier<String> evidence) {
    return new Initial(
        OptionalDouble.empty(), OptionalDouble.empty(), Distribution.AS_IS, evidence);
  }

  /** Mean of every scalar; empty where the tensor is left as the model has it. */
  public OptionalDouble mean() {
    return mean;
  }

  /** Standard deviation of every scalar, ≥ 0; 0 for a constant, empty where left as it is. */
  public OptionalDouble std() {
    return std;
  }

  /** The law that scalars are drawn from. */
  public Distribution distribution() {
    return distribution;
  }

  /** The rule with its numbers filled in, for people. */
  public String evidence() {
    return evidence.get();
  }

  /** The same kind of start with another standard deviation, for a reason that is given. */
  public Initial withStd(double std, String reason) {
    return new Initial(mean, OptionalDouble.of(std), distribution, () -> reason);
  }

  /** The same start with every scalar multiplied by a factor > 0, for a reason that is given. */
  public Initial scaled(double factor, String reason) {
    return new Initial(
        mean.isPresent() ? OptionalDouble.of(mean.getAsDouble() * factor) : mean,
        std.isPresent() ? OptionalDouble.of(std.getAsDouble() * factor) : std,
        distribution,
        () -> reason);
  }

  @Override
  public String toString() {
    return distribution + " mean " + mean + " std " + std;
  }
}
