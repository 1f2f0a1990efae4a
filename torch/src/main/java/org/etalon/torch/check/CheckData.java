package org.etalon.torch.check;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;
import org.etalon.data.Batch;
import org.etalon.data.Dataset;
import org.etalon.graph.Graph;
import org.etalon.graph.InputException;
import org.etalon.graph.Layer;
import org.etalon.graph.Node;
import org.etalon.graph.Shape;
import org.etalon.graph.Source;
import org.etalon.torch.model.Feed;
import org.etalon.torch.model.Model;

/** Where a check's examples come from. */
@FunctionalInterface
public interface CheckData {
  /**
   * One batch that fits a model.
   *
   * @param model whose inputs and output it is for
   * @param size number of examples
   * @param seed what decides which; the same for networks of every width
   * @throws InputException if the data cannot be made to fit
   */
  Feed batch(Model model, int size, long seed);

  /**
   * Standard normal inputs, uniform identifiers where the model takes identifiers, and uniform
   * labels: nothing but the network decides what comes out.
   */
  static CheckData gaussian() {
    return (model, size, seed) -> {
      Graph graph = model.network().graph();
      SplittableRandom random = new SplittableRandom(seed);
      Map<String, Tensor> inputs = new HashMap<>();
      for (Node input : graph.inputs()) {
        long[] shape = withBatch(input, size);
        int count = elements(shape);
        if (((Source.Input) input.operation()).element() == Source.Element.REAL) {
          float[] values = new float[count];
          for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
          }
          inputs.put(input.name(), model.reals(values, shape));
        } else {
          long vocabulary = vocabulary(graph, input);
          inputs.put(
              input.name(), model.wholes(random.longs(count, 0, vocabulary).toArray(), shape));
        }
      }
      long[] logits = withBatch(graph.output(), size);
      int axis = logits.length == 3 ? 2 : 1;
      long[] shape = without(logits, axis);
      long[] labels = random.longs(elements(shape), 0, logits[axis]).toArray();
      return new Feed(inputs, model.wholes(labels, shape));
    };
  }

  /** Training examples of a data set, in whatever layout the model takes. */
  static CheckData of(Dataset dataset) {
    return (model, size, seed) -> {
      Graph graph = model.network().graph();
      if (graph.inputs().size() != 1) {
        throw new InputException(
            model.network().reference(),
            "has " + graph.inputs().size() + " data inputs; a data set fills one",
            "check with Gaussian data: --data gaussian");
      }
      Node input = graph.inputs().get(0);
      long[] whole = withBatch(input, size);
      Batch batch =
          dataset.fittedTo(Arrays.copyOfRange(whole, 1, whole.length)).probeBatch(size, seed);
      Source.Element element = ((Source.Input) input.operation()).element();
      requireFits(dataset, graph, input, batch, element);
      Tensor values =
          element == Source.Element.REAL
              ? model.reals(batch.inputs(), batch.shape())
              : model.wholes(batch.identifiers(), batch.shape());
      return new Feed(
          Map.of(input.name(), values), model.wholes(batch.labels(), batch.labelShape()));
    };
  }

  private static void requireFits(
      Dataset dataset, Graph graph, Node input, Batch batch, Source.Element element) {
    if (batch.element() != element) {
      throw new InputException(
          dataset.name(),
          element == Source.Element.REAL
              ? "holds identifiers but " + input.name() + " takes numbers"
              : "holds numbers but " + input.name() + " takes identifiers",
          "choose other data: --data gaussian fits every model");
    }
    Shape output = graph.output().shape();
    OptionalLong highest = LongStream.of(batch.labels()).max();
    long classes = output.dim(output.rank() == 3 ? 2 : 1).value();
    if (highest.isPresent() && highest.getAsLong() >= classes) {
      throw new InputException(
          dataset.name(),
          "has " + dataset.classes() + " classes, the model " + classes,
          "give the model as many classes as the data have");
    }
    if (element == Source.Element.DISCRETE
        && LongStream.of(batch.identifiers()).anyMatch(id -> id >= vocabulary(graph, input))) {
      throw new InputException(
          dataset.name(),
          "has more identifiers than the model's table of " + vocabulary(graph, input),
          "give the model a vocabulary of " + dataset.classes());
    }
  }

  private static long vocabulary(Graph graph, Node input) {
    return graph.nodes().stream()
        .filter(node -> node.operation() instanceof Layer.Embedding)
        .filter(node -> node.operands().get(0) == input)
        .mapToLong(node -> node.operands().get(1).shape().dim(0).value())
        .min()
        .orElse(2);
  }

  private static long[] withBatch(Node node, int size) {
    Shape shape = node.shape();
    long[] sizes = new long[shape.hasRank() ? shape.rank() : 0];
    for (int i = 0; i < sizes.length; i++) {
      if (i > 0 && !shape.dim(i).isKnown()) {
        throw new InputException(
            node.name(), "has an open size " + shape, "check a model of fixed sizes");
      }
      sizes[i] = i == 0 ? size : shape.dim(i).value();
    }
    if (sizes.length < 2) {
      throw new InputException(
          node.name(), "has shape " + shape, "check a model with a batch and features");
    }
    return sizes;
  }

  private static long[] without(long[] sizes, int axis) {
    long[] rest = new long[sizes.length - 1];
    System.arraycopy(sizes, 0, rest, 0, axis);
    System.arraycopy(sizes, axis + 1, rest, axis, rest.length - axis);
    return rest;
  }

  private static int elements(long[] sizes) {
    long product = 1;
    for (long size : sizes) {
      product = Math.multiplyExact(product, size);
    }
    return Math.toIntExact(product);
  }
}
