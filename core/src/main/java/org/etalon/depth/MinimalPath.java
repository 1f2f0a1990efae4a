package org.etalon.depth;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A path from input to output with the fewest layers and merges, of those {@link
 * DepthMeasure#MINIMAL_PATH} counts the length of. Of several the one is taken whose nodes come
 * from the earliest operands, going back from the output.
 *
 * @param nodes its nodes, as numbers of the {@link PathGraph}, ascending; empty where no path leads
 *     from input to output
 * @param length how many of them are layers or merges
 */
public record MinimalPath(List<Integer> nodes, int length) {
  /** Copies the list. */
  public MinimalPath {
    nodes = List.copyOf(nodes);
  }

  /** Finds the path; linear in nodes and edges. */
  public static MinimalPath of(PathGraph graph) {
    int size = graph.size();
    if (size == 0) {
      return new MinimalPath(List.of(), 0);
    }
    int[] fewest = new int[size];
    int[] from = new int[size];
    for (int i = 0; i < size; i++) {
      from[i] = -1;
      for (int p : graph.predecessors(i)) {
        if (from[i] < 0 || fewest[p] < fewest[from[i]]) {
          from[i] = p;
        }
      }
      int before = from[i] < 0 ? 0 : fewest[from[i]];
      fewest[i] = before + (graph.isLayer(i) || graph.isMerge(i) ? 1 : 0);
    }
    List<Integer> nodes = new ArrayList<>();
    for (int at = size - 1; at >= 0; at = from[at]) {
      nodes.add(at);
    }
    Collections.reverse(nodes);
    return new MinimalPath(nodes, fewest[size - 1]);
  }
}
