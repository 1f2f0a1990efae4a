package org.etalon.torch.train;

import org.etalon.torch.model.Feed;
import org.etalon.torch.model.Model;

/** The batches of a run, as native tensors. */
@FunctionalInterface
public interface Feeds {
  /**
   * The batch of a step: a function of the step. The caller closes it.
   *
   * @param model whose number format and device it is made for
   * @param step from 0
   */
  Feed at(Model model, long step);
}
