package org.etalon.data;

import org.etalon.graph.InputException;

/** Refuses what cannot be held before any of it is allocated. */
final class Memory {
  /** Largest part of a dataset, in bytes; arrays end at 2 GiB. */
  static final long MOST_BYTES = 1L << 30;

  private Memory() {}

  /**
   * Checks that data can be held.
   *
   * @param where the file or folder they are in
   * @param bytes how many there will be
   * @throws InputException if they are too many, for Etalon or for this process
   */
  static void require(String where, long bytes) {
    if (bytes > MOST_BYTES) {
      throw new InputException(
          where,
          "holds " + mebibytes(bytes) + " of data; at most " + mebibytes(MOST_BYTES) + " are read",
          "give a part of it");
    }
    Runtime runtime = Runtime.getRuntime();
    long used = runtime.totalMemory() - runtime.freeMemory();
    if (bytes > runtime.maxMemory() - used && bytes > runtime.maxMemory() / 2) {
      throw new InputException(
          where,
          "needs "
              + mebibytes(bytes)
              + " of memory, and Java may use "
              + mebibytes(runtime.maxMemory()),
          "set ETALON_JAVA_OPTS=-Xmx4g, or give a part of the data");
    }
  }

  private static String mebibytes(long bytes) {
    return ((bytes + (1 << 20) - 1) >> 20) + " MiB";
  }
}
