package org.etalon.onnx;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Reshape to groups, InstanceNormalization with gain 1 and shift 0, reshape back: GroupNorm as
 * exporters write it.
 */
final class GroupNormPattern implements Fusion.Pattern {
  @Override
  public @Nullable RawNode match(RawNode last, Fusion in) {
    if (!last.is("Reshape")) {
      return null;
    }
    RawNode norm = in.made(last.input(0), "InstanceNormalization");
    if (norm == null || in.graph().onlyConsumer(norm.output()) != last) {
      return null;
    }
    RawNode toGroups = in.made(norm.input(0), "Reshape");
    Optional<Known> gain = in.graph().few(norm.input(1));
    Optional<Known> shift = in.graph().few(norm.input(2));
    if (toGroups == null
        || gain.isEmpty()
        || shift.isEmpty()
        || !gain.get().uniform().equals(OptionalDouble.of(1))
        || !shift.get().uniform().equals(OptionalDouble.of(0))) {
      return null;
    }
    return Fusion.standIn(
        last,
        "GroupNormalization",
        List.of(toGroups.input(0)),
        Fusion.integer("num_groups", gain.get().count()),
        Fusion.real("epsilon", norm.real("epsilon", 1e-5)));
  }
}
