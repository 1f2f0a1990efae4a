package org.etalon.graph;

/**
 * Input from which no honest answer can be given: a file, reference or value that is unreadable,
 * malformed, unsupported, unsafe or out of range. The command line ends with exit status 3.
 */
public final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String where;
  private final String problem;
  private final String wayOut;

  /**
   * Makes the exception.
   *
   * @param where the file, node or key at fault
   * @param problem what was wrong and what was expected
   * @param wayOut what the user can do about it
   */
  public InputException(String where, String problem, String wayOut) {
    super(where + ": " + problem + (wayOut.isEmpty() ? "" : "; " + wayOut));
    this.where = where;
    this.problem = problem;
    this.wayOut = wayOut;
  }

  /** The file, node or key at fault. */
  public String where() {
    return where;
  }

  /** What was wrong and what was expected. */
  public String problem() {
    return problem;
  }

  /** What the user can do about it; may be empty. */
  public String wayOut() {
    return wayOut;
  }

  /** The same complaint, placed inside an outer file or reference. */
  public InputException within(String outer) {
    return where.startsWith(outer)
        ? this
        : new InputException(outer + ": " + where, problem, wayOut);
  }
}
