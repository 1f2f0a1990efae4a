package org.etalon.graph;

import java.util.Collection;
import java.util.List;

/**
 * A name that stands for nothing Etalon knows: of a law, a depth measure, an initialisation. Names
 * the nearest known one and lists all. The command line ends with exit status 2.
 */
public final class UnknownIdentifierException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String kind;
  private final String given;
  private final List<String> known;

  /**
   * Makes the exception.
   *
   * @param kind what the name should stand for, in the singular: "law"
   * @param given the name as the user wrote it
   * @param known every name there is
   */
  public UnknownIdentifierException(String kind, String given, Collection<String> known) {
    super(
        "unknown "
            + kind
            + " '"
            + given
            + "'"
            + Spelling.nearest(given, known)
                .map(name -> "; did you mean '" + name + "'?")
                .orElse(";")
            + " known: "
            + String.join(", ", known));
    this.kind = kind;
    this.given = given;
    this.known = List.copyOf(known);
  }

  /** What the name should have stood for. */
  public String kind() {
    return kind;
  }

  /** The name as it was given. */
  public String given() {
    return given;
  }

  /** Every name there is. */
  public List<String> known() {
    return known;
  }
}
