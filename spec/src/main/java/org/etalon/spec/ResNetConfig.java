package org.etalon.spec;

import java.util.List;
import org.etalon.graph.Graph;
import org.etalon.graph.InputException;
import org.etalon.graph.Node;
import org.etalon.graph.Operation;
import org.etalon.graph.Rearrangement;
import org.etalon.graph.Shape;
import org.etalon.graph.Source;

/** ResNets as transformers' {@code models/resnet/modeling_resnet.py} builds them. */
final class ResNetConfig implements ConfigModel {
  private static final ConfigKey CHANNELS =
      ConfigKey.size("num_channels", 3, "channels of an image");
  private static final ConfigKey STEM =
      ConfigKey.size("embedding_size", 64, "channels of the first convolution");
  private static final ConfigKey WIDTHS =
      ConfigKey.sizes("hidden_sizes", List.of(256, 512, 1024, 2048), "channels of each stage");
  private static final ConfigKey DEPTHS =
      ConfigKey.sizes("depths", List.of(3, 4, 6, 3), "blocks of each stage");
  private static final ConfigKey LAYER_TYPE =
      ConfigKey.word("layer_type", "bottleneck", "basic or bottleneck");
  private static final ConfigKey ACTIVATION = ConfigKey.word("hidden_act", "relu", "nonlinearity");
  private static final ConfigKey EARLY =
      ConfigKey.flag(
          "downsample_in_first_stage", false, "whether the first stage halves the image");
  private static final ConfigKey IN_BOTTLENECK =
      ConfigKey.flag(
          "downsample_in_bottleneck",
          false,
          "whether a bottleneck's first convolution has the stride");
  private static final ConfigKey IMAGE =
      ConfigKey.size("image_size", 224, "side of an image in pixels");

  private static final double EPSILON = 1e-5;
  private static final int REDUCTION = 4;
  private static final Operation POOL =
      Rearrangement.Pool.square(Rearrangement.Summary.MAX, 2, 3, 2, 1);

  private static final String CLASSIFIER = "ResNetForImageClassification";
  private static final String BARE = "ResNetModel";

  @Override
  public String type() {
    return "resnet";
  }

  @Override
  public List<String> architectures() {
    return List.of(CLASSIFIER, BARE);
  }

  @Override
  public List<ConfigKey> keys() {
    return List.of(
        CHANNELS, STEM, WIDTHS, DEPTHS, LAYER_TYPE, ACTIVATION, EARLY, IN_BOTTLENECK, IMAGE);
  }

  @Override
  public Graph build(Config config, String architecture) {
    List<Integer> widths = config.sizes(WIDTHS);
    List<Integer> depths = config.sizes(DEPTHS);
    config.requireSameLength(DEPTHS, depths, WIDTHS, widths);
    long blocks = depths.stream().mapToLong(Integer::longValue).sum();
    Limits.requireNodes(config.where(DEPTHS.key()), 30 * blocks);
    boolean bottleneck =
        config.word(LAYER_TYPE, List.of("basic", "bottleneck")).equals("bottleneck");
    boolean early = config.flag(EARLY);
    int image = config.size(IMAGE);
    String root = architecture.equals(BARE) ? "" : "resnet.";
    Modules net = new Modules();
    Builder builder = new Builder(net, config.activation(ACTIVATION), config.flag(IN_BOTTLENECK));
    Node x =
        net.input(
            "pixel_values",
            Source.Element.REAL,
            Modules.batchOf(config.size(CHANNELS), image, image));
    x = builder.layer(root + "embedder.embedder", x, config.size(STEM), 7, 2, true);
    x = net.add(root + "embedder.pooler", POOL, x);
    for (int stage = 0; stage < widths.size(); stage++) {
      int width = widths.get(stage);
      if (bottleneck && width < REDUCTION) {
        throw new InputException(
            config.where(WIDTHS.key()),
            "holds " + width + ", too few channels for a bottleneck of a quarter",
            "give at least " + REDUCTION + ", or layer_type basic");
      }
      for (int i = 0; i < depths.get(stage); i++) {
        String block = root + "encoder.stages." + stage + ".layers." + i;
        int stride = i == 0 && (stage > 0 || early) ? 2 : 1;
        x = builder.block(block, x, width, stride, bottleneck);
      }
    }
    x = net.globalPool(root + "pooler", x, true);
    if (architecture.equals(BARE)) {
      return net.build(x);
    }
    Shape flat = Modules.batchOf(widths.get(widths.size() - 1));
    x = net.add("classifier.0", new Rearrangement.Reshape(flat), x);
    return net.build(net.linear("classifier.1", x, config.labels(), true));
  }

  /** What all blocks have in common. */
  private record Builder(Modules net, Operation activation, boolean strideFirst) {
    Node layer(String name, Node x, int width, int kernel, int stride, boolean active) {
      x = net.convolution(name + ".convolution", x, width, kernel, stride, kernel / 2, 1, false);
      x = net.batchNorm(name + ".normalization", name + ".normalization", x, EPSILON, true);
      return active ? net.add(name + ".activation", activation, x) : x;
    }

    Node block(String name, Node x, int width, int stride, boolean bottleneck) {
      Node y;
      if (bottleneck) {
        int inner = width / REDUCTION;
        y = layer(name + ".layer.0", x, inner, 1, strideFirst ? stride : 1, true);
        y = layer(name + ".layer.1", y, inner, 3, strideFirst ? 1 : stride, true);
        y = layer(name + ".layer.2", y, width, 1, 1, false);
      } else {
        y = layer(name + ".layer.0", x, width, 3, stride, true);
        y = layer(name + ".layer.1", y, width, 3, 1, false);
      }
      Node shortcut = x;
      if (stride != 1 || !x.shape().dim(1).is(width)) {
        shortcut = layer(name + ".shortcut", x, width, 1, stride, false);
      }
      return net.add(name + ".activation", activation, net.sum(name, y, shortcut));
    }
  }
}
