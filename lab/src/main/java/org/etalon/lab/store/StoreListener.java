package org.etalon.lab.store;

import java.time.Duration;

/** Who is told that a store is away, and that it is back; called from any thread, one at a time. */
public interface StoreListener {
  /** Nobody. */
  StoreListener NONE = new StoreListener() {};

  /**
   * The connection was lost. Said once, however many operations wait.
   *
   * @param address of the store, for people
   * @param why in the database's words
   * @param patience how long it is waited for
   */
  default void away(String address, String why, Duration patience) {}

  /**
   * An operation succeeded again.
   *
   * @param address of the store, for people
   * @param away how long it was away, as far as was noticed
   */
  default void back(String address, Duration away) {}
}
