package org.etalon.lab.reproduce.architectures;

import java.util.List;
import org.etalon.data.Dataset;
import org.etalon.lab.study.Trial;
import org.etalon.tensor.Network;

/** An engine that looks at values inside a fresh network. */
@FunctionalInterface
public interface ForwardVariance {
  /**
   * Mean squares of values before any training, over a batch and all coordinates: what He's rule
   * and [C24]'s keep, as the weights behind have mean zero.
   *
   * @param network to run
   * @param start what its tensors start from
   * @param data whose training examples are fed
   * @param batch examples
   * @param seed of the draws and of the batch
   * @param nodes names of nodes of the graph
   * @return one for each node, ≥ 0
   */
  List<Double> of(
      Network network, Trial.Start start, Dataset data, int batch, long seed, List<String> nodes);
}
