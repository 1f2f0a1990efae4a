package org.etalon.onnx;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Slices of one value put together again are one operation on it: circular padding, {@code roll},
 * space-to-depth, and the rotary position embedding q·cos + rotated(q)·sin. Read literally, a
 * circular padding would triple the paths through every convolution.
 */
final class LinearMapPattern implements Fusion.Pattern {
  /** Name of the operator that stands for the pattern; ONNX has none. */
  static final String OPERATOR = "LinearMap";

  private static final int MOST_CALLS = 40;
  private static final Set<String> PARTS =
      Set.of(
          "Slice",
          "Split",
          "Concat",
          "Neg",
          "Mul",
          "Add",
          "Sub",
          "Unsqueeze",
          "Squeeze",
          "Reshape",
          "Gather",
          "Transpose",
          "Expand",
          "Flatten");

  @Override
  public @Nullable RawNode match(RawNode last, Fusion in) {
    boolean rotary = last.is("Add") && isProduct(last.input(0), in) && isProduct(last.input(1), in);
    if (!rotary && !last.is("Concat")) {
      return null;
    }
    Set<String> leaves = new HashSet<>();
    boolean parts = last.is("Slice");
    if (!expand(last, leaves, in)) {
      return null;
    }
    boolean several = leaves.size() > 1;
    for (int calls = 0; calls < MOST_CALLS; calls++) {
      if (leaves.size() == 1 && several && parts) {
        return Fusion.standIn(last, OPERATOR, List.of(leaves.iterator().next()));
      }
      RawNode next = latest(leaves, in);
      if (next == null) {
        return null;
      }
      leaves.removeAll(next.outputs());
      parts |= next.is("Slice") || next.is("Split") || next.is("Gather");
      if (!expand(next, leaves, in)) {
        return null;
      }
      several |= leaves.size() > 1;
    }
    return null;
  }

  private static boolean isProduct(String value, Fusion in) {
    RawNode node = in.made(value, "Mul");
    return node != null && in.isDynamic(node.input(0)) != in.isDynamic(node.input(1));
  }

  /** A call all of whose leaves can be expanded because none of the other leaves needs them. */
  private static @Nullable RawNode latest(Set<String> leaves, Fusion in) {
    RawNode best = null;
    int ends = 0;
    List<String> sorted = new ArrayList<>(leaves);
    sorted.sort(null);
    for (String leaf : sorted) {
      RawNode node = in.graph().producer(leaf);
      if (node == null || !PARTS.contains(node.operator()) || !node.domain().isEmpty()) {
        ends++;
      } else if (best == null && !feeds(leaf, leaves, in)) {
        best = node;
      }
    }
    return ends > 1 ? null : best;
  }

  private static boolean feeds(String leaf, Set<String> leaves, Fusion in) {
    Deque<String> open = new ArrayDeque<>(List.of(leaf));
    int seen = 0;
    while (!open.isEmpty() && seen++ < MOST_CALLS) {
      for (RawNode user : in.graph().consumers(open.pop())) {
        if (!PARTS.contains(user.operator())) {
          continue;
        }
        for (String output : user.outputs()) {
          if (leaves.contains(output) && !output.equals(leaf)) {
            return true;
          }
          open.add(output);
        }
      }
    }
    return false;
  }

  /** Adds a call's data; sums and products must have one data operand or be linear in them. */
  private static boolean expand(RawNode node, Set<String> leaves, Fusion in) {
    int dynamic = 0;
    for (String input : node.inputs()) {
      if (!input.isEmpty() && in.isDynamic(input)) {
        leaves.add(input);
        dynamic++;
      }
    }
    return !node.is("Mul") || dynamic == 1;
  }
}
