package org.etalon.graph;

import java.util.List;

/**
 * What a node computes: its kind, its settings and the shape it yields, and nothing about any
 * analysis. Operations fall into five families, one file each.
 */
public sealed interface Operation permits Source, Layer, Join, Pointwise, Rearrangement {
  /** The operation's name in the field's words, for people. */
  String label();

  /**
   * The shape of the result.
   *
   * @param operands the operands' shapes, in order, every one of known rank
   * @throws ShapeMismatchException if the operation cannot take operands of these shapes
   */
  Shape infer(List<Shape> operands);

  /** Fewest operands the operation takes. */
  int fewestOperands();

  /** Most operands the operation takes. */
  int mostOperands();
}
