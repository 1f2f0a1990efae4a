package org.etalon.torch.train;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.etalon.torch.program.Values;

/** Who watches a run. */
@FunctionalInterface
public interface StepListener {
  /** Sees nothing and never stops. */
  StepListener NONE = step -> true;

  /**
   * Called after every step, in the run's own thread.
   *
   * @return whether to go on
   */
  boolean after(Step step);

  /**
   * One step. Its native values are freed when the listener returns.
   *
   * @param index from 0
   * @param loss of the step's batch, before the update
   * @param values of every node in the step's forward pass
   * @param gradients of the model's parameters, in their order
   */
  record Step(long index, double loss, Values values, List<Tensor> gradients) {}
}
