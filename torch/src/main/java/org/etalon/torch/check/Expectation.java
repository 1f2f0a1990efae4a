package org.etalon.torch.check;

/** What a parametrisation promises of the slope of a size. */
public enum Expectation {
  /** Zero: the size neither grows nor shrinks. */
  FLAT("0"),
  /** Not positive: the size may shrink, as logits do that start from a small read-out. */
  NOT_GROWING("≤ 0"),
  /** Nothing; it is shown only. */
  NONE("–");

  private final String text;

  Expectation(String text) {
    this.text = text;
  }

  /** The expected slope, for people. */
  public String text() {
    return text;
  }
}
