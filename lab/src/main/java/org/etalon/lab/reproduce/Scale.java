package org.etalon.lab.reproduce;

import java.util.Arrays;
import java.util.Locale;
import org.etalon.graph.UnknownIdentifierException;

/** How much is spent on a reproduction. */
public enum Scale {
  /** Seconds: whether everything runs. Its numbers say nothing. */
  SMOKE,
  /** Minutes: narrow networks and few steps, on small data. */
  SMALL,
  /** The protocol of the papers, as far as it is known. */
  PAPER;

  /** The name users give it. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The scale of that name.
   *
   * @throws UnknownIdentifierException if there is none
   */
  public static Scale byId(String id) {
    return Arrays.stream(values())
        .filter(scale -> scale.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new UnknownIdentifierException(
                    "scale", id, Arrays.stream(values()).map(Scale::id).toList()));
  }
}
