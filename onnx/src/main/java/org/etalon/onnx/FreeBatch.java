package org.etalon.onnx;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.etalon.graph.Dim;
import org.etalon.graph.Shape;
import org.etalon.onnx.proto.TensorShapeProto;
import org.etalon.onnx.proto.ValueInfoProto;

/**
 * Reads a number of examples that the file fixes as a symbol.
 *
 * <p>A reshape's sizes hold that number as such, as a factor (heads times examples), or not at all
 * where it is 1. Row-major order tells where it can be: the elements before the examples' axis stay
 * before it.
 */
final class FreeBatch {
  /** A reading that leaves all sizes as they are. */
  static final FreeBatch NONE = new FreeBatch(0);

  static final Dim BATCH = Dim.symbol("batch");

  /** The number in the file; 0 for none. */
  private final long size;

  private FreeBatch(long size) {
    this.size = size;
  }

  /** The number of examples that all data inputs have; {@link #NONE} where they differ. */
  static FreeBatch of(RawGraph graph, Set<String> data) {
    long size = 0;
    for (String name : data) {
      long first = first(graph.inputs().get(name));
      if (first < 1 || (size > 0 && first != size)) {
        return NONE;
      }
      size = first;
    }
    return new FreeBatch(size);
  }

  private static long first(@org.jspecify.annotations.Nullable ValueInfoProto input) {
    if (input == null || input.getType().getTensorType().getShape().getDimCount() == 0) {
      return 0;
    }
    return input.getType().getTensorType().getShape().getDim(0).getDimValue();
  }

  /** The inputs with the symbol in place of the data's first size. */
  Map<String, ValueInfoProto> inputs(RawGraph graph, Set<String> data) {
    Map<String, ValueInfoProto> changed = new LinkedHashMap<>(graph.inputs());
    if (size > 0) {
      for (String name : data) {
        ValueInfoProto.Builder input =
            graph.inputs().getOrDefault(name, ValueInfoProto.getDefaultInstance()).toBuilder();
        TensorShapeProto.Dimension.Builder first =
            input.getTypeBuilder().getTensorTypeBuilder().getShapeBuilder().getDimBuilder(0);
        first.clear().setDimParam(BATCH.toString());
        changed.put(name, input.build());
      }
    }
    return changed;
  }

  /** Whether there is a number to be freed. */
  boolean isOn() {
    return size > 0;
  }

  /** Whether a size is the number in the file. */
  boolean is(Dim dim) {
    return size > 0 && dim.is(size);
  }

  /** Whether a size grows with the number of examples. */
  static boolean holds(Dim dim) {
    return dim.symbols().contains(BATCH.toString());
  }

  /** A size as the file has it. */
  Dim fixed(Dim dim) {
    return size > 0 ? dim.bind(Map.of(BATCH.toString(), size)) : dim;
  }

  /** A shape that the file states, its first size freed. */
  Shape freed(Shape stated) {
    return size > 0 && stated.hasRank() && stated.rank() > 0 && stated.dim(0).is(size)
        ? stated.with(0, BATCH)
        : stated;
  }

  /**
   * The target of a reshape with the number of examples free.
   *
   * @param data shape of what is reshaped, with the symbol
   * @param target the target as the file has it, all sizes known
   * @param open the axis that the file leaves open, or −1
   * @return the target; as it was where there is no telling
   */
  Shape target(Shape data, Shape target, int open) {
    int axis = -1;
    for (int i = 0; i < data.rank(); i++) {
      if (holds(data.dim(i))) {
        if (axis >= 0) {
          return target;
        }
        axis = i;
      }
    }
    if (axis < 0 || !target.isKnown() || target.rank() == 0) {
      return target;
    }
    Dim before = Shape.of(data.dims().subList(0, axis)).elements();
    Dim within = data.dim(axis).bind(Map.of(BATCH.toString(), 1L));
    if (!before.isKnown() || !within.isKnown() || !data.dim(axis).equals(BATCH.times(within))) {
      return target;
    }
    List<Integer> possible = possible(target, before.value(), before.times(within).value());
    if (possible.isEmpty()) {
      return target;
    }
    int chosen = chosen(target, possible, open);
    return target.with(chosen, BATCH.times(target.dim(chosen).floorDiv(Dim.of(size))));
  }

  /** The axes in which the examples can be without another order of the elements. */
  private List<Integer> possible(Shape target, long from, long to) {
    List<Integer> possible = new ArrayList<>();
    long outside = 1;
    for (int i = 0; i < target.rank(); i++) {
      long length = target.dim(i).value();
      if (length % size == 0 && outside <= to && outside * (length / size) >= from) {
        possible.add(i);
      }
      outside = Math.multiplyExact(outside, length);
    }
    return possible;
  }

  /** An axis of just the examples, the open one, or one before the features. */
  private int chosen(Shape target, List<Integer> possible, int open) {
    for (int i : possible) {
      if (target.dim(i).is(size)) {
        return i;
      }
    }
    if (possible.contains(open)) {
      return open;
    }
    int last = possible.get(possible.size() - 1);
    boolean features = last == target.rank() - 1 && possible.size() > 1;
    return features ? possible.get(possible.size() - 2) : last;
  }
}
