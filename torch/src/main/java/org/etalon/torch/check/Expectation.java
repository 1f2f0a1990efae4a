package org.etalon.torch.check;

/** What a parametrisation promises of the slope of a size. */
public enum Expectation {
  /** Zero: the size neither grows nor shrinks. */
  FLAT("flat", "0"),
  /** Not positive: the size may shrink, as logits do that start from a small read-out. */
  NOT_GROWING("not-growing", "≤ 0"),
  /** Nothing; it is shown only. */
  NONE("none", "–");

  private final String id;
  private final String text;

  Expectation(String id, String text) {
    this.id = id;
    this.text = text;
  }

  /** The name in documents. */
  public String id() {
    return id;
  }

  /** The expected slope, for people. */
  public String text() {
    return text;
  }
}
