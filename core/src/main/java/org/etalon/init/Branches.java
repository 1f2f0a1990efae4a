package org.etalon.init;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.etalon.depth.PathGraph;
import org.etalon.depth.ResidualBlocks;
import org.etalon.depth.ResidualBlocks.Branch;
import org.etalon.graph.Node;
import org.etalon.graph.Pointwise;
import org.etalon.tensor.Network;

/** Which nodes of a network lie on residual branches, and which on projected shortcuts. */
public final class Branches {
  private final PathGraph paths;
  private final ResidualBlocks blocks;
  private final boolean[] onShortcut;

  private Branches(PathGraph paths, ResidualBlocks blocks, boolean[] onShortcut) {
    this.paths = paths;
    this.blocks = blocks;
    this.onShortcut = onShortcut;
  }

  /** Reads a network's branches; linear in its size. */
  public static Branches of(Network network) {
    PathGraph paths = network.paths();
    ResidualBlocks blocks = network.blocks();
    boolean[] onShortcut = new boolean[paths.size()];
    for (int m = 0; m < blocks.count(); m++) {
      for (Branch branch : blocks.branches(m)) {
        if (branch.shortcut()) {
          markShortcut(paths, blocks, m, branch.operand(), onShortcut);
        }
      }
    }
    return new Branches(paths, blocks, onShortcut);
  }

  /** Walks back through what the merge's own region holds of its shortcut. */
  private static void markShortcut(
      PathGraph paths, ResidualBlocks blocks, int merge, int operand, boolean[] onShortcut) {
    Deque<Integer> open = new ArrayDeque<>(List.of(operand));
    while (!open.isEmpty()) {
      int at = open.pop();
      if (blocks.blockOf(at) != merge || onShortcut[at]) {
        continue;
      }
      onShortcut[at] = true;
      for (Node feeder : paths.graph().carriers(paths.node(at))) {
        open.push(paths.position(feeder));
      }
    }
  }

  /**
   * Whether a node lies on a residual branch: inside a block, and not on its shortcut. A merge
   * itself belongs to the stream, or to the branch around it.
   */
  public boolean contains(Node node) {
    int position = paths.position(node);
    return position >= 0 && blocks.blockOf(position) >= 0 && !onShortcut[position];
  }

  /** The layers that come last before a merge on its branches, shortcuts left out. */
  Set<Node> lastLayers() {
    Set<Node> layers = new HashSet<>();
    for (int m = 0; m < blocks.count(); m++) {
      for (Branch branch : blocks.branches(m)) {
        if (!branch.shortcut()) {
          branch.lastLayers().forEach(i -> layers.add(paths.node(i)));
        }
      }
    }
    return layers;
  }

  /** Whether any branch ends in a normalisation, which undoes what its last weight is scaled by. */
  public boolean endInNormalisation() {
    for (int m = 0; m < blocks.count(); m++) {
      for (Branch branch : blocks.branches(m)) {
        if (!branch.shortcut() && endsInNormalisation(branch)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean endsInNormalisation(Branch branch) {
    Node at = paths.node(branch.operand());
    while (!paths.graph().isLayer(at)) {
      if (at.operation() instanceof Pointwise.Normalisation) {
        return true;
      }
      List<Node> feeders = paths.graph().carriers(at);
      if (feeders.size() != 1 || paths.graph().isMerge(at)) {
        return false;
      }
      at = feeders.get(0);
    }
    return false;
  }
}
