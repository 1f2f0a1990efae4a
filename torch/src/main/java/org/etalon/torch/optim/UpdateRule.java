package org.etalon.torch.optim;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.etalon.tensor.Network;

/** A way to turn gradients into steps, with its settings; the interface is open. */
public interface UpdateRule {
  /** The name users give it. */
  String id();

  /**
   * Puts the rule to work.
   *
   * @param parameters the tensors it changes in place; they stay the caller's
   * @param rates what each is trained with, in the same order
   */
  Optimiser on(List<Tensor> parameters, List<TensorRates> rates);

  /**
   * The rule for a network's parameters, in the order of {@link
   * org.etalon.graph.Graph#parameters()}: for rules that treat tensors by what they are for. Others
   * stay as they are.
   */
  default UpdateRule forNetwork(Network network) {
    return this;
  }
}
