package org.etalon.plan;

/**
 * A multiplier that the target's forward pass must contain. It belongs to a use, not to a tensor: a
 * tied weight can have one at the head and none at the look-up.
 *
 * @param node for {@code READOUT} the layer whose input is multiplied; for {@code BRANCH} the value
 *     at the branch's end, multiplied before it is added; for {@code ATTENTION} the product QKᵀ,
 *     multiplied on top of the scale it has
 * @param kind what is multiplied
 * @param factor target over base, > 0
 * @param evidence the equation with its numbers filled in
 */
public record ForwardFactor(String node, Kind kind, double factor, String evidence) {
  /** What is multiplied. */
  public enum Kind {
    /** The input of a read-out. */
    READOUT("readout"),
    /** The output of a residual branch. */
    BRANCH("branch"),
    /** Attention logits. */
    ATTENTION("attention");

    private final String id;

    Kind(String id) {
      this.id = id;
    }

    /** The name in documents. */
    public String id() {
      return id;
    }
  }
}
