package org.etalon.tensor;

import org.etalon.graph.Node;

/**
 * One use of a learned tensor.
 *
 * @param node the node that takes it, directly or through values made from parameters alone
 * @param operand which operand of the node it is, from 0
 * @param role what it is for there
 * @param evidence the fact of the graph that shows the role, for people
 */
public record Use(Node node, int operand, Role role, String evidence) {}
