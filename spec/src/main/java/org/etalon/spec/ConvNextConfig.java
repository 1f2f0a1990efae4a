package org.etalon.spec;

import java.util.List;
import org.etalon.graph.Graph;
import org.etalon.graph.InputException;
import org.etalon.graph.Node;
import org.etalon.graph.Operation;
import org.etalon.graph.Rearrangement;
import org.etalon.graph.Source;

/** ConvNeXts as transformers' {@code models/convnext/modeling_convnext.py} builds them. */
final class ConvNextConfig implements ConfigModel {
  private static final ConfigKey CHANNELS =
      ConfigKey.size("num_channels", 3, "channels of an image");
  private static final ConfigKey PATCH =
      ConfigKey.size("patch_size", 4, "side of the first convolution's windows");
  private static final ConfigKey STAGES = ConfigKey.size("num_stages", 4, "number of stages");
  private static final ConfigKey WIDTHS =
      ConfigKey.sizes("hidden_sizes", List.of(96, 192, 384, 768), "channels of each stage");
  private static final ConfigKey DEPTHS =
      ConfigKey.sizes("depths", List.of(3, 3, 9, 3), "blocks of each stage");
  private static final ConfigKey ACTIVATION = ConfigKey.word("hidden_act", "gelu", "nonlinearity");
  private static final ConfigKey EPSILON =
      ConfigKey.real("layer_norm_eps", "1e-12", "added to the variance by the last norm");
  private static final ConfigKey LAYER_SCALE =
      ConfigKey.real(
          "layer_scale_init_value", "1e-6", "what the branches' gains start from; 0 for none");
  private static final ConfigKey DROP_PATH =
      ConfigKey.real("drop_path_rate", "0.0", "stochastic depth; not part of the graph");
  private static final ConfigKey IMAGE =
      ConfigKey.size("image_size", 224, "side of an image in pixels");

  /** What all norms but the last add to the variance. */
  private static final double INNER_EPSILON = 1e-6;

  private static final Operation CHANNELS_LAST = new Rearrangement.Transpose(List.of(0, 2, 3, 1));
  private static final Operation CHANNELS_FIRST = new Rearrangement.Transpose(List.of(0, 3, 1, 2));

  private static final String CLASSIFIER = "ConvNextForImageClassification";
  private static final String BARE = "ConvNextModel";

  @Override
  public String type() {
    return "convnext";
  }

  @Override
  public List<String> architectures() {
    return List.of(CLASSIFIER, BARE);
  }

  @Override
  public List<ConfigKey> keys() {
    return List.of(
        CHANNELS,
        PATCH,
        STAGES,
        WIDTHS,
        DEPTHS,
        ACTIVATION,
        EPSILON,
        LAYER_SCALE,
        DROP_PATH,
        IMAGE);
  }

  @Override
  public Graph build(Config config, String architecture) {
    List<Integer> widths = config.sizes(WIDTHS);
    List<Integer> depths = config.sizes(DEPTHS);
    config.requireSameLength(DEPTHS, depths, WIDTHS, widths);
    int stages = config.size(STAGES);
    if (stages != widths.size()) {
      throw new InputException(
          config.where(STAGES.key()),
          "is " + stages + ", but hidden_sizes has " + widths.size() + " entries",
          "make them agree");
    }
    long blocks = depths.stream().mapToLong(Integer::longValue).sum();
    Limits.requireNodes(config.where(DEPTHS.key()), 20 * blocks);
    if (config.rate(DROP_PATH) > 0) {
      config.note(DROP_PATH.key(), "stochastic depth while training is not part of the graph");
    }
    double gain = config.real(LAYER_SCALE, 0, 1e6);
    Operation activation = config.activation(ACTIVATION);
    int image = config.size(IMAGE);
    int patch = config.size(PATCH);
    String root = architecture.equals(BARE) ? "" : "convnext.";
    Modules net = new Modules();
    Node x =
        net.input(
            "pixel_values",
            Source.Element.REAL,
            Modules.batchOf(config.size(CHANNELS), image, image));
    String stem = root + "embeddings";
    x = net.convolution(stem + ".patch_embeddings", x, widths.get(0), patch, patch, 0, 1, true);
    x = norm(net, stem + ".layernorm", x);
    for (int stage = 0; stage < stages; stage++) {
      String name = root + "encoder.stages." + stage;
      int width = widths.get(stage);
      if (stage > 0) {
        x = norm(net, name + ".downsampling_layer.0", x);
        x = net.convolution(name + ".downsampling_layer.1", x, width, 2, 2, 0, 1, true);
      }
      for (int i = 0; i < depths.get(stage); i++) {
        x = block(net, name + ".layers." + i, x, width, activation, gain);
      }
    }
    x = net.globalPool(root + "pooler", x, false);
    x = net.layerNorm(root + "layernorm", x, config.epsilon(EPSILON));
    return net.build(
        architecture.equals(BARE) ? x : net.linear("classifier", x, config.labels(), true));
  }

  /** A norm over the channels of an image: turned around, as torchvision writes it. */
  private static Node norm(Modules net, String name, Node x) {
    x = net.add(name + ".channels_last", CHANNELS_LAST, x);
    x = net.layerNorm(name, x, INNER_EPSILON);
    return net.add(name + ".channels_first", CHANNELS_FIRST, x);
  }

  private static Node block(
      Modules net, String name, Node x, int width, Operation activation, double gain) {
    Node y = net.convolution(name + ".dwconv", x, width, 7, 1, 3, width, true);
    y = net.add(name + ".channels_last", CHANNELS_LAST, y);
    y = net.layerNorm(name + ".layernorm", y, INNER_EPSILON);
    y = net.linear(name + ".pwconv1", y, 4L * width, true);
    y = net.add(name + ".act", activation, y);
    y = net.linear(name + ".pwconv2", y, width, true);
    if (gain > 0) {
      y = net.layerScale(name + ".scaled", name + ".layer_scale_parameter", y, -1, gain);
    }
    y = net.add(name + ".channels_first", CHANNELS_FIRST, y);
    return net.sum(name, x, y);
  }
}
