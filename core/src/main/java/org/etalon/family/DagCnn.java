package org.etalon.family;

import java.util.List;
import org.etalon.graph.Layer;
import org.etalon.graph.Node;
import org.etalon.graph.Shape;

/**
 * [C24]'s DAGs with convolutions as edges, between a convolutional stem and global pooling with a
 * linear classifier.
 */
final class DagCnn extends Dag {
  private static final Key.Whole WIDTH = Sizes.width(64);
  private static final Key.Whole KERNEL = Sizes.kernel(3);
  private static final Key.Whole CHANNELS = Sizes.channels(3);
  private static final Key.Whole IMAGE = Sizes.image(32, 1);
  private static final Key.Whole CLASSES = Sizes.classes(10);

  private static final List<Key> KEYS = List.of(WIDTH, KERNEL, CHANNELS, IMAGE, CLASSES, BIAS);

  @Override
  public String id() {
    return "dag-cnn";
  }

  @Override
  public String description() {
    return "Directed acyclic graph of convolutions between a stem and a classifier.";
  }

  @Override
  public String example() {
    return "dag-cnn:2_02_002,width=64";
  }

  @Override
  public List<Key> keys() {
    return KEYS;
  }

  @Override
  Node input(Net net, Arguments arguments) {
    int image = arguments.get(IMAGE);
    return net.input(arguments.get(CHANNELS), image, image);
  }

  @Override
  Node layer(Net net, Arguments arguments, String name, Node x) {
    int kernel = arguments.get(KERNEL);
    Layer.Convolution operation = Net.sameSize(2, kernel, Layer.Padding.ZEROS);
    return net.convolution(name, operation, x, arguments.get(WIDTH), kernel, arguments.get(BIAS));
  }

  @Override
  Node readout(Net net, Arguments arguments, Node x) {
    return net.linear("fc", net.globalPool("pool", x), arguments.get(CLASSES), arguments.get(BIAS));
  }

  @Override
  Shape logits(Arguments arguments) {
    return Net.batchOf(arguments.get(CLASSES));
  }
}
