package org.etalon.init;

import java.util.Optional;
import org.etalon.tensor.Network;
import org.etalon.tensor.Tensor;

/** A rule that says how the weights of a network's layers start, named by an identifier. */
public interface Initialisation {
  /** The name users give it. */
  String id();

  /** The rule in one line, for lists. */
  String rule();

  /** Paper and equation. */
  String source();

  /** Whether branch variance falls with the number of blocks: a depth correction of its own. */
  default boolean scalesWithDepth() {
    return false;
  }

  /** Whether it means what it says only together with a width rule. */
  default boolean assumesWidthRule() {
    return false;
  }

  /** The read-out rule that goes with it unless the user chooses another. */
  default Readout defaultReadout() {
    return Readout.HE;
  }

  /** Looks at a network once and returns the rule for its tensors. */
  WeightRule on(Network network);

  /** The rule for the tensors of one network. */
  @FunctionalInterface
  interface WeightRule {
    /**
     * What a tensor starts from; empty where the rule does not speak of it and the common rules for
     * biases, gains, tables and read-outs ({@link Initialiser}) decide.
     */
    Optional<Initial> of(Tensor tensor);
  }
}
