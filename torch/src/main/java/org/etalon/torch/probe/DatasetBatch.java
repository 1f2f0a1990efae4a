package org.etalon.torch.probe;

import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.etalon.data.Batch;
import org.etalon.data.Dataset;
import org.etalon.tensor.Network;
import org.etalon.torch.model.Model;
import org.etalon.torch.train.Fit;

/**
 * A fixed batch of training examples in the layout that the network takes, images resized to it.
 *
 * @param dataset where they are from
 * @param size examples of the batch, at least 1
 */
public record DatasetBatch(Dataset dataset, int size) implements ProbeData {
  @Override
  public String name() {
    return dataset.name();
  }

  @Override
  public Map<String, long[]> shapes(Network network) {
    return Fit.resizing(network, dataset).inputSizes(size);
  }

  @Override
  public Map<String, Tensor> inputs(Model model, long seed) {
    Fit fit = Fit.resizing(model.network(), dataset);
    return fit.inputs(model, fit.data().probeBatch(size, seed));
  }

  @Override
  public Tensor labels(Model model, long[] logits, long seed) {
    Batch batch = Fit.resizing(model.network(), dataset).data().probeBatch(size, seed);
    return model.wholes(batch.labels(), batch.labelShape());
  }
}
