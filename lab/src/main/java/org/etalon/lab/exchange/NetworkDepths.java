package org.etalon.lab.exchange;

import java.util.Map;
import org.etalon.depth.DepthMeasure;
import org.etalon.graph.InputException;

/** How deep networks are: what reads models is not of this module. */
@FunctionalInterface
public interface NetworkDepths {
  /**
   * The depth of a network by every measure that it has one by.
   *
   * @param model reference of the network
   * @throws InputException if it cannot be read
   */
  Map<DepthMeasure, Double> of(String model);
}
