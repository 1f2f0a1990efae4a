package org.etalon.torch.probe;

import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.etalon.graph.InputException;
import org.etalon.tensor.Network;
import org.etalon.torch.model.Model;

/** The one batch that a network is probed with; a function of the network and the seed. */
public interface ProbeData {
  /** How users name it. */
  String name();

  /**
   * The sizes of the batch for every data input, by name.
   *
   * @throws InputException if these data do not fit the network
   */
  Map<String, long[]> shapes(Network network);

  /**
   * A value for every data input, by name; each to be freed by the caller.
   *
   * @throws InputException if these data do not fit the network
   */
  Map<String, Tensor> inputs(Model model, long seed);

  /**
   * The labels of the same batch, to be freed by the caller.
   *
   * @param logits sizes of the network's output for this batch
   * @throws InputException if the network has too few classes for them
   */
  Tensor labels(Model model, long[] logits, long seed);
}
