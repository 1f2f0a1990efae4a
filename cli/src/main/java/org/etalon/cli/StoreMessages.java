package org.etalon.cli;

import java.io.PrintWriter;
import java.time.Duration;
import org.etalon.lab.store.StoreListener;

/** Tells that a store is away, and that it is back. */
record StoreMessages(PrintWriter err) implements StoreListener {
  @Override
  public void away(String address, String why, Duration patience) {
    Messages.say(
        err,
        "store "
            + address
            + " is away ("
            + why
            + "): waiting for it up to "
            + TextNumbers.time(patience.toMillis() / 1000.0)
            + "; what is finished is kept");
  }

  @Override
  public void back(String address, Duration away) {
    Messages.say(
        err, "store " + address + " is back after " + TextNumbers.time(away.toMillis() / 1000.0));
  }
}
