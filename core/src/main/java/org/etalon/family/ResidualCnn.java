package org.etalon.family;

import java.util.List;
import org.etalon.graph.Graph;
import org.etalon.graph.Layer;
import org.etalon.graph.Node;

/**
 * The one-width residual convolutional networks of [W26]: z₀ = relu(conv x), blocks z += relu(conv
 * z), then the mean over all positions and a linear classifier. A norm follows each convolution;
 * dropout and then LayerScale, a learned gain per channel, end the branch. A block of two layers is
 * z += relu(conv₂ relu(conv₁ z)).
 */
final class ResidualCnn implements ModelFamily {
  private static final Key.Whole BLOCKS =
      new Key.Whole("blocks", 16, 1, 50_000, "number of residual blocks");
  private static final Key.Whole WIDTH = Sizes.width(64);
  private static final Key.Whole LAYERS =
      new Key.Whole("layers", 1, 1, 2, "convolutions per block");
  private static final Key.Real LAYER_SCALE =
      new Key.Real(
          "layerscale", 0, 0, 1e6, "initial value of a learned gain on every branch; 0 for none");
  private static final Key.Real DROPOUT =
      new Key.Real("dropout", 0, 0, 0.99, "rate of dropout on every branch");
  private static final Key.Whole KERNEL = Sizes.kernel(3);
  private static final Key.Whole CHANNELS = Sizes.channels(3);
  private static final Key.Whole IMAGE = Sizes.image(32, 1);
  private static final Key.Whole CLASSES = Sizes.classes(10);
  private static final Key.Flag BIAS =
      new Key.Flag("bias", true, "whether convolutions and the classifier have biases");

  private static final List<Key> KEYS =
      List.of(
          BLOCKS,
          WIDTH,
          Cnn.NORM,
          LAYERS,
          LAYER_SCALE,
          DROPOUT,
          KERNEL,
          Cnn.PADDING,
          CHANNELS,
          IMAGE,
          CLASSES,
          BIAS);

  @Override
  public String id() {
    return "resnet";
  }

  @Override
  public String description() {
    return "Residual convolutional network of one width, global pooling and a linear classifier.";
  }

  @Override
  public String example() {
    return "resnet:blocks=16,width=64,norm=none";
  }

  @Override
  public List<Key> keys() {
    return KEYS;
  }

  @Override
  public Graph build(Arguments arguments) {
    int blocks = arguments.get(BLOCKS);
    int layers = arguments.get(LAYERS);
    Net.requireNodes(arguments.where(BLOCKS), (9L * layers + 4) * blocks + 14);
    int kernel = arguments.get(KERNEL);
    int image = arguments.get(IMAGE);
    Layer.Padding padding = Cnn.padding(arguments, Cnn.PADDING, KERNEL, kernel, image);
    int width = arguments.get(WIDTH);
    boolean bias = arguments.get(BIAS);
    String norm = arguments.get(Cnn.NORM);
    double gain = arguments.get(LAYER_SCALE);
    double dropout = arguments.get(DROPOUT);
    Layer.Convolution convolution = Net.sameSize(2, kernel, padding);
    Net net = new Net();
    Node z = net.input(arguments.get(CHANNELS), image, image);
    z = net.convolution("stem.conv", convolution, z, width, kernel, bias);
    z = net.imageNorm(norm, "stem.norm", z);
    z = net.relu("stem.relu", z);
    for (int i = 0; i < blocks; i++) {
      String block = "blocks." + i;
      Node y = z;
      for (int j = 1; j <= layers; j++) {
        y = net.convolution(block + ".conv" + j, convolution, y, width, kernel, bias);
        y = net.imageNorm(norm, block + ".norm" + j, y);
        y = net.relu(block + ".relu" + j, y);
      }
      y = net.dropout(block + ".dropout", y, dropout);
      if (gain > 0) {
        y = net.layerScale(block + ".layerscale", y, gain);
      }
      z = net.sum(block, z, y);
    }
    z = net.globalPool("pool", z);
    return net.build(net.linear("fc", z, arguments.get(CLASSES), bias));
  }
}
