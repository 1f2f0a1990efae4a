package org.etalon.init;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.etalon.depth.PathGraph;
import org.etalon.depth.ResidualBlocks;
import org.etalon.graph.Node;
import org.etalon.tensor.Network;
import org.etalon.tensor.Use;

/**
 * [C24]'s initialisation for graphs of any topology: a weight on an edge into node v has Var =
 * 2/(fan_in·d_in(v)), where d_in(v) counts the non-zero edges into v. Here v is the merge that the
 * layer's output is added up in, and d_in its operands with multiplicity, shortcuts included; a
 * layer whose output is not added to anything has d_in = 1.
 *
 * <p>Source: Chen et al., "Principled Architecture-aware Scaling of Hyperparameters", ICLR 2024
 * (arXiv:2402.17440), eq. 4.
 */
final class InDegree implements Initialisation {
  @Override
  public String id() {
    return "in-degree";
  }

  @Override
  public String rule() {
    return "Var[W] = 2/(fan_in·d_in), d_in the number of operands of the sum that the layer feeds";
  }

  @Override
  public String source() {
    return "[C24] arXiv:2402.17440, eq. 4";
  }

  @Override
  public WeightRule on(Network network) {
    PathGraph paths = network.paths();
    ResidualBlocks blocks = network.blocks();
    Map<Node, Integer> degree = new HashMap<>();
    for (int m = 0; m < blocks.count(); m++) {
      int operands = blocks.branches(m).size();
      for (ResidualBlocks.Branch branch : blocks.branches(m)) {
        for (int layer : branch.lastLayers()) {
          degree.merge(paths.node(layer), operands, Math::max);
        }
      }
    }
    return tensor -> {
      if (!He.isInnerWeight(tensor)) {
        return Optional.empty();
      }
      int into = 1;
      for (Use use : tensor.uses()) {
        into = Math.max(into, degree.getOrDefault(use.node(), 1));
      }
      return Optional.of(He.with(tensor, into, into == 1 ? "he" : id() + ", d_in = " + into));
    };
  }
}
