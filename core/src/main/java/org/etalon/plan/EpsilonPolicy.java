package org.etalon.plan;

import java.util.Arrays;
import java.util.List;
import org.etalon.graph.UnknownIdentifierException;

/** For which tensors the laws that scale Adam's ε do so; implementations and summaries differ. */
public enum EpsilonPolicy {
  /** All tensors, as CompleteP's public code. */
  CODE("code"),
  /** Tensors inside residual blocks only, as summaries of the paper have it. */
  BLOCKS("blocks");

  private final String id;

  EpsilonPolicy(String id) {
    this.id = id;
  }

  /** The name users give it. */
  public String id() {
    return id;
  }

  /** The names of all. */
  public static List<String> ids() {
    return Arrays.stream(values()).map(EpsilonPolicy::id).toList();
  }

  /**
   * The policy of that name.
   *
   * @throws UnknownIdentifierException if there is none
   */
  public static EpsilonPolicy byId(String id) {
    return Arrays.stream(values())
        .filter(policy -> policy.id.equals(id))
        .findFirst()
        .orElseThrow(() -> new UnknownIdentifierException("epsilon policy", id, ids()));
  }
}
