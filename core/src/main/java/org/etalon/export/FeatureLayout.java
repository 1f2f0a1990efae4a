package org.etalon.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.etalon.graph.Call;
import org.etalon.graph.Dim;
import org.etalon.graph.Node;
import org.etalon.graph.Rearrangement;
import org.etalon.graph.Shape;
import org.etalon.graph.Source;
import org.jspecify.annotations.Nullable;

/**
 * Where the features of a layer's output lie in a value that was sliced, reshaped and transposed
 * from it. Every axis is a row-major product of atoms; an atom either runs over features, each
 * position adding a fixed number to the feature's index, or over something else (batch, tokens).
 *
 * <p>Concrete index tensors would say the same but grow with batch and sequence, and sizes may be
 * symbols.
 */
final class FeatureLayout {
  /** Per axis its atoms; null where the order was lost and only the set is known. */
  private final @Nullable List<List<Atom>> axes;

  private final BitSet features;

  /** Part of an axis. */
  private static final class Atom {
    /** Number of positions. */
    private final Dim size;

    /** What each position adds to the feature's index; null if it runs over no features. */
    private final int @Nullable [] offsets;

    Atom(Dim size, int @Nullable [] offsets) {
      this.size = size;
      this.offsets = offsets;
    }
  }

  private FeatureLayout(@Nullable List<List<Atom>> axes, BitSet features) {
    this.axes = axes;
    this.features = features;
  }

  /** The output of a layer itself, its features along one axis. */
  static FeatureLayout of(Shape shape, int featureAxis) {
    List<List<Atom>> axes = new ArrayList<>();
    for (int i = 0; i < shape.rank(); i++) {
      Dim size = shape.dim(i);
      int[] offsets = i == featureAxis ? IntStream.range(0, (int) size.value()).toArray() : null;
      axes.add(List.of(new Atom(size, offsets)));
    }
    return ordered(axes);
  }

  private static FeatureLayout ordered(List<List<Atom>> axes) {
    BitSet features = new BitSet();
    features.set(0);
    for (List<Atom> axis : axes) {
      for (Atom atom : axis) {
        if (atom.offsets != null) {
          BitSet sums = new BitSet();
          for (int offset : atom.offsets) {
            features.stream().forEach(f -> sums.set(f + offset));
          }
          features = sums;
        }
      }
    }
    return new FeatureLayout(axes, features);
  }

  /** Several values combined: their features together, in no known order. */
  static FeatureLayout union(List<FeatureLayout> parts) {
    BitSet all = new BitSet();
    parts.forEach(part -> all.or(part.features));
    return new FeatureLayout(null, all);
  }

  /** The features that the value holds; not to be changed. */
  BitSet features() {
    return features;
  }

  /** What an operation of this one value makes of it. */
  FeatureLayout through(Node node) {
    List<List<Atom>> result = axes == null ? null : rearranged(axes, node);
    return result == null ? new FeatureLayout(null, features) : ordered(result);
  }

  private static @Nullable List<List<Atom>> rearranged(List<List<Atom>> axes, Node node) {
    if (node.operation() instanceof Rearrangement.Transpose transpose) {
      return transpose.order().stream().map(axes::get).toList();
    }
    if (node.operation() instanceof Rearrangement.Reshape && node.shape().hasRank()) {
      return reshaped(axes, node.shape());
    }
    if (node.operation() instanceof Rearrangement.Select select) {
      return switch (select.kind()) {
        case SLICE ->
            select.body().single("Slice").map(call -> sliced(axes, call, node)).orElse(null);
        case GATHER ->
            select.body().single("Gather").map(call -> gathered(axes, call, node)).orElse(null);
        default -> null;
      };
    }
    return node.shape().equals(node.operands().get(0).shape()) ? axes : null;
  }

  private static @Nullable List<List<Atom>> reshaped(List<List<Atom>> axes, Shape shape) {
    List<Atom> open = new ArrayList<>();
    int base = 0;
    for (List<Atom> axis : axes) {
      for (Atom atom : axis) {
        if (!atom.size.is(1)) {
          open.add(atom);
        } else if (atom.offsets != null) {
          // A single position keeps its share of the index.
          base += atom.offsets[0];
        }
      }
    }
    if (base != 0) {
      List<List<Atom>> moved = new ArrayList<>(List.of(open));
      if (shifted(moved, base) == null) {
        return null;
      }
      open = new ArrayList<>(moved.get(0));
    }
    List<List<Atom>> result = new ArrayList<>();
    int next = 0;
    for (Dim wanted : shape.dims()) {
      List<Atom> axis = new ArrayList<>();
      Dim filled = Dim.of(1);
      while (!filled.equals(wanted)) {
        if (next >= open.size()) {
          return null;
        }
        Atom atom = open.get(next);
        Dim with = filled.times(atom.size);
        boolean fits = !with.isKnown() || !wanted.isKnown() || wanted.value() % with.value() == 0;
        if (fits) {
          axis.add(atom);
          filled = with;
          next++;
          continue;
        }
        // The axis ends inside the atom.
        if (!filled.isKnown() || !atom.size.isKnown() || wanted.value() % filled.value() != 0) {
          return null;
        }
        long front = wanted.value() / filled.value();
        if (front < 2 || atom.size.value() % front != 0) {
          return null;
        }
        Atom[] parts = split(atom, (int) front);
        if (parts == null) {
          return null;
        }
        axis.add(parts[0]);
        open.set(next, parts[1]);
        filled = wanted;
      }
      result.add(axis.isEmpty() ? List.of(new Atom(Dim.of(1), null)) : axis);
    }
    return next == open.size() ? result : null;
  }

  private static Atom @Nullable [] split(Atom atom, int front) {
    int back = (int) (atom.size.value() / front);
    if (atom.offsets == null) {
      return new Atom[] {new Atom(Dim.of(front), null), new Atom(Dim.of(back), null)};
    }
    int[] outer = new int[front];
    int[] inner = Arrays.copyOf(atom.offsets, back);
    for (int i = 0; i < front; i++) {
      outer[i] = atom.offsets[i * back] - inner[0];
      for (int j = 0; j < back; j++) {
        if (atom.offsets[i * back + j] != outer[i] + inner[j]) {
          return null;
        }
      }
    }
    return new Atom[] {new Atom(Dim.of(front), outer), new Atom(Dim.of(back), inner)};
  }

  private static @Nullable List<List<Atom>> sliced(List<List<Atom>> axes, Call call, Node node) {
    Shape shape = node.shape();
    boolean settled = node.operands().size() == 1 && call.has("axes") && call.has("starts");
    if (!settled || !shape.hasRank() || shape.rank() != axes.size()) {
      return null;
    }
    List<Dim> named = call.whole("axes");
    List<Dim> starts = call.whole("starts");
    List<Dim> steps =
        call.has("steps")
            ? call.whole("steps")
            : java.util.Collections.nCopies(named.size(), Dim.of(1));
    if (starts.size() != named.size() || steps.size() != named.size()) {
      return null;
    }
    List<List<Atom>> result = new ArrayList<>(axes);
    for (int i = 0; i < named.size(); i++) {
      if (!named.get(i).isKnown() || !starts.get(i).isKnown() || !steps.get(i).isKnown()) {
        return null;
      }
      long front =
          named.get(i).value() < 0 ? named.get(i).value() + axes.size() : named.get(i).value();
      if (front < 0 || front >= axes.size()) {
        return null;
      }
      int axis = (int) front;
      Dim size = size(axes, axis);
      long start = starts.get(i).value();
      if (start < 0) {
        if (!size.isKnown()) {
          return null;
        }
        start = Math.max(0, start + size.value());
      }
      long step = steps.get(i).value();
      if (step < 1 || !take(result, axis, start, step, shape)) {
        return null;
      }
    }
    return result;
  }

  private static Dim size(List<List<Atom>> axes, int axis) {
    Dim size = Dim.of(1);
    for (Atom atom : axes.get(axis)) {
      size = size.times(atom.size);
    }
    return size;
  }

  private static boolean take(List<List<Atom>> axes, int axis, long start, long step, Shape shape) {
    List<Atom> atoms = axes.get(axis);
    Dim kept = shape.dim(axis);
    if (atoms.stream().allMatch(atom -> atom.offsets == null)) {
      axes.set(axis, List.of(new Atom(kept, null)));
      return true;
    }
    if (atoms.size() != 1 || !kept.isKnown()) {
      return false;
    }
    int[] offsets = atoms.get(0).offsets;
    if (offsets == null || start + (kept.value() - 1) * step >= offsets.length) {
      return false;
    }
    int[] chosen = new int[(int) kept.value()];
    for (int i = 0; i < chosen.length; i++) {
      chosen[i] = offsets[(int) (start + i * step)];
    }
    axes.set(axis, List.of(new Atom(kept, chosen)));
    return true;
  }

  private static @Nullable List<List<Atom>> gathered(List<List<Atom>> axes, Call call, Node node) {
    long named = call.whole("axis", 0);
    long front = named < 0 ? named + axes.size() : named;
    if (node.operands().size() < 2 || front < 0 || front >= axes.size()) {
      return null;
    }
    int axis = (int) front;
    Node indices = node.operands().get(1);
    boolean plain = axes.get(axis).stream().allMatch(atom -> atom.offsets == null);
    if (!indices.shape().hasRank() || indices.shape().rank() > 1) {
      return null;
    }
    boolean single = indices.shape().rank() == 0;
    List<List<Atom>> result = new ArrayList<>(axes);
    if (plain) {
      if (single) {
        result.remove(axis);
      } else {
        result.set(axis, List.of(new Atom(indices.shape().dim(0), null)));
      }
      return result;
    }
    int[] offsets = axes.get(axis).size() == 1 ? axes.get(axis).get(0).offsets : null;
    if (offsets == null
        || !(indices.operation() instanceof Source.Indices positions)
        || positions.values().isEmpty()
        || !positions.values().stream().allMatch(Dim::isKnown)) {
      return null;
    }
    int[] chosen = new int[positions.values().size()];
    for (int i = 0; i < chosen.length; i++) {
      long at = positions.values().get(i).value();
      at = at < 0 ? at + offsets.length : at;
      if (at < 0 || at >= offsets.length) {
        return null;
      }
      chosen[i] = offsets[(int) at];
    }
    if (!single) {
      result.set(axis, List.of(new Atom(Dim.of(chosen.length), chosen)));
      return result;
    }
    result.remove(axis);
    return shifted(result, chosen[0]);
  }

  /** Adds to every feature's index what a removed axis stood for. */
  private static @Nullable List<List<Atom>> shifted(List<List<Atom>> axes, int by) {
    for (int i = 0; i < axes.size(); i++) {
      for (int j = 0; j < axes.get(i).size(); j++) {
        int[] offsets = axes.get(i).get(j).offsets;
        if (offsets != null) {
          List<Atom> changed = new ArrayList<>(axes.get(i));
          int[] moved = Arrays.stream(offsets).map(offset -> offset + by).toArray();
          changed.set(j, new Atom(axes.get(i).get(j).size, moved));
          axes.set(i, changed);
          return axes;
        }
      }
    }
    return null;
  }
}
