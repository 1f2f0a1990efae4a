package org.etalon.torch.check;

import org.etalon.tensor.Network;
import org.etalon.torch.model.Start;
import org.etalon.torch.optim.Rates;

/** How start and rates of a network follow from those of the smallest one of its kind. */
@FunctionalInterface
public interface Parametrisation {
  /** What a network starts from and is trained with. */
  Setting of(Network base, Network target);

  /**
   * What one network starts from and is trained with.
   *
   * @param start of its tensors, with the factors of its forward pass
   * @param rates of every learned tensor
   */
  record Setting(Start start, Rates rates) {}
}
