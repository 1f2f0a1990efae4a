package org.etalon.torch.program;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.etalon.graph.Node;

/** The value of every node in one pass; native, of the memory scope that the pass ran in. */
public final class Values {
  private final Tensor[] byIndex;

  Values(Tensor[] byIndex) {
    this.byIndex = byIndex;
  }

  /** The value of a node of the program's graph. */
  public Tensor of(Node node) {
    return byIndex[node.index()];
  }

  /** The values of several nodes. */
  public List<Tensor> of(List<Node> nodes) {
    List<Tensor> values = new ArrayList<>(nodes.size());
    nodes.forEach(node -> values.add(of(node)));
    return values;
  }
}
