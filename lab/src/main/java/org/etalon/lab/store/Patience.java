package org.etalon.lab.store;

import java.time.Duration;

/**
 * How long a store is waited for whose connection was lost. What was under way is tried again with
 * pauses that double.
 *
 * @param connecting how long one try may look for a connection, at least a quarter of a second
 * @param first the first pause
 * @param longest no pause is longer
 * @param total after which an operation is given up; zero to try once only
 */
public record Patience(Duration connecting, Duration first, Duration longest, Duration total) {
  private static final Duration SHORTEST_CONNECTING = Duration.ofMillis(250);

  /** What a server needs to be started again, moved or updated: some ten minutes. */
  public static final Patience USUAL =
      new Patience(
          Duration.ofSeconds(15),
          Duration.ofMillis(500),
          Duration.ofSeconds(15),
          Duration.ofMinutes(10));

  /** Checks the times. */
  public Patience {
    if (connecting.compareTo(SHORTEST_CONNECTING) < 0
        || first.isNegative()
        || first.isZero()
        || longest.compareTo(first) < 0
        || total.isNegative()) {
      throw new IllegalArgumentException(
          "connecting "
              + connecting
              + ", pauses "
              + first
              + " to "
              + longest
              + ", in all "
              + total);
    }
  }

  /** The pause after one. */
  Duration after(Duration pause) {
    Duration doubled = pause.multipliedBy(2);
    return doubled.compareTo(longest) < 0 ? doubled : longest;
  }
}
