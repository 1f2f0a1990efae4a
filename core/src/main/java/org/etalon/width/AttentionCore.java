package org.etalon.width;

import java.util.ArrayList;
import java.util.List;
import org.etalon.depth.PathGraph;
import org.etalon.graph.Graph;
import org.etalon.graph.Join;
import org.etalon.graph.Node;
import org.etalon.graph.Pointwise;
import org.etalon.tensor.Network;

/**
 * A softmax attention core: QKᵀ, perhaps scaled and masked, softmax, times V.
 *
 * @param product the product QKᵀ
 * @param headSize features per head, d_head: the size that QKᵀ sums over
 */
record AttentionCore(Node product, long headSize) {
  /** Scaling, masking, dropping out, reshaping: what stands between a core's products. */
  private static final int MOST_STEPS = 12;

  /** Finds a network's attention cores, in topological order; linear in its size. */
  static List<AttentionCore> of(Network network) {
    PathGraph paths = network.paths();
    Graph graph = paths.graph();
    List<AttentionCore> cores = new ArrayList<>();
    for (int i = 0; i < paths.size(); i++) {
      Node values = paths.node(i);
      if (!(values.operation() instanceof Join.MatrixProduct)) {
        continue;
      }
      Node softmax = back(graph, values.operands().get(0), Pointwise.Softmax.class);
      if (softmax == null) {
        continue;
      }
      Node product = back(graph, softmax.operands().get(0), Join.MatrixProduct.class);
      if (product != null
          && product.operands().get(0).shape().hasRank()
          && product.operands().get(0).shape().rank() > 0
          && product.operands().get(0).shape().dim(-1).isKnown()) {
        cores.add(new AttentionCore(product, product.operands().get(0).shape().dim(-1).value()));
      }
    }
    return cores;
  }

  /** The nearest node of a kind up a chain of single activations. */
  private static @org.jspecify.annotations.Nullable Node back(
      Graph graph, Node from, Class<?> kind) {
    Node at = from;
    for (int step = 0; step < MOST_STEPS; step++) {
      if (kind.isInstance(at.operation())) {
        return at;
      }
      List<Node> carriers = graph.carriers(at);
      if (carriers.size() != 1 || graph.isLayer(at)) {
        return null;
      }
      at = carriers.get(0);
    }
    return null;
  }
}
