/**
 * Where trials and their results are kept: SQLite in a file, or PostgreSQL.
 *
 * <p>The types to meet, in order: {@link org.etalon.lab.store.StoreAddress} (where), {@link
 * org.etalon.lab.store.Store} (what can be asked of it), {@link org.etalon.lab.store.Leases} (how
 * several processes share the work so that each trial is done once), {@link
 * org.etalon.lab.store.Owner} (who does it), {@link org.etalon.lab.store.Patience} and {@link
 * org.etalon.lab.store.StoreListener} (what happens while a server is away).
 *
 * <p>A result is on disk when {@link org.etalon.lab.store.Store#finish} returns. No clock decides
 * anything: a lease is dead when its process is gone or its beat has stood still, as measured by
 * whoever watches.
 */
@NullMarked
package org.etalon.lab.store;

import org.jspecify.annotations.NullMarked;
