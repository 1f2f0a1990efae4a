package org.etalon.lab.store;

import java.time.Duration;

/** Whether a store is away, as all of its threads have found together. */
final class Outage {
  private final String address;
  private final StoreListener listener;
  private boolean away;
  private boolean givenUp;
  private long since;
  private int count;

  Outage(String address, StoreListener listener) {
    this.address = address;
    this.listener = listener;
  }

  /** An operation met a lost connection. */
  synchronized void met(String why, Duration patience) {
    if (!away) {
      away = true;
      since = System.nanoTime();
      count++;
      listener.away(address, why, patience);
    }
  }

  /** An operation succeeded. */
  synchronized void over() {
    if (away) {
      away = false;
      givenUp = false;
      listener.back(address, Duration.ofNanos(System.nanoTime() - since));
    }
  }

  /** An operation has waited long enough: until one succeeds, none needs to wait as long again. */
  synchronized void giveUp() {
    givenUp = true;
  }

  synchronized boolean isAway() {
    return away;
  }

  synchronized boolean isGivenUp() {
    return givenUp;
  }

  /** How often the store has been away so far. */
  synchronized int count() {
    return count;
  }
}
