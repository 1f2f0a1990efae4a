package org.etalon.tensor;

import org.etalon.graph.Node;

/**
 * One use of a learned tensor.
 *
 * @param node the node that takes it, directly or through values made from parameters alone
 * @param operand which operand of the node it is, from 0
 * @param role what it is for there
 * @param fact what of the graph shows the role, for people
 */
public record Use(Node node, int operand, Role role, String fact) {
  /** Where and how the tensor is taken, for people. */
  public String evidence() {
    return "operand " + operand + " of " + node + ": " + fact;
  }
}
