package org.etalon.onnx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
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

  /**
   * Attribute that is 1 where the result has the operand's shape, as a rotation's has, and 2 where
   * it has and is no linear map but other arithmetic.
   */
  static final String KEEPS_SHAPE = "keeps_shape";

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
    Frontier frontier = new Frontier(in.graph(), LinearMapPattern::isPart);
    boolean linear = expand(last, frontier, in);
    boolean parted = frontier.isParted();
    boolean selects = false;
    List<RawNode> inner = new ArrayList<>(List.of(last));
    for (int calls = 0; linear && calls < MOST_CALLS; calls++) {
      String source = frontier.single();
      if (source != null && parted && selects) {
        return standIn(last, source, inner, rotary ? 1 : 0);
      }
      RawNode next = frontier.pollLatest();
      if (next == null) {
        return null;
      }
      inner.add(next);
      selects |= next.is("Slice") || next.is("Split") || next.is("Gather");
      linear = expand(next, frontier, in);
      parted |= frontier.isParted();
    }
    return null;
  }

  /**
   * One call for several, users before operands; what it takes besides the data is kept among its
   * operands.
   */
  static RawNode standIn(RawNode last, String source, List<RawNode> calls, long keepsShape) {
    List<RawNode> inner = new ArrayList<>(calls);
    Collections.reverse(inner);
    Set<String> inside = new HashSet<>();
    Set<String> inputs = new LinkedHashSet<>(List.of(source));
    for (RawNode call : inner) {
      inside.addAll(call.outputs());
    }
    for (RawNode call : inner) {
      for (String input : call.inputs()) {
        if (!input.isEmpty() && !inside.contains(input)) {
          inputs.add(input);
        }
      }
    }
    return Fusion.standIn(
            last, OPERATOR, new ArrayList<>(inputs), Fusion.integer(KEEPS_SHAPE, keepsShape))
        .standingFor(inner);
  }

  private static boolean isPart(RawNode node) {
    return node.domain().isEmpty() && PARTS.contains(node.operator());
  }

  private static boolean isProduct(String value, Fusion in) {
    RawNode node = in.made(value, "Mul");
    return node != null && in.isDynamic(node.input(0)) != in.isDynamic(node.input(1));
  }

  /** Adds a call's data; of a product only one operand may depend on the data. */
  private static boolean expand(RawNode node, Frontier frontier, Fusion in) {
    int dynamic = 0;
    for (String input : node.inputs()) {
      if (!input.isEmpty() && in.isDynamic(input)) {
        frontier.add(input);
        dynamic++;
      }
    }
    return !node.is("Mul") || dynamic == 1;
  }
}
