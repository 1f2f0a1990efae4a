package org.etalon.torch.program;

import org.bytedeco.pytorch.Tensor;

/** What one node does to tensors, made for one shape of its operands. */
@FunctionalInterface
interface Kernel {
  /**
   * Computes the node's value.
   *
   * @param in the operands' values, in the operation's order
   * @param run the pass it is part of
   * @return a new tensor, or an operand itself where nothing is done
   */
  Tensor apply(Tensor[] in, Run run);
}
