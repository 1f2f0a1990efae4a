package org.etalon.spark;

import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Tells, once, that there is nowhere to run trials, and when there is again. */
final class Waiting {
  private static final long PATIENCE_NANOS = 10_000_000_000L;

  private final String master;
  private final Consumer<String> notes;
  private final LongSupplier nanos;
  private long since;
  private boolean isEmpty;
  private boolean told;

  /**
   * Nothing is told yet.
   *
   * @param nanos a monotonic clock
   */
  Waiting(String master, Consumer<String> notes, LongSupplier nanos) {
    this.master = master;
    this.notes = notes;
    this.nanos = nanos;
  }

  /** Takes note of how many slots there are now. */
  void see(int slots) {
    if (slots > 0) {
      if (told) {
        notes.accept(
            "going on with " + slots + (slots == 1 ? " slot" : " slots") + " at " + master);
      }
      isEmpty = false;
      told = false;
    } else if (!isEmpty) {
      isEmpty = true;
      since = nanos.getAsLong();
    } else if (!told && nanos.getAsLong() - since >= PATIENCE_NANOS) {
      told = true;
      notes.accept("waiting for a free slot at " + master);
    }
  }
}
