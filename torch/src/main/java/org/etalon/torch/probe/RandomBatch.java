package org.etalon.torch.probe;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.etalon.graph.Dim;
import org.etalon.graph.Graph;
import org.etalon.graph.InputException;
import org.etalon.graph.Layer;
import org.etalon.graph.Node;
import org.etalon.graph.Shape;
import org.etalon.graph.Source;
import org.etalon.tensor.Network;
import org.etalon.torch.model.Model;

/**
 * A batch made by chance in the shape of the network's own inputs: standard normal numbers,
 * identifiers drawn uniformly from the table they are looked up in, ones for flags such as masks;
 * labels drawn uniformly from the network's classes. Sizes that a model leaves open are the batch's
 * on the first axis and {@value #OPEN_LENGTH} elsewhere.
 *
 * @param size examples of the batch, at least 1
 */
public record RandomBatch(int size) implements ProbeData {
  /** How users name it. */
  public static final String NAME = "gaussian";

  private static final int OPEN_LENGTH = 32;
  private static final long INPUTS = 1;
  private static final long LABELS = 2;

  /** Checks the size. */
  public RandomBatch {
    if (size < 1) {
      throw new InputException("batch", size + " is too small", "give at least 1");
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Map<String, long[]> shapes(Network network) {
    Map<String, Long> open = new LinkedHashMap<>();
    Map<String, long[]> shapes = new LinkedHashMap<>();
    for (Node input : network.graph().inputs()) {
      shapes.put(input.name(), sizes(input, open));
    }
    return shapes;
  }

  private long[] sizes(Node input, Map<String, Long> open) {
    Shape shape = input.shape();
    if (!shape.hasRank() || shape.rank() == 0) {
      throw new InputException(
          input.name(), "says nothing of its shape", "export the model with the input's shape");
    }
    long[] sizes = new long[shape.rank()];
    for (int i = 0; i < sizes.length; i++) {
      Dim dim = shape.dim(i).bind(open);
      if (!dim.isKnown()) {
        long chosen = i == 0 ? size : OPEN_LENGTH;
        dim.symbols().forEach(symbol -> open.putIfAbsent(symbol, chosen));
        dim = shape.dim(i).bind(open);
      }
      sizes[i] = dim.isKnown() ? dim.value() : i == 0 ? size : OPEN_LENGTH;
    }
    return sizes;
  }

  @Override
  public Map<String, Tensor> inputs(Model model, long seed) {
    Graph graph = model.network().graph();
    Map<String, long[]> shapes = shapes(model.network());
    SplittableRandom random = stream(seed, INPUTS);
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (Node input : graph.inputs()) {
      long[] shape = Objects.requireNonNull(shapes.get(input.name()));
      int count = count(input, shape);
      if (((Source.Input) input.operation()).element() == Source.Element.REAL) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
          values[i] = (float) random.nextGaussian();
        }
        inputs.put(input.name(), model.reals(values, shape));
      } else {
        long table = table(graph, input);
        long[] values = new long[count];
        Arrays.setAll(values, i -> table == 0 ? 1 : random.nextLong(table));
        inputs.put(input.name(), model.wholes(values, shape));
      }
    }
    return inputs;
  }

  private static int count(Node input, long[] shape) {
    double count = Arrays.stream(shape).asDoubleStream().reduce(1, (a, b) -> a * b);
    if (count > 1 << 28) {
      throw new InputException(
          input.name(), "would hold " + (long) count + " values", "give a smaller --batch");
    }
    return (int) count;
  }

  /** Rows of the smallest table that an input's identifiers are looked up in; 0 if in none. */
  private static long table(Graph graph, Node input) {
    long rows = 0;
    for (Node node : graph.nodes()) {
      if (node.operation() instanceof Layer.Embedding && reaches(input, node.operands().get(0))) {
        Dim size = node.operands().get(1).shape().dim(0);
        if (size.isKnown()) {
          rows = rows == 0 ? size.value() : Math.min(rows, size.value());
        }
      }
    }
    return rows;
  }

  /** Whether identifiers are an input's, straight or through steps with one operand. */
  private static boolean reaches(Node input, Node identifiers) {
    Node at = identifiers;
    while (at != input && !at.operands().isEmpty()) {
      at = at.operands().get(0);
    }
    return at == input;
  }

  @Override
  public Tensor labels(Model model, long[] logits, long seed) {
    if (logits.length < 2) {
      throw new InputException(
          model.network().reference(),
          "gives " + Arrays.toString(logits) + ", which are no scores of classes",
          "choose another --output");
    }
    long classes = logits[Labels.classAxis(logits)];
    long[] shape = Labels.shape(logits);
    long[] labels = new long[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    SplittableRandom random = stream(seed, LABELS);
    Arrays.setAll(labels, i -> random.nextLong(classes));
    return model.wholes(labels, shape);
  }

  private static SplittableRandom stream(long seed, long purpose) {
    return new SplittableRandom(new SplittableRandom(seed).nextLong() * 31 + purpose);
  }
}
