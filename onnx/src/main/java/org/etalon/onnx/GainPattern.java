package org.etalon.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A gain that multiplies, then a shift added to, a normalisation that has none belong to it. */
final class GainPattern implements Fusion.Pattern {
  private static final Set<String> NORMS =
      Set.of("LayerNormalization", "RMSNormalization", "GroupNormalization");

  @Override
  public @Nullable RawNode match(RawNode last, Fusion in) {
    int operands = last.is("Mul") ? 1 : last.is("Add") ? 2 : 0;
    if (operands == 0) {
      return null;
    }
    for (int side = 0; side < 2; side++) {
      RawNode norm = in.graph().producer(last.input(side));
      String affine = last.input(1 - side);
      boolean fits =
          norm != null
              && NORMS.contains(norm.operator())
              && norm.inputs().size() == operands
              && norm.outputs().size() == 1
              && in.graph().onlyConsumer(norm.output()) == last
              && !in.isDynamic(affine)
              && isVector(affine, in);
      if (fits && norm != null) {
        List<String> inputs = new ArrayList<>(norm.inputs());
        inputs.add(affine);
        return new RawNode(
                norm.name(), norm.operator(), "", inputs, List.of(last.output()), norm.attributes())
            .standingLike(norm);
      }
    }
    return null;
  }

  /** A scalar that multiplies is part of something else, unless it is computed from a parameter. */
  private static boolean isVector(String value, Fusion in) {
    return Double.isNaN(in.scalar(value));
  }
}
