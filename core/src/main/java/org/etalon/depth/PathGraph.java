package org.etalon.depth;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.etalon.graph.Graph;
import org.etalon.graph.Node;
import org.etalon.graph.Source;

/**
 * The nodes of a graph that lie on some path of data from an input to the output, numbered 0 … size
 * − 1 in topological order, with the edges that data take. Edges count with multiplicity.
 *
 * <p>Everything in this package works on these numbers, in time linear in nodes and edges (times a
 * logarithm for dominators) and without recursion, so that ten thousand blocks are no deeper than
 * ten.
 */
public final class PathGraph {
  private static final int[] NONE = new int[0];

  private final Graph graph;
  private final List<Node> nodes;
  private final int[] position;
  private final int[][] predecessors;
  private final int[][] successors;
  private final boolean[] layer;
  private final boolean[] merge;

  private PathGraph(
      Graph graph,
      List<Node> nodes,
      int[] position,
      int[][] predecessors,
      boolean[] layer,
      boolean[] merge) {
    this.graph = graph;
    this.nodes = nodes;
    this.position = position;
    this.predecessors = predecessors;
    this.successors = reverse(predecessors);
    this.layer = layer;
    this.merge = merge;
  }

  /** The part of {@code graph} between its inputs and its output; empty if no path joins them. */
  public static PathGraph of(Graph graph) {
    List<Node> all = graph.nodes();
    int count = all.size();
    boolean[] fed = new boolean[count];
    int[][] carriers = new int[count][];
    for (int i = 0; i < count; i++) {
      Node node = all.get(i);
      carriers[i] = graph.carrierIndices(node);
      boolean reached = node.operation() instanceof Source.Input;
      for (int feeder : carriers[i]) {
        reached |= fed[feeder];
      }
      fed[i] = reached;
    }
    boolean[] useful = new boolean[count];
    useful[graph.output().index()] = fed[graph.output().index()];
    for (int i = count - 1; i >= 0; i--) {
      if (useful[i]) {
        for (int feeder : carriers[i]) {
          useful[feeder] = true;
        }
      }
    }
    int[] position = new int[count];
    Arrays.fill(position, -1);
    List<Node> members = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (useful[i]) {
        position[i] = members.size();
        members.add(all.get(i));
      }
    }
    int size = members.size();
    int[][] predecessors = new int[size][];
    boolean[] layer = new boolean[size];
    boolean[] merge = new boolean[size];
    for (int i = 0; i < size; i++) {
      Node node = members.get(i);
      int[] edges = carriers[node.index()];
      for (int j = 0; j < edges.length; j++) {
        edges[j] = position[edges[j]];
      }
      predecessors[i] = edges;
      layer[i] = graph.isLayer(node);
      merge[i] = graph.isMerge(node);
    }
    return new PathGraph(graph, members, position, predecessors, layer, merge);
  }

  private static int[][] reverse(int[][] edges) {
    int[] degree = new int[edges.length];
    for (int[] sources : edges) {
      for (int source : sources) {
        degree[source]++;
      }
    }
    int[][] reversed = new int[edges.length][];
    for (int i = 0; i < edges.length; i++) {
      reversed[i] = degree[i] == 0 ? NONE : new int[degree[i]];
    }
    for (int i = edges.length - 1; i >= 0; i--) {
      for (int source : edges[i]) {
        reversed[source][--degree[source]] = i;
      }
    }
    return reversed;
  }

  /** The whole graph this is part of. */
  public Graph graph() {
    return graph;
  }

  /** Number of nodes on some path; 0 where no path leads from input to output. */
  public int size() {
    return nodes.size();
  }

  /** The node numbered {@code i}. */
  public Node node(int i) {
    return nodes.get(i);
  }

  /** The number of a node, or −1 if it lies on no path. */
  public int position(Node node) {
    return position[node.index()];
  }

  /** Where the data of node {@code i} come from, with multiplicity. Not to be changed. */
  int[] predecessors(int i) {
    return predecessors[i];
  }

  /** Where the data of node {@code i} go, with multiplicity, ascending. Not to be changed. */
  int[] successors(int i) {
    return successors[i];
  }

  /** Whether node {@code i} is a parameterised layer. */
  public boolean isLayer(int i) {
    return layer[i];
  }

  /** Whether node {@code i} is a residual merge. */
  public boolean isMerge(int i) {
    return merge[i];
  }

  /**
   * For each node the largest number of layers on a path from an input up to, and without, it.
   *
   * @return counts by node number
   */
  public int[] mostLayersBefore() {
    int[] before = new int[size()];
    for (int i = 0; i < size(); i++) {
      for (int p : predecessors[i]) {
        before[i] = Math.max(before[i], before[p] + (layer[p] ? 1 : 0));
      }
    }
    return before;
  }

  /**
   * For each node the largest number of layers on a path from, and without, it to the output.
   *
   * @return counts by node number
   */
  public int[] mostLayersAfter() {
    int[] after = new int[size()];
    for (int i = size() - 1; i >= 0; i--) {
      for (int s : successors[i]) {
        after[i] = Math.max(after[i], after[s] + (layer[s] ? 1 : 0));
      }
    }
    return after;
  }
}
