package org.etalon.lab.store;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Leases on trials: who has one works on the trial, and nobody else does. The holder beats now and
 * then; a lease whose process is known to be gone, or whose beat has stood still for {@link
 * #PATIENCE} by the watcher's own monotonic clock, may be taken over. Wall clocks may jump.
 */
public final class Leases {
  /** How often a holder beats. */
  public static final Duration BEAT = Duration.ofSeconds(5);

  /** How long a beat may stand still. */
  public static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String address;
  private final Jdbi jdbi;
  private final Owner owner;
  private final LongSupplier nanos;
  private final Map<String, Seen> watched = new HashMap<>();

  /** Another's lease as it was when it last changed. */
  private record Seen(String owner, long beat, long since) {
    boolean isStill(Row row) {
      return owner.equals(row.owner().id()) && beat == row.beat();
    }
  }

  /** A row of the table. */
  private record Row(Owner owner, long beat) {}

  Leases(String address, Jdbi jdbi, Owner owner, LongSupplier nanos) {
    this.address = address;
    this.jdbi = jdbi;
    this.owner = owner;
    this.nanos = nanos;
  }

  /** Takes a trial if it has no result and nobody else is at work on it. */
  public synchronized boolean claim(String trial) {
    return Failures.within(address, () -> jdbi.inTransaction(handle -> claim(handle, trial)));
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
    Optional<Row> held =
        handle
            .createQuery("select owner, host, pid, beat from lease where trial = :trial")
            .bind("trial", trial)
            .map(
                (row, context) ->
                    new Row(
                        new Owner(row.getString(1), row.getString(2), row.getLong(3)),
                        row.getLong(4)))
            .findOne();
    return held.isPresent()
        && isDead(trial, held.get())
        && takeOver(handle, trial, held.get())
        && isOpen(handle, trial);
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
      handle
          .createUpdate("delete from lease where trial = :trial and owner = :owner")
          .bind("trial", trial)
          .bind("owner", owner.id())
          .execute();
    }
    return !done;
  }

  private boolean isDead(String trial, Row row) {
    if (row.owner().id().equals(owner.id())) {
      return false;
    }
    if (row.owner().isKnownDead()) {
      return true;
    }
    Optional<Seen> seen = Optional.ofNullable(watched.get(trial)).filter(one -> one.isStill(row));
    if (seen.isEmpty()) {
      watched.put(trial, new Seen(row.owner().id(), row.beat(), nanos.getAsLong()));
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

  /** Shows that this process still works on its trials. */
  public void beat() {
    Failures.within(
        address,
        () ->
            jdbi.withHandle(
                handle ->
                    handle
                        .createUpdate("update lease set beat = beat + 1 where owner = :owner")
                        .bind("owner", owner.id())
                        .execute()));
  }

  /** Gives a trial back without a result. */
  public void release(String trial) {
    Failures.within(
        address,
        () ->
            jdbi.withHandle(
                handle ->
                    handle
                        .createUpdate("delete from lease where trial = :trial and owner = :owner")
                        .bind("trial", trial)
                        .bind("owner", owner.id())
                        .execute()));
  }
}
