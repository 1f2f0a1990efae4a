package org.etalon.family;

import java.util.List;
import org.etalon.graph.Dim;
import org.etalon.graph.InputException;
import org.etalon.graph.Join;
import org.etalon.graph.Node;
import org.etalon.graph.Operation;
import org.etalon.graph.Pointwise;
import org.etalon.graph.Rearrangement;
import org.etalon.graph.Shape;
import org.jspecify.annotations.Nullable;

/**
 * The core of softmax attention, softmax(q kᵀ/√d + mask)·v with d the size of a head, between the
 * packed projection to queries, keys and values and the output projection. Three paths lead through
 * it.
 */
final class Attention {
  private static final Operation PRODUCT = new Join.MatrixProduct();
  private static final Operation SOFTMAX = new Pointwise.Softmax(3, false);
  private static final Operation HEADS_FIRST = new Rearrangement.Transpose(List.of(0, 2, 1, 3));
  private static final Operation KEYS_LAST = new Rearrangement.Transpose(List.of(0, 2, 3, 1));

  /** Nodes that the core adds, with constants. */
  static final int NODES = 18;

  private Attention() {}

  /** Refuses a number of heads that does not divide the width. */
  static void requireHeads(Arguments arguments, Key.Whole widthKey, Key.Whole headsKey) {
    int width = arguments.get(widthKey);
    int heads = arguments.get(headsKey);
    if (width % heads != 0) {
      throw new InputException(
          arguments.where(widthKey),
          width + " features do not divide into " + heads + " heads",
          "give a width that is a multiple of heads=" + heads);
    }
  }

  /**
   * Adds a core.
   *
   * @param prefix what its nodes' names start with
   * @param packed queries, keys and values side by side: [batch, tokens, 3·width]
   * @param heads number of heads; divides the width
   * @param mask added to the scores, or null
   * @return [batch, tokens, width]
   */
  static Node core(Net net, String prefix, Node packed, int heads, @Nullable Node mask) {
    Dim tokens = packed.shape().dim(1);
    long width = packed.shape().dim(2).value() / 3;
    Shape whole = Shape.of(List.of(Net.BATCH, tokens, Dim.of(width)));
    Shape split = Shape.of(List.of(Net.BATCH, tokens, Dim.of(heads), Dim.of(width / heads)));
    Node q = part(net, prefix + ".q", packed, 0, whole, split, HEADS_FIRST);
    Node k = part(net, prefix + ".k", packed, width, whole, split, KEYS_LAST);
    Node v = part(net, prefix + ".v", packed, 2 * width, whole, split, HEADS_FIRST);
    Node scores = net.add(prefix + ".product", PRODUCT, q, k);
    scores = net.scaled(prefix + ".scale", scores, 1 / Math.sqrt((double) width / heads));
    if (mask != null) {
      scores = net.sum(prefix + ".mask", scores, mask);
    }
    Node weights = net.add(prefix + ".softmax", SOFTMAX, scores);
    Node mixed = net.add(prefix + ".mix", PRODUCT, weights, v);
    mixed = net.add(prefix + ".tokens", HEADS_FIRST, mixed);
    return net.add(prefix + ".joined", new Rearrangement.Reshape(whole), mixed);
  }

  private static Node part(
      Net net, String name, Node packed, long from, Shape whole, Shape split, Operation order) {
    long end = from + whole.dim(2).value();
    Node part =
        net.add(name + ".slice", Rearrangement.Select.slice(packed.shape(), 2, from, end), packed);
    return net.add(name, order, net.add(name + ".heads", new Rearrangement.Reshape(split), part));
  }
}
