package org.etalon.family;

import java.util.List;
import org.etalon.graph.Node;
import org.etalon.graph.Shape;

/** [C24]'s DAGs with dense layers as edges, between a dense stem and a dense read-out. */
final class DagMlp extends Dag {
  private static final Key.Whole WIDTH = Sizes.width(256);
  private static final Key.Whole IN = Sizes.features("in", 784, "number of input features");
  private static final Key.Whole CLASSES = Sizes.classes(10);

  private static final List<Key> KEYS = List.of(WIDTH, IN, CLASSES, BIAS);

  @Override
  public String id() {
    return "dag-mlp";
  }

  @Override
  public String description() {
    return "Directed acyclic graph of dense layers between a stem and a read-out.";
  }

  @Override
  public String example() {
    return "dag-mlp:2_02_002,width=256";
  }

  @Override
  public List<Key> keys() {
    return KEYS;
  }

  @Override
  Node input(Net net, Arguments arguments) {
    return net.input(arguments.get(IN));
  }

  @Override
  Node layer(Net net, Arguments arguments, String name, Node x) {
    return net.linear(name, x, arguments.get(WIDTH), arguments.get(BIAS));
  }

  @Override
  Node readout(Net net, Arguments arguments, Node x) {
    return net.linear("readout", x, arguments.get(CLASSES), arguments.get(BIAS));
  }

  @Override
  Shape logits(Arguments arguments) {
    return Net.batchOf(arguments.get(CLASSES));
  }
}
