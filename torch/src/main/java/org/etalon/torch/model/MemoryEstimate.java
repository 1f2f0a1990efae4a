package org.etalon.torch.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.etalon.graph.Dim;
import org.etalon.graph.Graph;
import org.etalon.graph.InputException;
import org.etalon.graph.Node;
import org.etalon.graph.Parameter;
import org.etalon.graph.Shape;
import org.etalon.graph.ShapeMismatchException;
import org.etalon.graph.Source;
import org.etalon.torch.Precision;

/**
 * What a network would need in memory, told before anything is allocated: parameters with their
 * gradients, and every value that training keeps for the way back, the loss's logarithms of the
 * output among them. Sizes that only a pass would tell count as nothing.
 *
 * @param parameterBytes parameters, gradients and two numbers of optimiser state for each
 * @param activationBytes values of one pass, forward and backward
 */
public record MemoryEstimate(double parameterBytes, double activationBytes) {
  /** Value, gradient, and the two moments of Adam. */
  private static final int COPIES = 4;

  /** A value and its gradient. */
  private static final int BOTH_WAYS = 2;

  /** Values that are there at once in a pass without a way back: a layer's inputs and output. */
  private static final int AT_ONCE = 3;

  /** Share of the available memory that one network may ask for. */
  private static final double SHARE = 0.9;

  /**
   * Estimates a step of training.
   *
   * @param inputs the sizes of the data, batch first, by input name
   */
  public static MemoryEstimate of(Graph graph, Map<String, long[]> inputs, Precision precision) {
    double[] elements = elements(graph, inputs);
    double kept = Arrays.stream(elements).sum() + elements[graph.output().index()];
    double parameters = ofParameters(graph, precision).parameterBytes();
    return new MemoryEstimate(parameters, kept * precision.bytes() * BOTH_WAYS);
  }

  /**
   * Estimates a pass without a way back, beside parameters that are in training.
   *
   * @param inputs the sizes of the data, batch first, by input name
   */
  public static MemoryEstimate ofPass(
      Graph graph, Map<String, long[]> inputs, Precision precision) {
    double largest = Arrays.stream(elements(graph, inputs)).max().orElse(0);
    double parameters = ofParameters(graph, precision).parameterBytes();
    return new MemoryEstimate(parameters, largest * precision.bytes() * AT_ONCE);
  }

  /** Of each node that carries data the elements of its value, by the node's index. */
  private static double[] elements(Graph graph, Map<String, long[]> inputs) {
    Map<String, Long> symbols = new HashMap<>();
    Shape[] shapes = new Shape[graph.nodes().size()];
    double[] elements = new double[shapes.length];
    for (Node node : graph.nodes()) {
      Shape shape = shape(node, inputs, shapes, symbols);
      shapes[node.index()] = shape;
      learn(node.shape(), shape, symbols);
      if (!(node.operation() instanceof Source.Learned)
          && node.carries() != Graph.Carries.NOTHING) {
        elements[node.index()] = elements(shape);
      }
    }
    return elements;
  }

  /** Estimates the parameters alone, whatever the data. */
  static MemoryEstimate ofParameters(Graph graph, Precision precision) {
    double scalars = 0;
    for (Parameter parameter : graph.parameters()) {
      scalars += parameter.scalars();
    }
    return new MemoryEstimate(scalars * precision.bytes() * COPIES, 0);
  }

  private static Shape shape(
      Node node, Map<String, long[]> inputs, Shape[] shapes, Map<String, Long> symbols) {
    long[] given = inputs.get(node.name());
    if (node.operation() instanceof Source.Input && given != null) {
      return Shape.of(given);
    }
    List<Shape> operands = new ArrayList<>(node.operands().size());
    for (Node operand : node.operands()) {
      operands.add(shapes[operand.index()]);
    }
    if (operands.stream().allMatch(Shape::hasRank)) {
      try {
        return bound(node.operation().infer(operands), symbols);
      } catch (ShapeMismatchException | ArithmeticException unfit) {
        // The pass itself will say what does not fit.
        return bound(node.shape(), symbols);
      }
    }
    return bound(node.shape(), symbols);
  }

  private static Shape bound(Shape shape, Map<String, Long> symbols) {
    return shape.hasRank()
        ? Shape.of(shape.dims().stream().map(dim -> dim.bind(symbols)).toList())
        : shape;
  }

  private static void learn(Shape stated, Shape actual, Map<String, Long> symbols) {
    if (!stated.hasRank() || !actual.hasRank() || stated.rank() != actual.rank()) {
      return;
    }
    for (int i = 0; i < stated.rank(); i++) {
      Dim dim = stated.dim(i);
      if (!dim.isKnown() && actual.dim(i).isKnown() && dim.symbols().size() == 1) {
        String symbol = dim.symbols().iterator().next();
        if (dim.equals(Dim.symbol(symbol))) {
          symbols.put(symbol, actual.dim(i).value());
        }
      }
    }
  }

  private static double elements(Shape shape) {
    if (!shape.isKnown()) {
      return 0;
    }
    double product = 1;
    for (long size : shape.sizes()) {
      product *= size;
    }
    return product;
  }

  /** The larger of two needs that never come together. */
  public MemoryEstimate or(MemoryEstimate other) {
    return bytes() < other.bytes() ? other : this;
  }

  /** All of it. */
  public double bytes() {
    return parameterBytes + activationBytes;
  }

  /**
   * Refuses what cannot fit.
   *
   * @param model how the user named it
   * @throws InputException with the estimate
   */
  public void require(String model) {
    double available = available();
    if (bytes() > SHARE * available) {
      throw new InputException(
          model,
          "would need about "
              + gibibytes(bytes())
              + " of memory ("
              + gibibytes(parameterBytes)
              + " for parameters, "
              + gibibytes(activationBytes)
              + " for one batch), of which "
              + gibibytes(available)
              + " are available",
          "take a smaller batch, a smaller model or a machine with more memory");
    }
  }

  /** Bytes that networks of this process may ask for together, as things stand. */
  public static double budget() {
    return SHARE * available();
  }

  private static String gibibytes(double bytes) {
    return String.format(java.util.Locale.ROOT, "%.3g GiB", bytes / (1L << 30));
  }

  /** Memory that can still be had; Linux tells it, elsewhere the machine's whole memory counts. */
  private static double available() {
    Path file = Path.of("/proc/meminfo");
    if (Files.isReadable(file)) {
      try {
        for (String line : Files.readAllLines(file)) {
          if (line.startsWith("MemAvailable:")) {
            return Double.parseDouble(line.replaceAll("\\D+", "")) * 1024;
          }
        }
      } catch (IOException | NumberFormatException unreadable) {
        // Falls through to what Java knows.
      }
    }
    return java.lang.management.ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : Double.POSITIVE_INFINITY;
  }
}
