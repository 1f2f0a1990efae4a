package org.etalon.tensor;

/** What a learned tensor is for, as the graph shows it. */
public enum Role {
  /** Weight of a first layer: no other layer stands before it. */
  INPUT("input"),
  /** Weight of a layer between others. */
  HIDDEN("hidden"),
  /** Weight of a read-out: no other layer stands after it. */
  OUTPUT("output"),
  /** A look-up table, whether or not it is used a second time as the read-out. */
  EMBEDDING("embedding"),
  /** Added to a layer's features, the same at every position. */
  BIAS("bias"),
  /** Gain or shift of a normalisation. */
  NORM("norm"),
  /** A gain that multiplies activations: LayerScale, PReLU's slope, a temperature. */
  SCALE("scale"),
  /** Added per position or set beside the data: position tables and class tokens. */
  POSITION("position");

  private final String id;

  Role(String id) {
    this.id = id;
  }

  /** The name users see. */
  public String id() {
    return id;
  }

  /** Whether it is the weight of a parameterised layer. */
  public boolean isWeight() {
    return this == INPUT || this == HIDDEN || this == OUTPUT || this == EMBEDDING;
  }
}
