package org.etalon.torch.optim;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** An update rule at work: knows its tensors, their rates and its own state. */
public interface Optimiser extends AutoCloseable {
  /**
   * Changes every tensor by one step. To be called inside a memory scope and with gradients not
   * being recorded.
   *
   * @param gradients one for each tensor, in their order
   * @param factor what every rate is multiplied by at this step: the schedule's value
   */
  void step(List<Tensor> gradients, double factor);

  /** Frees its state. */
  @Override
  void close();
}
