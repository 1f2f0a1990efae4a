package org.etalon.depth;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The residual merges of a network and what leads to each: which nodes lie in a merge's branches,
 * which operand is the shortcut, and which layers are the last before the merge.
 *
 * <p>A merge's region is what lies between it and the last node that all its operands come from
 * (its immediate dominator). Of nested merges the inner one owns a node.
 */
public final class ResidualBlocks {
  private final PathGraph graph;
  private final int[] merges;
  private final int[] block;
  private volatile @Nullable Spines spines;

  /**
   * One operand of a merge.
   *
   * @param operand the node added, as a number of the {@link PathGraph}
   * @param lastLayers the layers through which the operand's value last went; empty for an identity
   *     shortcut, and where the value also goes elsewhere before it reaches the merge
   * @param shortcut whether this is the block's shortcut, plain or projected, rather than a branch
   */
  public record Branch(int operand, List<Integer> lastLayers, boolean shortcut) {
    /** Copies the list. */
    public Branch {
      lastLayers = List.copyOf(lastLayers);
    }
  }

  private ResidualBlocks(PathGraph graph, int[] merges, int[] block) {
    this.graph = graph;
    this.merges = merges;
    this.block = block;
  }

  /** Finds the blocks of a network. */
  public static ResidualBlocks of(PathGraph graph) {
    int size = graph.size();
    int[] merges = new int[size];
    int count = 0;
    for (int i = 0; i < size; i++) {
      if (graph.isMerge(i)) {
        merges[count++] = i;
      }
    }
    merges = Arrays.copyOf(merges, count);
    int[] block = new int[size];
    Arrays.fill(block, -1);
    if (count > 0) {
      assignBlocks(graph, merges, block, DominatorTree.forward(graph));
    }
    return new ResidualBlocks(graph, merges, block);
  }

  /**
   * What telling branches apart takes, and few laws ask for: dominators both ways, and per node the
   * layers that every path to it passes, the node included.
   */
  private static final class Spines {
    private final DominatorTree before;
    private final DominatorTree after;
    private final int[] layers;

    Spines(PathGraph graph) {
      before = DominatorTree.forward(graph);
      after = DominatorTree.backward(graph);
      layers = new int[graph.size()];
      for (int i = 0; i < layers.length; i++) {
        int above = before.of(i);
        layers[i] = (above < layers.length ? layers[above] : 0) + (graph.isLayer(i) ? 1 : 0);
      }
    }
  }

  /**
   * Walks back from every merge, earliest first, to its dominator. A node already owned by an
   * earlier merge lies in a region that can only be entered at that merge's dominator, so the walk
   * goes on there: every node is visited once.
   */
  private static void assignBlocks(
      PathGraph graph, int[] merges, int[] block, DominatorTree before) {
    IntStack open = new IntStack();
    int[] jumpedFor = new int[graph.size() + 1];
    for (int m = 0; m < merges.length; m++) {
      int top = before.of(merges[m]);
      open.pushAll(graph.predecessors(merges[m]));
      while (!open.isEmpty()) {
        int at = open.pop();
        while (at != top && at < graph.size() && block[at] >= 0 && block[at] != m) {
          int entry = before.of(merges[block[at]]);
          boolean inside = before.dominates(top, entry);
          if (!inside || jumpedFor[entry] == m + 1) {
            at = top;
            break;
          }
          jumpedFor[entry] = m + 1;
          at = entry;
        }
        if (at == top || at >= graph.size() || block[at] == m) {
          continue;
        }
        block[at] = m;
        open.pushAll(graph.predecessors(at));
      }
    }
  }

  private static List<Branch> branchesOf(
      PathGraph graph, int merge, DominatorTree before, DominatorTree after, int[] spineLayers) {
    int[] operands = graph.predecessors(merge);
    int top = before.of(merge);
    int[] fewest = new int[operands.length];
    List<List<Integer>> last = new ArrayList<>();
    for (int j = 0; j < operands.length; j++) {
      int spine = spineLayers[operands[j]] - (top < graph.size() ? spineLayers[top] : 0);
      int at = operands[j];
      boolean exclusive = true;
      while (exclusive && at != top && at < graph.size() && !graph.isLayer(at)) {
        exclusive = after.dominates(merge, at);
        at = before.of(at);
      }
      List<Integer> found = List.of();
      if (exclusive && spine > 0 && after.dominates(merge, at)) {
        found = List.of(at);
      } else if (exclusive && spine == 0) {
        found = nearestLayers(graph, operands[j], top, before);
      }
      // A branch without a layer on its spine still has depth where parallel parts hold layers.
      fewest[j] = spine == 0 && !found.isEmpty() ? 1 : spine;
      last.add(found);
    }
    int shallowest = Integer.MAX_VALUE;
    int holders = 0;
    for (int depth : fewest) {
      if (depth < shallowest) {
        shallowest = depth;
        holders = 1;
      } else if (depth == shallowest) {
        holders++;
      }
    }
    List<Branch> result = new ArrayList<>(operands.length);
    for (int j = 0; j < operands.length; j++) {
      boolean shortcut = fewest[j] == shallowest && (holders == 1 || shallowest == 0);
      result.add(new Branch(operands[j], last.get(j), shortcut));
    }
    return result;
  }

  /** The layers reached first when walking back from a node without passing a layer. */
  private static List<Integer> nearestLayers(
      PathGraph graph, int from, int top, DominatorTree before) {
    List<Integer> layers = new ArrayList<>();
    Set<Integer> seen = new HashSet<>();
    Deque<Integer> open = new ArrayDeque<>(List.of(from));
    while (!open.isEmpty()) {
      int at = open.pop();
      if (at == top || !seen.add(at) || !before.dominates(top, at)) {
        continue;
      }
      if (graph.isLayer(at)) {
        layers.add(at);
      } else {
        for (int p : graph.predecessors(at)) {
          open.push(p);
        }
      }
    }
    layers.sort(null);
    return layers;
  }

  /** Number of merges. */
  public int count() {
    return merges.length;
  }

  /** The merge numbered {@code m}, as a number of the {@link PathGraph}. */
  public int merge(int m) {
    return merges[m];
  }

  /** The operands of the merge numbered {@code m}. */
  public List<Branch> branches(int m) {
    Spines known = spines;
    if (known == null) {
      known = new Spines(graph);
      spines = known;
    }
    return branchesOf(graph, merges[m], known.before, known.after, known.layers);
  }

  /** The merge whose branch node {@code i} lies in, or −1. */
  public int blockOf(int i) {
    return block[i];
  }

  /** The graph the numbers refer to. */
  public PathGraph graph() {
    return graph;
  }
}
