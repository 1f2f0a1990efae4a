package org.etalon.torch.train;

import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.etalon.data.Batch;
import org.etalon.data.Batches;
import org.etalon.data.Dataset;
import org.etalon.graph.InputException;
import org.etalon.graph.Node;
import org.etalon.graph.Source;
import org.etalon.tensor.Network;
import org.etalon.torch.Device;
import org.etalon.torch.Precision;
import org.etalon.torch.model.Feed;
import org.etalon.torch.model.MemoryEstimate;
import org.etalon.torch.model.Model;
import org.etalon.torch.model.Start;

/**
 * A network and data that fit each other: sizes, kind of input and number of classes are checked,
 * and what can be adapted without a change of meaning is.
 *
 * @param network the network, with one data input
 * @param data the data in the layout that the network takes
 */
public record Fit(Network network, Dataset data) {
  /**
   * Checks and adapts: images are flattened or given a channel axis, grey ones are repeated to
   * colour, text is cut to the network's context. A network with more classes than the data is
   * accepted.
   *
   * @throws InputException if they do not fit; names both sizes, and for a family the keys to set
   */
  public static Fit of(Network network, Dataset data) {
    return DataFitting.fit(network, data, false);
  }

  /**
   * The same, with images resized to what the network takes.
   *
   * @throws InputException if they still do not fit
   */
  public static Fit resizing(Network network, Dataset data) {
    return DataFitting.fit(network, data, true);
  }

  /** The node where the data enter. */
  public Node input() {
    return network.graph().inputs().get(0);
  }

  /** Sizes of the input for a batch. */
  public Map<String, long[]> inputSizes(int batch) {
    long[] example = data.exampleShape();
    long[] sizes = new long[example.length + 1];
    sizes[0] = batch;
    System.arraycopy(example, 0, sizes, 1, example.length);
    return Map.of(input().name(), sizes);
  }

  /**
   * A model of the network, made only if it and one batch fit this machine's memory.
   *
   * @param start what its tensors start from
   * @param seed of draws and dropout
   * @param batch examples of a batch
   * @throws InputException with the estimate if memory is too small; if libtorch or the device is
   *     missing
   */
  public Model model(Start start, long seed, Precision precision, Device device, int batch) {
    memory(batch, precision).require(network.reference());
    return new Model(network, start, seed, precision, device);
  }

  /** What training the network would need in memory. */
  public MemoryEstimate memory(int batch, Precision precision) {
    return MemoryEstimate.of(network.graph(), inputSizes(batch), precision);
  }

  /** What evaluating the network would need in memory, on top of its parameters in training. */
  public MemoryEstimate evaluationMemory(int batch, Precision precision) {
    return MemoryEstimate.ofPass(network.graph(), inputSizes(batch), precision);
  }

  /** A batch of the data as native tensors. */
  public Feed feed(Model model, Batch batch) {
    return new Feed(inputs(model, batch), model.wholes(batch.labels(), batch.labelShape()));
  }

  /** The inputs of a batch of the data as native tensors, by the input's name; the caller's. */
  public Map<String, Tensor> inputs(Model model, Batch batch) {
    Tensor values =
        batch.element() == Source.Element.REAL
            ? model.reals(batch.inputs(), batch.shape())
            : model.wholes(batch.identifiers(), batch.shape());
    return Map.of(input().name(), values);
  }

  /** Batches of the data, epoch after epoch. */
  public Feeds feeds(Batches batches) {
    return (model, step) -> feed(model, batches.step(step));
  }

  /** Names of the inputs, for messages. */
  static List<String> names(List<Node> nodes) {
    return nodes.stream().map(Node::name).toList();
  }
}
