package org.etalon.law;

import java.util.Arrays;
import java.util.List;
import org.etalon.graph.UnknownIdentifierException;

/** The optimisers that the laws are stated for. */
public enum Optimizer {
  /** Stochastic gradient descent: the step is −η·g; a decay λ adds −η·λ·w. */
  SGD("sgd"),
  /** Adam, the decay λ added to the gradient (L2). */
  ADAM("adam"),
  /** Adam with decoupled decay as PyTorch has it: −η·λ·w beside the step. */
  ADAMW("adamw");

  private final String id;

  Optimizer(String id) {
    this.id = id;
  }

  /** The name users give it. */
  public String id() {
    return id;
  }

  /** Whether its step is, but for ε, independent of the gradient's size. */
  public boolean isAdaptive() {
    return this != SGD;
  }

  /** The names of all. */
  public static List<String> ids() {
    return Arrays.stream(values()).map(Optimizer::id).toList();
  }

  /**
   * The optimiser of that name.
   *
   * @throws UnknownIdentifierException if there is none
   */
  public static Optimizer byId(String id) {
    return Arrays.stream(values())
        .filter(optimizer -> optimizer.id.equals(id))
        .findFirst()
        .orElseThrow(() -> new UnknownIdentifierException("optimizer", id, ids()));
  }
}
