package org.etalon.width;

import java.util.Arrays;
import java.util.List;
import org.etalon.depth.PathGraph;
import org.etalon.graph.Dim;
import org.etalon.graph.Join;
import org.etalon.graph.Layer;
import org.etalon.graph.Node;
import org.etalon.graph.Operation;
import org.etalon.graph.Pointwise;
import org.etalon.graph.Rearrangement;
import org.etalon.graph.Shape;

/**
 * For every value on a path, which axis runs over hidden features (channels) rather than over
 * batch, positions or space. Layers make features; everything else carries them along, and is
 * followed through transposes and reshapes, so that a dense layer over transposed tokens is seen to
 * mix positions and not features.
 */
final class FeatureAxes {
  private static final int UNKNOWN = -1;

  private final PathGraph paths;

  /** Axis by node number. */
  private final int[] axis;

  /** Elements of other axes that a flattening has put into the feature axis, by node number. */
  private final long[] packed;

  private FeatureAxes(PathGraph paths) {
    this.paths = paths;
    this.axis = new int[paths.size()];
    this.packed = new long[paths.size()];
  }

  /** Follows the features of a network; linear in its size. */
  static FeatureAxes of(PathGraph paths) {
    FeatureAxes axes = new FeatureAxes(paths);
    Arrays.fill(axes.packed, 1);
    for (int i = 0; i < paths.size(); i++) {
      axes.axis[i] = axes.infer(i, paths.node(i));
    }
    return axes;
  }

  /** Axis of the features in a node's value, counted from the front; −1 where unknown. */
  int axis(Node node) {
    int position = paths.position(node);
    return position < 0 ? UNKNOWN : axis[position];
  }

  /** Elements of other axes packed into the feature axis by a flattening; 1 where none. */
  long packed(Node node) {
    int position = paths.position(node);
    return position < 0 ? 1 : packed[position];
  }

  /** Whether a dense layer sums over positions, not features. */
  boolean mixesPositions(Node layer) {
    if (!(layer.operation() instanceof Layer.Linear linear)) {
      return false;
    }
    Node data = layer.operands().get(0);
    int from = axis(data);
    return from != UNKNOWN
        && data.shape().hasRank()
        && from != data.shape().rank() + linear.contracted();
  }

  private int infer(int i, Node node) {
    Operation operation = node.operation();
    Shape shape = node.shape();
    if (!shape.hasRank()) {
      return UNKNOWN;
    }
    if (operation instanceof Layer layer) {
      return made(node, layer);
    }
    List<Node> carriers = paths.graph().carriers(node);
    if (carriers.isEmpty()) {
      return UNKNOWN;
    }
    Node first = carriers.get(0);
    int from = axis(first);
    if (operation instanceof Join.MatrixProduct) {
      return product(node);
    }
    if (from == UNKNOWN || !first.shape().hasRank()) {
      return UNKNOWN;
    }
    packed[i] = packed(first);
    if (operation instanceof Pointwise || operation instanceof Rearrangement.Pool) {
      return from;
    }
    if (operation instanceof Join.EinsteinSum) {
      packed[i] = 1;
      return UNKNOWN;
    }
    if (operation instanceof Join) {
      return from + shape.rank() - first.shape().rank();
    }
    if (operation instanceof Rearrangement.Transpose transpose) {
      return transpose.order().indexOf(from);
    }
    if (operation instanceof Rearrangement.Reduce reduce) {
      return reduced(reduce, from);
    }
    if (operation instanceof Rearrangement.Reshape) {
      return reshaped(i, first.shape(), from, shape);
    }
    return selected(first.shape(), from, shape);
  }

  private int made(Node node, Layer layer) {
    int rank = node.shape().rank();
    if (layer instanceof Layer.Convolution) {
      return 1;
    }
    if (layer instanceof Layer.Linear linear) {
      return mixesPositions(node) ? axis(node.operands().get(0)) : rank + linear.contracted();
    }
    if (layer instanceof Layer.Contraction contraction) {
      int output = layer.outputAxis(node.operands().get(1).shape());
      return output < 0
          ? UNKNOWN
          : contraction.result().indexOf(contraction.weight().charAt(output));
    }
    return rank - 1;
  }

  private int product(Node node) {
    Node left = node.operands().get(0);
    Node right = node.operands().get(1);
    int rank = node.shape().rank();
    if (right.shape().hasRank() && axis(right) == right.shape().rank() - 1 && rank > 0) {
      return rank - 1;
    }
    boolean onLeft = left.shape().hasRank() && axis(left) == left.shape().rank() - 2;
    return onLeft && axis(left) >= 0 ? rank - 2 : UNKNOWN;
  }

  private static int reduced(Rearrangement.Reduce reduce, int from) {
    if (reduce.axes().isEmpty() || reduce.axes().contains(from)) {
      return UNKNOWN;
    }
    if (reduce.keepAxes()) {
      return from;
    }
    return from - (int) reduce.axes().stream().filter(axis -> axis < from).count();
  }

  /**
   * The axis of the new shape that holds the features: the one that covers the old axis's stride.
   */
  private int reshaped(int i, Shape before, int from, Shape after) {
    Dim stride = Dim.of(1);
    for (int j = before.rank() - 1; j > from; j--) {
      stride = stride.times(before.dim(j));
    }
    Dim reach = Dim.of(1);
    for (int j = after.rank() - 1; j >= 0; j--) {
      Dim next = reach.times(after.dim(j));
      if (reach.equals(stride)) {
        return after.dim(j).is(1) && j > 0 ? onward(after, j, reach) : j;
      }
      if (!reach.isKnown() || !stride.isKnown()) {
        return UNKNOWN;
      }
      if (next.isKnown() && next.value() > stride.value()) {
        // Axes behind the features have been flattened into them.
        packed[i] *= stride.value() / reach.value();
        return j;
      }
      reach = next;
    }
    return UNKNOWN;
  }

  /** Skips axes of size 1 that a reshape has put beside the features. */
  private static int onward(Shape shape, int from, Dim reach) {
    int j = from;
    while (j > 0 && shape.dim(j).is(1) && reach.isKnown()) {
      j--;
    }
    return j;
  }

  /** A selection keeps the axes, or drops one that is not the features'. */
  private static int selected(Shape before, int from, Shape after) {
    if (after.rank() == before.rank()) {
      return from;
    }
    if (after.rank() != before.rank() - 1) {
      return UNKNOWN;
    }
    for (int gone = 0; gone < before.rank(); gone++) {
      if (gone == from) {
        continue;
      }
      boolean fits = true;
      for (int j = 0; j < after.rank(); j++) {
        fits &= after.dim(j).equals(before.dim(j < gone ? j : j + 1));
      }
      if (fits) {
        return gone < from ? from - 1 : from;
      }
    }
    return UNKNOWN;
  }
}
