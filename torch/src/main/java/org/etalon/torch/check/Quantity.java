package org.etalon.torch.check;

/** What of a representation is measured, as the mean over examples and coordinates. */
public enum Quantity {
  /** |z_t|: the absolute coordinate after t steps. */
  SIZE("size"),
  /** |z_t − z_0|: by how much it moved from where it started, on the same examples. */
  CHANGE("change");

  private final String id;

  Quantity(String id) {
    this.id = id;
  }

  /** The name in documents. */
  public String id() {
    return id;
  }
}
