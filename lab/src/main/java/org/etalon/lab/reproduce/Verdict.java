package org.etalon.lab.reproduce;

/** What a measurement says of a claim; decided by its interval alone. */
public enum Verdict {
  /** The interval holds a claimed value and no rival. */
  AGREES("agrees"),
  /** The interval holds no claimed value. */
  CONTRADICTS("contradicts"),
  /** The interval holds a claimed value and a rival, or there is none. */
  CANNOT_TELL("cannot tell");

  private final String words;

  Verdict(String words) {
    this.words = words;
  }

  /** The verdict in words. */
  public String words() {
    return words;
  }
}
