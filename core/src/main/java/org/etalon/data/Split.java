package org.etalon.data;

/** Which part of a dataset. */
public enum Split {
  /** The examples to learn from. */
  TRAIN,
  /** The examples held out from learning. */
  TEST
}
