package org.etalon.law;

import java.util.List;
import org.etalon.graph.Finding;
import org.etalon.tensor.Network;

/**
 * Something that finds a learning rate for a network by measuring it: an engine's part of a law.
 */
public interface RateProbe {
  /** What is measured, and how: the kind of probe, data, batch. */
  String description();

  /**
   * Measures both networks alike. Each rate is a function of its network alone, so that ratios
   * multiply: that of A to C is that of A to B times that of B to C.
   *
   * @throws org.etalon.graph.InputException if one cannot be measured or gives no rate
   */
  ProbedRatio compare(Network base, Network target);

  /** What the user should know about carrying the ratio to the target's training. */
  List<Finding> findings(Network target);
}
