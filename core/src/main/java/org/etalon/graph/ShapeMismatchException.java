package org.etalon.graph;

/**
 * Operands whose shapes an operation cannot take. Says what is wrong but not where; {@link
 * GraphBuilder} adds the node and rethrows it as {@link InputException}.
 */
public final class ShapeMismatchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A mismatch described by {@code message}. */
  public ShapeMismatchException(String message) {
    super(message);
  }
}
