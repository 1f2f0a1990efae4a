package org.etalon.lab.plot;

/** What a series is to the reader; decides on its strokes and markers. */
public enum Role {
  /** What was measured. */
  MEASURED,
  /** What was fitted to it. */
  FITTED,
  /** What to compare with, such as a law's slope: grey and dashed. */
  REFERENCE,
  /** Single points to look at, such as the minimum of a curve: ringed. */
  HIGHLIGHT
}
