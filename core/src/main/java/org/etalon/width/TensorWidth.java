package org.etalon.width;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.etalon.depth.PathGraph;
import org.etalon.graph.Layer;
import org.etalon.graph.Node;
import org.etalon.graph.Shape;
import org.etalon.tensor.Network;
import org.etalon.tensor.Role;
import org.etalon.tensor.Tensor;
import org.etalon.tensor.Use;

/**
 * The sizes of a tensor that run over features of hidden representations, and those that do not.
 *
 * @param in features that one output sums over, per group; empty unless they are hidden features
 * @param out features that the tensor makes or meets; empty unless they are hidden features
 * @param fixed every other size, named for people: vocabulary, classes, kernel, positions
 */
record TensorWidth(OptionalLong in, OptionalLong out, List<Fixed> fixed) {
  /** A size that is never a width. */
  record Fixed(String name, long size) {}

  /** Copies the list. */
  TensorWidth {
    fixed = List.copyOf(fixed);
  }

  /** Reads the widths of one network's tensors. */
  static final class Reader {
    private final PathGraph paths;
    private final FeatureAxes axes;
    private final int[] before;
    private final int[] after;

    Reader(Network network) {
      this.paths = network.paths();
      this.axes = FeatureAxes.of(paths);
      this.before = paths.mostLayersBefore();
      this.after = paths.mostLayersAfter();
    }

    TensorWidth of(Tensor tensor) {
      Use use = tensor.mainUse();
      return use.role().isWeight() && use.node().operation() instanceof Layer layer
          ? weight(tensor, use.node(), layer)
          : vector(tensor, use);
    }

    private TensorWidth weight(Tensor tensor, Node node, Layer layer) {
      Node stored = node.operands().get(1);
      Shape shape = stored.shape().isKnown() ? stored.shape() : tensor.parameter().shape();
      int inputAxis = layer.inputAxis(shape);
      int outputAxis = layer.outputAxis(shape);
      long groups =
          layer instanceof Layer.Convolution conv && conv.transposed() ? conv.groups() : 1;
      long in = inputAxis < 0 ? 1 : shape.dim(inputAxis).value() / groups;
      long out = outputAxis < 0 ? 1 : shape.dim(outputAxis).value() * groups;
      int position = paths.position(node);
      boolean hiddenIn = before[position] > 0 && !(layer instanceof Layer.Embedding);
      boolean hiddenOut = after[position] > 0;
      List<Fixed> fixed = new ArrayList<>();
      if (axes.mixesPositions(node)) {
        fixed.add(new Fixed("positions in", in));
        fixed.add(new Fixed("positions out", out));
        return new TensorWidth(OptionalLong.empty(), OptionalLong.empty(), fixed);
      }
      for (int i = 0; i < shape.rank(); i++) {
        if (i != inputAxis && i != outputAxis) {
          boolean kernel = layer instanceof Layer.Convolution;
          fixed.add(new Fixed(kernel ? "kernel side" : "size of axis " + i, shape.dim(i).value()));
        }
      }
      if (hiddenIn) {
        long packed = axes.packed(node.operands().get(0));
        if (packed > 1 && in % packed == 0) {
          fixed.add(new Fixed("flattened positions", packed));
          in /= packed;
        }
      } else {
        fixed.add(new Fixed(layer instanceof Layer.Embedding ? "vocabulary" : "data channels", in));
      }
      if (!hiddenOut) {
        fixed.add(new Fixed("classes", out));
      }
      return new TensorWidth(
          hiddenIn ? OptionalLong.of(in) : OptionalLong.empty(),
          hiddenOut ? OptionalLong.of(out) : OptionalLong.empty(),
          fixed);
    }

    private TensorWidth vector(Tensor tensor, Use use) {
      Node node = use.node();
      int position = paths.position(node);
      Shape operand = node.operands().get(use.operand()).shape();
      Shape shape = operand.isKnown() ? operand : tensor.parameter().shape();
      int features = featureAxis(node, shape, use);
      boolean made = before[position] + (paths.isLayer(position) ? 1 : 0) > 0;
      boolean hidden = made && after[position] > 0 && features >= 0;
      List<Fixed> fixed = new ArrayList<>();
      OptionalLong out = OptionalLong.empty();
      for (int i = 0; i < shape.rank(); i++) {
        long size = shape.dim(i).value();
        if (hidden && i == features) {
          long packed = axes.packed(node);
          out = OptionalLong.of(packed > 1 && size % packed == 0 ? size / packed : size);
        } else if (size != 1) {
          String name =
              tensor.role() == Role.POSITION ? "positions" : made ? "outputs" : "data size";
          fixed.add(new Fixed(name, size));
        }
      }
      return new TensorWidth(OptionalLong.empty(), out, fixed);
    }

    /** Axis of a gain, shift or table that meets the features; −1 where none does. */
    private int featureAxis(Node node, Shape shape, Use use) {
      if (shape.rank() == 0) {
        return -1;
      }
      boolean ownAxis =
          node.operation() instanceof Layer
              || node.operation() instanceof org.etalon.graph.Pointwise.Normalisation;
      if (ownAxis && shape.rank() == 1) {
        return 0;
      }
      int features = axes.axis(node);
      if (features < 0 || !node.shape().hasRank()) {
        // Nothing is known of the value: a lone axis of some length must be its features.
        return use.role() != Role.POSITION && shape.rank() == 1 && !shape.dim(0).is(1) ? 0 : -1;
      }
      int aligned = features - (node.shape().rank() - shape.rank());
      return aligned >= 0 && !shape.dim(aligned).is(1) ? aligned : -1;
    }
  }
}
