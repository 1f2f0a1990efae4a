package org.etalon.lab.reproduce;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.etalon.document.Value;

/**
 * One experiment of a preset.
 *
 * @param name within the preset: letters, digits and hyphens
 * @param title for people
 * @param experiment how it is run
 * @param scales at which it is run
 * @param keys what is run at each of these: keys of a study and the experiment's own
 * @param claims what was published about it
 * @param expectation what was expected, and why, before anything ran; empty for nothing
 */
public record Part(
    String name,
    String title,
    Experiment experiment,
    Set<Scale> scales,
    Map<Scale, Value.Mapping> keys,
    List<Claim> claims,
    String expectation) {
  /** Copies. */
  public Part {
    scales = Set.copyOf(scales);
    keys = Map.copyOf(keys);
    claims = List.copyOf(claims);
  }
}
