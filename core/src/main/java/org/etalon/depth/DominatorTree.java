package org.etalon.depth;

/**
 * Immediate dominators of a directed acyclic graph: the last node that every path to a node passes.
 * A virtual root, numbered {@code size}, stands before all sources.
 *
 * <p>In topological order a node's immediate dominator is the lowest common ancestor, in the tree
 * so far, of its predecessors. Each node keeps one far ancestor beside its parent (Myers, "An
 * applicative random-access stack", 1983), which makes every climb logarithmic.
 */
final class DominatorTree {
  private final int root;
  private final int[] parent;
  private final int[] jump;
  private final int[] depth;

  private DominatorTree(int size) {
    root = size;
    parent = new int[size + 1];
    jump = new int[size + 1];
    depth = new int[size + 1];
    parent[root] = root;
    jump[root] = root;
  }

  /** Dominators along the direction of the data. */
  static DominatorTree forward(PathGraph graph) {
    DominatorTree tree = new DominatorTree(graph.size());
    for (int i = 0; i < graph.size(); i++) {
      tree.add(i, graph.predecessors(i));
    }
    return tree;
  }

  /** Dominators against it: the first node that every path from a node passes. */
  static DominatorTree backward(PathGraph graph) {
    DominatorTree tree = new DominatorTree(graph.size());
    for (int i = graph.size() - 1; i >= 0; i--) {
      tree.add(i, graph.successors(i));
    }
    return tree;
  }

  private void add(int node, int[] sources) {
    int common = sources.length == 0 ? root : sources[0];
    for (int source : sources) {
      common = commonAncestor(common, source);
    }
    parent[node] = common;
    depth[node] = depth[common] + 1;
    int far = jump[common];
    jump[node] = depth[common] - depth[far] == depth[far] - depth[jump[far]] ? jump[far] : common;
  }

  /** The immediate dominator; the virtual root's number for a node that only the root dominates. */
  int of(int node) {
    return parent[node];
  }

  /** Whether {@code above} is {@code node} or dominates it. */
  boolean dominates(int above, int node) {
    return climb(node, depth[above]) == above;
  }

  private int climb(int node, int level) {
    int at = node;
    while (depth[at] > level) {
      at = depth[jump[at]] >= level ? jump[at] : parent[at];
    }
    return at;
  }

  private int commonAncestor(int a, int b) {
    int x = climb(a, depth[b]);
    int y = climb(b, depth[x]);
    while (x != y) {
      if (jump[x] != jump[y]) {
        x = jump[x];
        y = jump[y];
      } else {
        x = parent[x];
        y = parent[y];
      }
    }
    return x;
  }
}
