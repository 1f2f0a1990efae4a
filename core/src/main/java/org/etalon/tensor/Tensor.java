package org.etalon.tensor;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.etalon.graph.Layer;
import org.etalon.graph.Node;
import org.etalon.graph.Parameter;

/**
 * A learned tensor with its role and uses.
 *
 * @param parameter the tensor itself
 * @param role what it is for; of several uses the one as a weight counts, of a tied embedding the
 *     look-up
 * @param uses every use on the way to the output, in topological order; at least one
 * @param block index of the residual merge in whose branch all uses lie, if there is one
 */
public record Tensor(Parameter parameter, Role role, List<Use> uses, OptionalInt block) {
  /** Copies the uses. */
  public Tensor {
    uses = List.copyOf(uses);
    if (uses.isEmpty()) {
      throw new IllegalArgumentException(parameter.name() + " has no use");
    }
  }

  /** Name of the parameter. */
  public String name() {
    return parameter.name();
  }

  /** The first use in the tensor's own role. */
  public Use mainUse() {
    for (Use use : uses) {
      if (use.role() == role) {
        return use;
      }
    }
    return uses.get(0);
  }

  /** Number of inputs one output unit sums over; empty unless the tensor is a layer's weight. */
  public OptionalLong fanIn() {
    return role.isWeight() && layer() instanceof Layer layer
        ? OptionalLong.of(layer.fanIn(weightShape()))
        : OptionalLong.empty();
  }

  /** Number of outputs one input unit reaches; empty unless the tensor is a layer's weight. */
  public OptionalLong fanOut() {
    return role.isWeight() && layer() instanceof Layer layer
        ? OptionalLong.of(layer.fanOut(weightShape()))
        : OptionalLong.empty();
  }

  private org.etalon.graph.Operation layer() {
    return mainUse().node().operation();
  }

  /**
   * The weight as its layer sees it: the parameter, transposed or reshaped where the model does.
   */
  private org.etalon.graph.Shape weightShape() {
    Node weight = mainUse().node().operands().get(1);
    return weight.shape().isKnown() ? weight.shape() : parameter.shape();
  }
}
