package org.etalon.torch.program;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.TensorOptions;
import org.etalon.graph.Dim;
import org.etalon.graph.InputException;
import org.etalon.graph.Node;
import org.etalon.graph.Shape;
import org.etalon.torch.Device;
import org.etalon.torch.Precision;

/**
 * What is known while kernels are made, node after node, in the course of a first pass: the shapes
 * of all values so far and the sizes that symbols stand for.
 */
final class Compilation {
  private final Map<String, Long> symbols = new HashMap<>();
  private final long[][] shapes;
  private final Precision precision;
  private final Device device;

  Compilation(int nodes, Precision precision, Device device) {
    this.shapes = new long[nodes][];
    this.precision = precision;
    this.device = device;
  }

  /** The shape of a value that exists already. */
  long[] shape(Node node) {
    long[] shape = shapes[node.index()];
    if (shape == null) {
      throw new IllegalStateException(node + " has not been computed yet");
    }
    return shape;
  }

  /**
   * Records the actual shape of a value and learns the symbols that its stated shape names.
   *
   * @throws InputException if the actual shape contradicts the stated one
   */
  void computed(Node node, long[] actual) {
    shapes[node.index()] = actual;
    Shape stated = node.shape();
    if (!stated.hasRank()) {
      return;
    }
    boolean fits = stated.rank() == actual.length;
    for (int i = 0; fits && i < actual.length; i++) {
      Dim bound = stated.dim(i).bind(symbols);
      if (bound.isKnown()) {
        fits = bound.value() == actual[i];
      } else if (bound.symbols().size() == 1 && bound.equals(Dim.symbol(only(bound)))) {
        symbols.put(only(bound), actual[i]);
      }
    }
    if (!fits) {
      throw new InputException(
          node.name(),
          "comes out as " + java.util.Arrays.toString(actual) + " but the graph says " + stated,
          "give data of the sizes that the model was made for");
    }
  }

  private static String only(Dim dim) {
    return dim.symbols().iterator().next();
  }

  /**
   * A size as a number.
   *
   * @throws InputException if it names a symbol that nothing has bound yet
   */
  long size(Node node, Dim dim) {
    Dim bound = dim.bind(symbols);
    if (!bound.isKnown()) {
      throw new InputException(
          node.name(),
          "needs the size " + dim + ", which the data do not determine",
          "export the model with fixed sizes");
    }
    return bound.value();
  }

  /** A size as a number, or −1 where nothing has bound it. */
  long sizeOrOpen(Dim dim) {
    Dim bound = dim.bind(symbols);
    return bound.isKnown() ? bound.value() : -1;
  }

  /** Sizes as numbers. */
  long[] sizes(Node node, List<Dim> dims) {
    long[] sizes = new long[dims.size()];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = size(node, dims.get(i));
    }
    return sizes;
  }

  /** Whether values are double precision. */
  Precision precision() {
    return precision;
  }

  /** Where values live. */
  Device device() {
    return device;
  }

  /** How new tensors of reals are made. */
  TensorOptions reals() {
    return new TensorOptions(precision.type()).device(optional());
  }

  /** How new tensors of whole numbers are made. */
  TensorOptions wholes() {
    return new TensorOptions(org.bytedeco.pytorch.global.torch.ScalarType.Long).device(optional());
  }

  private org.bytedeco.pytorch.DeviceOptional optional() {
    return new org.bytedeco.pytorch.DeviceOptional(device.device());
  }
}
