package org.etalon.torch.model;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.etalon.torch.Memory;

/**
 * One batch as native tensors: a value for every data input, and labels. Kept until closed.
 *
 * @param inputs by the input's name
 * @param labels whole numbers
 */
public record Feed(Map<String, Tensor> inputs, Tensor labels) implements AutoCloseable {
  /** Copies the map. */
  public Feed {
    inputs = Map.copyOf(new HashMap<>(inputs));
  }

  @Override
  public void close() {
    inputs.values().forEach(Memory::free);
    Memory.free(labels);
  }
}
