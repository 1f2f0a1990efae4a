package org.etalon.family;

import java.util.List;
import java.util.Map;
import org.etalon.graph.Graph;
import org.etalon.graph.Layer;
import org.etalon.graph.Node;
import org.etalon.graph.Rearrangement;

/**
 * ResNet-18 to ResNet-152 as torchvision's {@code models/resnet.py} builds them, with the same
 * parameter names and shapes: He, Zhang, Ren, Sun, "Deep Residual Learning for Image Recognition",
 * with the stride of a bottleneck on its 3×3 convolution.
 */
final class TorchvisionResNet implements ModelFamily {
  static final List<Integer> DEPTHS = List.of(18, 34, 50, 101, 152);

  private static final Map<Integer, List<Integer>> STAGES =
      Map.of(
          18, List.of(2, 2, 2, 2),
          34, List.of(3, 4, 6, 3),
          50, List.of(3, 4, 6, 3),
          101, List.of(3, 4, 23, 3),
          152, List.of(3, 8, 36, 3));

  private static final Key.Whole WIDTH =
      Sizes.features("width", 64, "channels of the first stage; doubled in every later one");
  private static final Key.Whole CHANNELS = Sizes.channels(3);
  private static final Key.Whole IMAGE = Sizes.image(224, 32);
  private static final Key.Whole CLASSES = Sizes.classes(1000);

  private static final List<Key> KEYS = List.of(WIDTH, CHANNELS, IMAGE, CLASSES);

  private static final Rearrangement.Pool POOL =
      Rearrangement.Pool.square(Rearrangement.Summary.MAX, 2, 3, 2, 1);

  private final int depth;

  TorchvisionResNet(int depth) {
    this.depth = depth;
  }

  @Override
  public String id() {
    return "resnet-" + depth;
  }

  @Override
  public String description() {
    return "ResNet-" + depth + " as torchvision builds it.";
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
    int width = arguments.get(WIDTH);
    int image = arguments.get(IMAGE);
    boolean bottleneck = depth >= 50;
    Net net = new Net();
    Node x = net.input(arguments.get(CHANNELS), image, image);
    x = conv(net, "conv1", x, width, 7, 2);
    x = net.relu("relu", net.batchNorm("bn1", x));
    x = net.add("maxpool", POOL, x);
    List<Integer> stages = STAGES.getOrDefault(depth, List.of());
    for (int stage = 0; stage < stages.size(); stage++) {
      long inner = (long) width << stage;
      for (int i = 0; i < stages.get(stage); i++) {
        String block = "layer" + (stage + 1) + "." + i;
        int stride = stage > 0 && i == 0 ? 2 : 1;
        x = bottleneck ? deep(net, block, x, inner, stride) : basic(net, block, x, inner, stride);
      }
    }
    x = net.globalPool("avgpool", x);
    return net.build(net.linear("fc", x, arguments.get(CLASSES), true));
  }

  private static Node basic(Net net, String block, Node x, long width, int stride) {
    Node y = conv(net, block + ".conv1", x, width, 3, stride);
    y = net.relu(block + ".relu1", net.batchNorm(block + ".bn1", y));
    y = conv(net, block + ".conv2", y, width, 3, 1);
    y = net.batchNorm(block + ".bn2", y);
    return merge(net, block, x, y, stride);
  }

  private static Node deep(Net net, String block, Node x, long width, int stride) {
    Node y = conv(net, block + ".conv1", x, width, 1, 1);
    y = net.relu(block + ".relu1", net.batchNorm(block + ".bn1", y));
    y = conv(net, block + ".conv2", y, width, 3, stride);
    y = net.relu(block + ".relu2", net.batchNorm(block + ".bn2", y));
    y = conv(net, block + ".conv3", y, 4 * width, 1, 1);
    y = net.batchNorm(block + ".bn3", y);
    return merge(net, block, x, y, stride);
  }

  private static Node merge(Net net, String block, Node x, Node y, int stride) {
    Node shortcut = x;
    long outputs = y.shape().dim(1).value();
    if (stride != 1 || x.shape().dim(1).value() != outputs) {
      shortcut = conv(net, block + ".downsample.0", x, outputs, 1, stride);
      shortcut = net.batchNorm(block + ".downsample.1", shortcut);
    }
    return net.relu(block + ".relu", net.sum(block, y, shortcut));
  }

  private static Node conv(Net net, String name, Node x, long outputs, int kernel, int stride) {
    Layer.Convolution operation =
        Layer.Convolution.square(2, stride, kernel / 2, Layer.Padding.ZEROS);
    return net.convolution(name, operation, x, outputs, kernel, false);
  }
}
