package org.etalon.depth;

import java.util.ArrayList;
import java.util.List;

/**
 * The sequential update-bearing units of a network ([W26], final version, in the reading of
 * docs/theory): separators are the nodes that every path from input to output passes, both ends
 * included; each segment between consecutive separators, the closing one in and the opening one
 * out, that holds at least one parameterised layer is one unit.
 *
 * @param ends the closing separator of every unit, as numbers of the {@link PathGraph}, ascending
 */
public record UpdateUnits(List<Integer> ends) {
  /** Copies the list. */
  public UpdateUnits {
    ends = List.copyOf(ends);
  }

  /**
   * Finds the units.
   *
   * <p>A node is a separator exactly when no edge jumps over it in topological order: every other
   * node on a path is then before or after it, and conversely.
   */
  public static UpdateUnits of(PathGraph graph) {
    int farthest = -1;
    for (int i = 0; i < graph.size(); i++) {
      if (graph.predecessors(i).length == 0) {
        farthest = i;
      }
    }
    List<Integer> ends = new ArrayList<>();
    boolean hasLayer = false;
    for (int i = 0; i < graph.size(); i++) {
      hasLayer |= graph.isLayer(i);
      if (farthest <= i) {
        if (hasLayer) {
          ends.add(i);
        }
        hasLayer = false;
      }
      int[] next = graph.successors(i);
      if (next.length > 0) {
        farthest = Math.max(farthest, next[next.length - 1]);
      }
    }
    return new UpdateUnits(ends);
  }

  /** Number of units. */
  public int count() {
    return ends.size();
  }
}
