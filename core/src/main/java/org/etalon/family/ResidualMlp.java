package org.etalon.family;

import java.util.List;
import org.etalon.graph.Graph;
import org.etalon.graph.Node;

/**
 * The residual networks whose update energy THEORY §4 gives: z₀ = W₀x, {@code blocks} blocks,
 * logits = W relu(z). No biases; norms have no gains.
 *
 * <p>A block of one layer is z += W relu(z), of two z += W₂ relu(W₁ relu z); with {@code
 * norm=layer} the norm takes the place of a two-layer block's first relu, z += W₂ relu(W₁ LN z),
 * and stands before a one-layer block's, z += W relu(LN z). A final norm stands before the last
 * relu.
 */
final class ResidualMlp implements ModelFamily {
  private static final Key.Whole BLOCKS =
      new Key.Whole("blocks", 16, 1, 50_000, "number of residual blocks");
  private static final Key.Whole WIDTH = Sizes.width(256);
  private static final Key.Whole LAYERS =
      new Key.Whole("layers", 2, 1, 2, "dense layers per block");
  private static final Key.Word NORM =
      new Key.Word("norm", "none", List.of("none", "layer"), "at the start of every block");
  private static final Key.Flag FINAL_NORM =
      new Key.Flag("finalnorm", false, "whether a layer norm stands before the read-out's relu");
  private static final Key.Whole IN = Sizes.features("in", 784, "number of input features");
  private static final Key.Whole CLASSES = Sizes.classes(10);

  private static final List<Key> KEYS =
      List.of(BLOCKS, WIDTH, LAYERS, NORM, FINAL_NORM, IN, CLASSES);

  @Override
  public String id() {
    return "resmlp";
  }

  @Override
  public String description() {
    return "Residual network of dense layers, without biases and with norms without gains.";
  }

  @Override
  public String example() {
    return "resmlp:blocks=16,width=256,layers=2,norm=none";
  }

  @Override
  public List<Key> keys() {
    return KEYS;
  }

  @Override
  public Graph build(Arguments arguments) {
    int blocks = arguments.get(BLOCKS);
    Net.requireNodes(arguments.where(BLOCKS), 7L * blocks + 7);
    int width = arguments.get(WIDTH);
    boolean two = arguments.get(LAYERS) == 2;
    boolean norm = arguments.get(NORM).equals("layer");
    Net net = new Net();
    Node z = net.inputLayer(net.input(arguments.get(IN)), width, false);
    for (int i = 0; i < blocks; i++) {
      String block = "blocks." + i;
      Node y = z;
      if (norm) {
        y = net.plainLayerNorm(block + ".norm", y);
      }
      if (!norm || !two) {
        y = net.relu(block + ".relu1", y);
      }
      y = net.linear(block + ".fc1", y, width, false);
      if (two) {
        y = net.relu(block + ".relu2", y);
        y = net.linear(block + ".fc2", y, width, false);
      }
      z = net.sum(block, z, y);
    }
    if (arguments.get(FINAL_NORM)) {
      z = net.plainLayerNorm("norm", z);
    }
    z = net.relu("relu", z);
    return net.build(net.linear("readout", z, arguments.get(CLASSES), false));
  }
}
