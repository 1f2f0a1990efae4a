package org.etalon.lab.store;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;

/** Which failures pass by themselves: trying again may succeed. */
final class Losses {
  /** Every state of this class says that the connection failed. */
  private static final String CONNECTION_CLASS = "08";

  /**
   * PostgreSQL: shut down by its administrator, crashed, starting up, dropped an idle session; has
   * no connection left for now.
   */
  private static final Set<String> PASSING = Set.of("57P01", "57P02", "57P03", "57P05", "53300");

  /** Two transactions waited for each other, and this one was chosen to yield. */
  private static final Set<String> YIELDED = Set.of("40001", "40P01");

  private Losses() {}

  /** Whether the connection was lost, or could not be made. */
  static boolean isLoss(Throwable failure) {
    return Failures.isCausedBy(
        failure,
        cause ->
            cause instanceof IOException
                || cause instanceof SQLTransientConnectionException
                || cause instanceof SQLNonTransientConnectionException
                || cause instanceof SQLRecoverableException
                || (cause instanceof SQLException told && isLoss(state(told))));
  }

  private static boolean isLoss(String state) {
    return state.startsWith(CONNECTION_CLASS) || PASSING.contains(state);
  }

  /** Whether the transaction was undone for another's sake. */
  static boolean hasYielded(Throwable failure) {
    return Failures.isCausedBy(
        failure, cause -> cause instanceof SQLException told && YIELDED.contains(state(told)));
  }

  private static String state(SQLException failure) {
    return failure.getSQLState() == null ? "" : failure.getSQLState();
  }
}
