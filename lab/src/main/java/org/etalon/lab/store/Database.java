package org.etalon.lab.store;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.function.Function;
import org.etalon.graph.InputException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * A database whose operations are tried again where its connection is lost. That it was lost does
 * not tell whether a change was made before: the server may have committed, and only its answer was
 * lost. So every change must be one that may be made twice, and is told when it is tried again.
 */
final class Database implements AutoCloseable {
  private final StoreAddress address;
  private final HikariDataSource source;
  private final Patience patience;
  private final Jdbi jdbi;
  private final Outage outage;

  Database(
      StoreAddress address, HikariDataSource source, Patience patience, StoreListener listener) {
    this.address = address;
    this.source = source;
    this.patience = patience;
    this.jdbi = Jdbi.create(source);
    this.outage = new Outage(address.shown(), listener);
  }

  /** A change, in one transaction. */
  @FunctionalInterface
  interface Change<T> {
    /**
     * Makes it.
     *
     * @param again whether it was tried before and may have been made
     */
    T in(Handle handle, boolean again);
  }

  /** Something that is tried. */
  @FunctionalInterface
  private interface Try<T> {
    T make(boolean again);
  }

  /** Where it is, for people. */
  String shown() {
    return address.shown();
  }

  /** Whether it is a server, which several machines may use at once. */
  boolean isPostgresql() {
    return address.isPostgresql();
  }

  /** How often the connection has been lost so far. */
  int outages() {
    return outage.count();
  }

  /** Reads, on a connection of its own. */
  <T> T read(Function<Handle, T> work) {
    return persist(again -> jdbi.withHandle(work::apply));
  }

  /** Changes, all of it or nothing. */
  <T> T change(Change<T> work) {
    return persist(again -> jdbi.inTransaction(handle -> work.in(handle, again)));
  }

  /** Changes once: something that another try will come for anyway. */
  <T> T once(Function<Handle, T> work) {
    try {
      T value = jdbi.withHandle(work::apply);
      outage.over();
      return value;
    } catch (JdbiException failure) {
      if (address.isPostgresql() && Losses.isLoss(failure)) {
        outage.met(Failures.words(failure), patience.total());
      }
      throw Failures.told(address.shown(), failure);
    }
  }

  /** The same, unless the store is known to be away. */
  <T> T onceIfThere(Function<Handle, T> work) {
    if (outage.isAway()) {
      throw new InputException("store " + address.shown(), "is away", "try again later");
    }
    return once(work);
  }

  private <T> T persist(Try<T> work) {
    long began = System.nanoTime();
    Duration pause = patience.first();
    boolean again = false;
    while (true) {
      try {
        T value = work.make(again);
        outage.over();
        return value;
      } catch (JdbiException failure) {
        again = true;
        Duration waited = Duration.ofNanos(System.nanoTime() - began);
        meet(failure, waited.plus(pause));
        sleep(pause);
        pause = patience.after(pause);
      }
    }
  }

  /** Notes a failure that may pass; throws for any other, and where patience is at its end. */
  private void meet(JdbiException failure, Duration until) {
    boolean yielded = Losses.hasYielded(failure);
    boolean passes = address.isPostgresql() && (yielded || Losses.isLoss(failure));
    if (!passes || Thread.currentThread().isInterrupted()) {
      throw Failures.told(address.shown(), failure);
    }
    if (!yielded) {
      outage.met(Failures.words(failure), patience.total());
    }
    if (until.compareTo(patience.total()) > 0 || (!yielded && outage.isGivenUp())) {
      outage.giveUp();
      throw Failures.gone(address.shown(), failure);
    }
  }

  private void sleep(Duration pause) {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new InputException(
          "store " + address.shown(),
          "is away, and waiting for it was interrupted",
          "all results so far are kept; the same command goes on from there");
    }
  }

  @Override
  public void close() {
    source.close();
  }
}
