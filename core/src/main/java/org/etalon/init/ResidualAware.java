package org.etalon.init;

import java.util.Optional;
import java.util.Set;
import org.etalon.graph.Node;
import org.etalon.tensor.Network;
import org.etalon.tensor.Tensor;

/**
 * {@code he}, with the variance of residual branches divided by the number of blocks K, so that a
 * branch adds variance O(1/K) and the stream's stays O(1) however deep the network.
 *
 * <p>By default only the last layer of each branch carries the 1/K, which is enough for the
 * branch's output; the variant {@code residual-aware:every} divides the variance of each layer of a
 * branch, the papers' formula taken literally. Shortcuts, projected ones too, keep {@code he}.
 *
 * <p>Source: [Z25] (arXiv:2510.04327) and [W26] (arXiv:2602.07494).
 */
final class ResidualAware implements Initialisation {
  private final boolean every;

  ResidualAware(boolean every) {
    this.every = every;
  }

  @Override
  public String id() {
    return every ? "residual-aware:every" : "residual-aware";
  }

  @Override
  public String rule() {
    return every
        ? "he, with Var[W] = 2/(K·fan_in) for each layer of the K residual branches"
        : "he, with Var[W] = 2/(K·fan_in) for the last layer of each of the K residual branches";
  }

  @Override
  public String source() {
    return "[Z25] arXiv:2510.04327; [W26] arXiv:2602.07494";
  }

  @Override
  public boolean scalesWithDepth() {
    return true;
  }

  @Override
  public WeightRule on(Network network) {
    Branches branches = Branches.of(network);
    Set<Node> last = every ? Set.of() : branches.lastLayers();
    int k = Math.max(1, network.blocks().count());
    return tensor -> {
      if (!He.isInnerWeight(tensor)) {
        return Optional.empty();
      }
      boolean scaled =
          tensor.uses().stream()
              .filter(use -> use.role().isWeight())
              .anyMatch(use -> every ? branches.contains(use.node()) : last.contains(use.node()));
      return Optional.of(start(tensor, scaled ? k : 1));
    };
  }

  private Initial start(Tensor tensor, int divisor) {
    return He.with(tensor, divisor, divisor == 1 ? "he" : id() + ", K = " + divisor);
  }
}
