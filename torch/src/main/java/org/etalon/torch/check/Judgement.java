package org.etalon.torch.check;

/** What a measured slope says against the expected one. */
public enum Judgement {
  /** The whole interval lies within the tolerance. */
  PASSES("passes"),
  /** The whole interval lies outside, or sizes became infinite. */
  FAILS("fails"),
  /** The interval crosses the tolerance: more seeds or sizes would tell. */
  UNDECIDED("undecided"),
  /** Nothing was expected, or there is no size to judge: zero for every network. */
  NOT_JUDGED("not judged");

  private final String id;

  Judgement(String id) {
    this.id = id;
  }

  /** The name in documents. */
  public String id() {
    return id;
  }
}
