package org.etalon.lab.store;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jdbi.v3.core.Handle;

/**
 * Leases on trials: who has one works on the trial, and nobody else does. The holder beats now and
 * then; a lease whose process is known to be gone, or whose beat has stood still for {@link
 * #PATIENCE} by the watcher's own monotonic clock, may be taken over. Wall clocks may jump. While a
 * store is away nobody can beat, so that after each outage the watch begins anew.
 *
 * <p>Whoever was cut off from the store for longer may find a lease taken over. Both then train the
 * trial; the result that comes first counts, and the other is dropped.
 */
public final class Leases {
  /** How often a holder beats. */
  public static final Duration BEAT = Duration.ofSeconds(5);

  /** How long a beat may stand still. */
  public static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Database database;
  private final Owner owner;
  private final Set<Held> held;
  private final LongSupplier nanos;
  private final Map<String, Seen> watched = new HashMap<>();

  /**
   * A lease that a process knows to have. A row of the table that names the process, and of which
   * it does not know, is one whose claim was answered into a lost connection.
   */
  record Held(String owner, String trial) {}

  /** Another's lease as it was when it last changed, after so many outages. */
  private record Seen(String owner, long beat, long since, int outages) {
    boolean isStill(Row row, int outagesNow) {
      return owner.equals(row.owner().id()) && beat == row.beat() && outages == outagesNow;
    }
  }

  /** A row of the table. */
  private record Row(Owner owner, long beat) {}

  /**
   * Leases of one process.
   *
   * @param held by all processes that share this store object; safe for use by several threads
   */
  Leases(Database database, Owner owner, Set<Held> held, LongSupplier nanos) {
    this.database = database;
    this.owner = owner;
    this.held = held;
    this.nanos = nanos;
  }

  /** Takes a trial if it has no result and nobody is at work on it, this process neither. */
  public synchronized boolean claim(String trial) {
    Held mine = new Held(owner.id(), trial);
    if (held.contains(mine)) {
      return false;
    }
    boolean claimed = database.change((handle, again) -> claim(handle, trial));
    if (claimed) {
      held.add(mine);
    }
    return claimed;
  }

  private boolean claim(Handle handle, String trial) {
    int taken =
        handle
            .createUpdate(
                "insert into lease (trial, owner, host, pid, beat)"
                    + " select :trial, :owner, :host, :pid, 0"
                    + " where not exists (select 1 from result where trial = :trial)"
                    + " on conflict (trial) do nothing")
            .bind("trial", trial)
            .bind("owner", owner.id())
            .bind("host", owner.host())
            .bind("pid", owner.pid())
            .execute();
    if (taken > 0) {
      watched.remove(trial);
      return isOpen(handle, trial);
    }
    Optional<Row> row =
        handle
            .createQuery("select owner, host, pid, beat from lease where trial = :trial")
            .bind("trial", trial)
            .map(
                (found, context) ->
                    new Row(
                        new Owner(found.getString(1), found.getString(2), found.getLong(3)),
                        found.getLong(4)))
            .findOne();
    return row.isPresent()
        && (isMine(row.get()) || (isDead(trial, row.get()) && takeOver(handle, trial, row.get())))
        && isOpen(handle, trial);
  }

  /** Claimed before, though the answer never came. */
  private boolean isMine(Row row) {
    return row.owner().id().equals(owner.id());
  }

  /** Looks again: the holder may have finished between our question and our claim. */
  private boolean isOpen(Handle handle, String trial) {
    boolean done =
        handle
            .createQuery("select 1 from result where trial = :trial")
            .bind("trial", trial)
            .mapTo(Integer.class)
            .findOne()
            .isPresent();
    if (done) {
      delete(handle, trial);
    }
    return !done;
  }

  private boolean isDead(String trial, Row row) {
    if (row.owner().isKnownDead()) {
      return true;
    }
    int outages = database.outages();
    Optional<Seen> seen =
        Optional.ofNullable(watched.get(trial)).filter(one -> one.isStill(row, outages));
    if (seen.isEmpty()) {
      watched.put(trial, new Seen(row.owner().id(), row.beat(), nanos.getAsLong(), outages));
      return false;
    }
    return nanos.getAsLong() - seen.get().since() > PATIENCE.toNanos();
  }

  /** Only if it still is as it was seen. */
  private boolean takeOver(Handle handle, String trial, Row row) {
    watched.remove(trial);
    return handle
            .createUpdate(
                "update lease set owner = :owner, host = :host, pid = :pid, beat = 0"
                    + " where trial = :trial and owner = :old and beat = :beat")
            .bind("owner", owner.id())
            .bind("host", owner.host())
            .bind("pid", owner.pid())
            .bind("trial", trial)
            .bind("old", row.owner().id())
            .bind("beat", row.beat())
            .execute()
        > 0;
  }

  /** Shows that this process still works on its trials; tried once, as the next beat comes soon. */
  public void beat() {
    database.once(
        handle ->
            handle
                .createUpdate("update lease set beat = beat + 1 where owner = :owner")
                .bind("owner", owner.id())
                .execute());
  }

  /**
   * Gives a trial back without a result. Nothing is tried while the store is away: this process may
   * claim the trial again, and for others the lease dies with the process.
   */
  public void release(String trial) {
    held.remove(new Held(owner.id(), trial));
    database.onceIfThere(handle -> delete(handle, trial));
  }

  private int delete(Handle handle, String trial) {
    return handle
        .createUpdate("delete from lease where trial = :trial and owner = :owner")
        .bind("trial", trial)
        .bind("owner", owner.id())
        .execute();
  }
}
