package org.etalon.lab.reproduce;

import java.util.List;
import java.util.Map;

/**
 * A published result with the experiments that put it to the test.
 *
 * @param name what users call it
 * @param title for people
 * @param claim what was published, in a sentence or two
 * @param source where
 * @param method what is done about it, and what differs from the publication; may be empty
 * @param coreMinutes about how long a scale takes on one core; small as one run took them, reckoned
 *     for paper
 * @param parts in the order of the page
 */
public record Preset(
    String name,
    String title,
    String claim,
    String source,
    String method,
    Map<Scale, Double> coreMinutes,
    List<Part> parts) {
  /** Copies. */
  public Preset {
    coreMinutes = Map.copyOf(coreMinutes);
    parts = List.copyOf(parts);
  }
}
