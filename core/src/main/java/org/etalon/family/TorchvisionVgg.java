package org.etalon.family;

import java.util.List;
import java.util.Map;
import org.etalon.graph.Graph;
import org.etalon.graph.Layer;
import org.etalon.graph.Node;
import org.etalon.graph.Operation;
import org.etalon.graph.Rearrangement;

/**
 * VGG-11 to VGG-19 as torchvision's {@code models/vgg.py} builds them, with the same parameter
 * names and shapes: Simonyan, Zisserman, "Very Deep Convolutional Networks for Large-Scale Image
 * Recognition". Images are 224 pixels wide, so that torchvision's adaptive pooling to 7×7 has
 * nothing to do.
 */
final class TorchvisionVgg implements ModelFamily {
  static final List<Integer> DEPTHS = List.of(11, 13, 16, 19);

  private static final int IMAGE = 224;

  /** Convolutions per stage; a pooling by two ends each. */
  private static final Map<Integer, List<Integer>> STAGES =
      Map.of(
          11, List.of(1, 1, 2, 2, 2),
          13, List.of(2, 2, 2, 2, 2),
          16, List.of(2, 2, 3, 3, 3),
          19, List.of(2, 2, 4, 4, 4));

  private static final Key.Word NORM =
      new Key.Word("norm", "none", List.of("none", "batch"), "after every convolution");
  private static final Key.Real DROPOUT =
      new Key.Real("dropout", 0.5, 0, 0.99, "rate of dropout in the classifier");
  private static final Key.Whole CHANNELS = Sizes.channels(3);
  private static final Key.Whole CLASSES = Sizes.classes(1000);

  private static final List<Key> KEYS = List.of(NORM, DROPOUT, CHANNELS, CLASSES);

  private static final Layer.Convolution CONVOLUTION =
      Layer.Convolution.square(2, 1, 1, Layer.Padding.ZEROS);
  private static final Operation POOL =
      Rearrangement.Pool.square(Rearrangement.Summary.MAX, 2, 2, 2, 0);

  private final int depth;

  TorchvisionVgg(int depth) {
    this.depth = depth;
  }

  @Override
  public String id() {
    return "vgg-" + depth;
  }

  @Override
  public String description() {
    return "VGG-" + depth + " as torchvision builds it.";
  }

  @Override
  public String example() {
    return id();
  }

  @Override
  public List<Key> keys() {
    return KEYS;
  }

  @Override
  public Graph build(Arguments arguments) {
    boolean norm = arguments.get(NORM).equals("batch");
    double dropout = arguments.get(DROPOUT);
    Net net = new Net();
    Node x = net.input(arguments.get(CHANNELS), IMAGE, IMAGE);
    int index = 0;
    long width = 64;
    for (int convolutions : STAGES.getOrDefault(depth, List.of())) {
      for (int i = 0; i < convolutions; i++) {
        x = net.convolution("features." + index++, CONVOLUTION, x, width, 3, true);
        if (norm) {
          x = net.batchNorm("features." + index++, x);
        }
        x = net.relu("features." + index++, x);
      }
      x = net.add("features." + index++, POOL, x);
      width = Math.min(512, 2 * width);
    }
    x = net.add("flatten", new Rearrangement.Reshape(Net.batchOf(512 * 7 * 7)), x);
    x = net.relu("classifier.1", net.linear("classifier.0", x, 4096, true));
    x = net.dropout("classifier.2", x, dropout);
    x = net.relu("classifier.4", net.linear("classifier.3", x, 4096, true));
    x = net.dropout("classifier.5", x, dropout);
    return net.build(net.linear("classifier.6", x, arguments.get(CLASSES), true));
  }
}
