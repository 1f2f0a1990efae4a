package org.etalon.family;

import java.util.List;
import org.etalon.graph.Graph;
import org.etalon.graph.Node;

/**
 * Plain networks of dense layers: {@code depth} hidden layers, each followed by a nonlinearity, and
 * a read-out.
 */
final class Mlp implements ModelFamily {
  private static final Key.Whole DEPTH =
      new Key.Whole("depth", 8, 1, 250_000, "number of hidden layers");
  private static final Key.Whole WIDTH = Sizes.width(256);
  private static final Key.Whole IN = Sizes.features("in", 784, "number of input features");
  private static final Key.Whole CLASSES = Sizes.classes(10);
  private static final Key.Word ACT = Nonlinearity.key("relu");
  private static final Key.Word NORM =
      new Key.Word(
          "norm", "none", List.of("none", "layer"), "layer: one layer norm before the read-out");
  private static final Key.Flag BIAS = new Key.Flag("bias", true, "whether layers have biases");

  private static final List<Key> KEYS = List.of(DEPTH, WIDTH, IN, CLASSES, ACT, NORM, BIAS);

  @Override
  public String id() {
    return "mlp";
  }

  @Override
  public String description() {
    return "Plain multilayer perceptron: hidden layers of one width and a read-out.";
  }

  @Override
  public String example() {
    return "mlp:depth=8,width=256,in=784,classes=10,act=relu";
  }

  @Override
  public List<Key> keys() {
    return KEYS;
  }

  @Override
  public Graph build(Arguments arguments) {
    int depth = arguments.get(DEPTH);
    Net.requireNodes(arguments.where(DEPTH), 4L * depth + 7);
    int width = arguments.get(WIDTH);
    boolean bias = arguments.get(BIAS);
    String act = arguments.get(ACT);
    Net net = new Net();
    Node x = net.input(arguments.get(IN));
    x = Nonlinearity.apply(net, act, "input.act", net.inputLayer(x, width, bias));
    for (int i = 0; i < depth - 1; i++) {
      String name = "hidden." + i;
      x = net.linear(name, x, width, bias);
      x = Nonlinearity.apply(net, act, name + ".act", x);
    }
    if (arguments.get(NORM).equals("layer")) {
      x = net.layerNorm("norm", x, true);
    }
    return net.build(net.linear("readout", x, arguments.get(CLASSES), bias));
  }
}
