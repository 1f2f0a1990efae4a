package org.etalon.law;

import java.util.List;
import java.util.OptionalDouble;
import org.etalon.depth.DepthMeasure;
import org.etalon.graph.InputException;

/**
 * A rule that says how the best learning rate changes with depth. Immutable; knows nothing of
 * width, which is a rule of its own.
 */
public interface Law {
  /** The name users give it. */
  String id();

  /** The law as an equation. */
  String equation();

  /** Paper and equation. */
  String source();

  /** The depth measure that the law is stated for. */
  DepthMeasure defaultMeasure();

  /** The depth measures that the law is stated for, its default first. */
  default List<DepthMeasure> statedMeasures() {
    return List.of(defaultMeasure());
  }

  /**
   * The exponent p in η_target = η_base·(D_base/D_target)^p; empty where the law works tensor by
   * tensor.
   */
  OptionalDouble exponent();

  /** What must stay as it was at the base for the law to speak. */
  List<String> assumptions();

  /** Whether the law multiplies residual branches, a depth correction of its own. */
  default boolean multipliesBranches() {
    return false;
  }

  /**
   * Whether its factor answers to width as well as to depth, so that no width rule may be added.
   */
  default boolean seesWidth() {
    return false;
  }

  /**
   * Whether the law may be used with a measure.
   *
   * @throws InputException if it may not, saying why
   */
  default void requireMeasure(DepthMeasure measure) {}

  /**
   * The law's answer.
   *
   * @throws InputException if an assumption of the law is absent
   */
  Correction apply(Transition transition);
}
