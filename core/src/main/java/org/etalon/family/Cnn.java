package org.etalon.family;

import java.util.List;
import org.etalon.graph.Graph;
import org.etalon.graph.InputException;
import org.etalon.graph.Layer;
import org.etalon.graph.Node;

/**
 * The homogeneous convolutional networks of [W26]: {@code depth} convolutions of stride 1 that keep
 * the size of the image, each followed by a nonlinearity, then the mean over all positions and a
 * linear classifier.
 */
final class Cnn implements ModelFamily {
  private static final Key.Whole DEPTH =
      new Key.Whole("depth", 12, 1, 250_000, "number of convolutions");
  private static final Key.Whole WIDTH = Sizes.width(64);
  private static final Key.Whole KERNEL = Sizes.kernel(3);
  static final Key.Word PADDING =
      new Key.Word(
          "padding",
          "circular",
          List.of("circular", "zeros"),
          "what convolutions see beyond the edge");
  private static final Key.Whole DIMS =
      new Key.Whole("dims", 2, 1, 2, "spatial axes: 1 for signals, 2 for images");
  private static final Key.Whole CHANNELS = Sizes.channels(3);
  private static final Key.Whole IMAGE = Sizes.image(32, 1);
  private static final Key.Whole CLASSES = Sizes.classes(10);
  private static final Key.Word ACT = Nonlinearity.key("relu");
  static final Key.Word NORM =
      new Key.Word(
          "norm",
          "none",
          List.of("none", "batch", "layer"),
          "after every convolution; layer: over channels and positions together");
  private static final Key.Flag BIAS =
      new Key.Flag("bias", true, "whether convolutions and the classifier have biases");

  private static final List<Key> KEYS =
      List.of(DEPTH, WIDTH, KERNEL, PADDING, DIMS, CHANNELS, IMAGE, CLASSES, ACT, NORM, BIAS);

  @Override
  public String id() {
    return "cnn";
  }

  @Override
  public String description() {
    return "Homogeneous convolutional network, global pooling and a linear classifier.";
  }

  @Override
  public String example() {
    return "cnn:depth=12,width=64,kernel=3,padding=circular,dims=2";
  }

  @Override
  public List<Key> keys() {
    return KEYS;
  }

  @Override
  public Graph build(Arguments arguments) {
    int depth = arguments.get(DEPTH);
    Net.requireNodes(arguments.where(DEPTH), 9L * depth + 5);
    int kernel = arguments.get(KERNEL);
    int image = arguments.get(IMAGE);
    Layer.Padding padding = padding(arguments, PADDING, KERNEL, kernel, image);
    int width = arguments.get(WIDTH);
    int dims = arguments.get(DIMS);
    boolean bias = arguments.get(BIAS);
    String act = arguments.get(ACT);
    String norm = arguments.get(NORM);
    Layer.Convolution convolution = Net.sameSize(dims, kernel, padding);
    Net net = new Net();
    int channels = arguments.get(CHANNELS);
    Node x = dims == 1 ? net.input(channels, image) : net.input(channels, image, image);
    for (int i = 1; i <= depth; i++) {
      x = net.convolution("conv" + i, convolution, x, width, kernel, bias);
      x = net.imageNorm(norm, "bn" + i, x);
      x = Nonlinearity.apply(net, act, "act" + i, x);
    }
    x = net.globalPool("pool", x);
    return net.build(net.linear("fc", x, arguments.get(CLASSES), bias));
  }

  /** The padding asked for, which may not wrap around the image more than once. */
  static Layer.Padding padding(
      Arguments arguments, Key.Word paddingKey, Key.Whole kernelKey, int kernel, int image) {
    if (arguments.get(paddingKey).equals("zeros")) {
      return Layer.Padding.ZEROS;
    }
    if (kernel > image) {
      throw new InputException(
          arguments.where(kernelKey),
          "a kernel of side " + kernel + " wraps around an image of side " + image,
          "give a kernel no larger than the image, or padding=zeros");
    }
    return Layer.Padding.CIRCULAR;
  }
}
