package org.etalon.torch.probe;

import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.etalon.data.Batch;
import org.etalon.data.Dataset;
import org.etalon.graph.Dim;
import org.etalon.graph.InputException;
import org.etalon.graph.Node;
import org.etalon.graph.Shape;
import org.etalon.graph.Source;
import org.etalon.tensor.Network;
import org.etalon.torch.model.Model;

/**
 * A fixed batch of training examples, in the layout that the network takes.
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
    Node input = input(network);
    return Map.of(input.name(), batchOf(fitted(input).exampleShape()));
  }

  @Override
  public Map<String, Tensor> inputs(Model model, long seed) {
    Node input = input(model.network());
    Dataset fitted = fitted(input);
    Batch batch = fitted.probeBatch(size, seed);
    Tensor values =
        batch.element() == Source.Element.REAL
            ? model.reals(batch.inputs(), batch.shape())
            : model.wholes(batch.identifiers(), batch.shape());
    return Map.of(input.name(), values);
  }

  @Override
  public Tensor labels(Model model, long[] logits, long seed) {
    Batch batch = fitted(input(model.network())).probeBatch(size, seed);
    long classes = logits[Labels.classAxis(logits)];
    for (long label : batch.labels()) {
      if (label >= classes) {
        throw new InputException(
            dataset.name(),
            "has a label " + label + ", and " + model.network().reference() + " scores " + classes
                + " classes",
            "choose data with at most " + classes + " classes, or give the model more");
      }
    }
    return model.wholes(batch.labels(), batch.labelShape());
  }

  private Node input(Network network) {
    if (network.graph().inputs().size() != 1) {
      throw new InputException(
          network.reference(),
          "takes "
              + network.graph().inputs().size()
              + " data inputs, and "
              + dataset.name()
              + " has one",
          "probe it with --data gaussian");
    }
    return network.graph().inputs().get(0);
  }

  private Dataset fitted(Node input) {
    Source.Element wanted = ((Source.Input) input.operation()).element();
    if (wanted != dataset.element()) {
      throw new InputException(
          dataset.name(),
          "holds "
              + (dataset.element() == Source.Element.REAL ? "numbers" : "identifiers")
              + ", and input "
              + input.name()
              + " takes the other kind",
          "choose other data (etalon data lists them), or --data gaussian");
    }
    long[] own = dataset.exampleShape();
    Shape shape = input.shape();
    if (!shape.hasRank() || shape.rank() < 1) {
      return dataset;
    }
    long[] sizes = new long[shape.rank() - 1];
    for (int i = 0; i < sizes.length; i++) {
      Dim dim = shape.dim(i + 1);
      // What the model leaves open takes the data's own size.
      sizes[i] = dim.isKnown() ? dim.value() : own.length == sizes.length ? own[i] : -1;
    }
    return dataset.fittedTo(sizes);
  }

  private long[] batchOf(long[] example) {
    long[] shape = new long[example.length + 1];
    shape[0] = size;
    System.arraycopy(example, 0, shape, 1, example.length);
    return shape;
  }
}
