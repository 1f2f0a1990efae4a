package org.etalon.family;

/** Which part of a searched network is built. */
public enum Scope {
  /** The whole network, from data to logits. */
  NETWORK("network"),
  /** One cell or DAG behind a chain of plain layers, as [C24]'s experiments count. */
  CELL("cell");

  private final String id;

  Scope(String id) {
    this.id = id;
  }

  /** The name users give it. */
  public String id() {
    return id;
  }
}
