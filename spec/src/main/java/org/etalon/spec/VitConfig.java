package org.etalon.spec;

import java.util.Collections;
import java.util.List;
import org.etalon.graph.Graph;
import org.etalon.graph.Layer;
import org.etalon.graph.Node;
import org.etalon.graph.Operation;
import org.etalon.graph.Pointwise;
import org.etalon.graph.Rearrangement;
import org.etalon.graph.Source;

/** Vision Transformers as transformers' {@code models/vit/modeling_vit.py} builds them. */
final class VitConfig implements ConfigModel {
  private static final ConfigKey WIDTH = ConfigKey.size("hidden_size", 768, "features of a token");
  private static final ConfigKey DEPTH =
      ConfigKey.size("num_hidden_layers", 12, "number of blocks");
  private static final ConfigKey HEADS =
      ConfigKey.size("num_attention_heads", 12, "attention heads");
  private static final ConfigKey INNER =
      ConfigKey.size("intermediate_size", 3072, "hidden features of a block's MLP");
  private static final ConfigKey ACTIVATION =
      ConfigKey.word("hidden_act", "gelu", "nonlinearity of the MLPs");
  private static final ConfigKey DROPOUT =
      ConfigKey.real("hidden_dropout_prob", "0.0", "dropout after embeddings and in every branch");
  private static final ConfigKey ATTENTION_DROPOUT =
      ConfigKey.real("attention_probs_dropout_prob", "0.0", "dropout on the attention weights");
  private static final ConfigKey EPSILON =
      ConfigKey.real("layer_norm_eps", "1e-12", "added to the variance");
  private static final ConfigKey IMAGE =
      ConfigKey.size("image_size", 224, "side of an image in pixels, or height and width");
  private static final ConfigKey PATCH =
      ConfigKey.size("patch_size", 16, "side of a patch in pixels, or height and width");
  private static final ConfigKey CHANNELS =
      ConfigKey.size("num_channels", 3, "channels of an image");
  private static final ConfigKey BIAS =
      ConfigKey.flag("qkv_bias", true, "whether queries, keys and values have biases");

  private static final Operation TANH = new Pointwise.Activation(Pointwise.Function.TANH);

  private static final String CLASSIFIER = "ViTForImageClassification";
  private static final String BARE = "ViTModel";

  @Override
  public String type() {
    return "vit";
  }

  @Override
  public List<String> architectures() {
    return List.of(CLASSIFIER, BARE);
  }

  @Override
  public List<ConfigKey> keys() {
    return List.of(
        WIDTH,
        DEPTH,
        HEADS,
        INNER,
        ACTIVATION,
        DROPOUT,
        ATTENTION_DROPOUT,
        EPSILON,
        IMAGE,
        PATCH,
        CHANNELS,
        BIAS);
  }

  @Override
  public Graph build(Config config, String architecture) {
    int width = config.size(WIDTH);
    int heads = config.size(HEADS);
    int depth = config.size(DEPTH);
    config.requireHeads(WIDTH, width, HEADS, heads);
    Limits.requireNodes(config.where(DEPTH.key()), 44L * depth);
    int hidden = config.size(INNER);
    double epsilon = config.epsilon(EPSILON);
    double dropout = config.rate(DROPOUT);
    boolean bias = config.flag(BIAS);
    Operation activation = config.activation(ACTIVATION);
    Modules.Heads core =
        new Modules.Heads(
            heads,
            heads,
            width / heads,
            1 / Math.sqrt((double) width / heads),
            config.rate(ATTENTION_DROPOUT),
            0);
    String root = architecture.equals(BARE) ? "" : "vit.";
    Modules net = new Modules();
    Node x = embeddings(net, config, root + "embeddings", width);
    x = net.dropout(root + "embeddings.dropout", x, dropout);
    for (int i = 0; i < depth; i++) {
      String block = root + "encoder.layer." + i;
      String attention = block + ".attention.attention";
      Node y = net.layerNorm(block + ".layernorm_before", x, epsilon);
      Node q = net.linear(attention + ".query", y, width, bias);
      Node k = net.linear(attention + ".key", y, width, bias);
      Node v = net.linear(attention + ".value", y, width, bias);
      y = net.attention(attention, q, k, v, core, null);
      y = net.linear(block + ".attention.output.dense", y, width, true);
      y = net.dropout(block + ".attention.output.dropout", y, dropout);
      x = net.sum(block + ".residual", y, x);
      y = net.layerNorm(block + ".layernorm_after", x, epsilon);
      y = net.linear(block + ".intermediate.dense", y, hidden, true);
      y = net.add(block + ".intermediate", activation, y);
      y = net.linear(block + ".output.dense", y, width, true);
      y = net.dropout(block + ".output.dropout", y, dropout);
      x = net.sum(block + ".output", y, x);
    }
    x = net.layerNorm(root + "layernorm", x, epsilon);
    x = net.token(root + "first_token", x, 0);
    if (architecture.equals(BARE)) {
      Node dense = net.linear("pooler.dense", x, width, true);
      return net.build(net.add("pooler.activation", TANH, dense));
    }
    return net.build(net.linear("classifier", x, config.labels(), true));
  }

  private static Node embeddings(Modules net, Config config, String root, int width) {
    List<Integer> image = config.sides(IMAGE);
    List<Integer> patch = config.sides(PATCH);
    long patches = 1;
    for (int i = 0; i < 2; i++) {
      if (patch.get(i) > image.get(i)) {
        throw config.refused(
            PATCH,
            "which is larger than the image, " + image,
            "give a patch_size that divides image_size");
      }
      patches = Math.multiplyExact(patches, (long) (image.get(i) / patch.get(i)));
    }
    Node pixels =
        net.input(
            "pixel_values",
            Source.Element.REAL,
            Modules.batchOf(config.size(CHANNELS), image.get(0), image.get(1)));
    Layer.Convolution operation =
        new Layer.Convolution(
            patch,
            List.of(0, 0),
            List.of(0, 0),
            List.of(1, 1),
            1,
            Layer.Padding.ZEROS,
            false,
            Collections.nCopies(2, 0));
    String projection = root + ".patch_embeddings.projection";
    Node x = net.convolution(projection, projection, operation, pixels, width, patch, true);
    x = net.add(root + ".patches", new Rearrangement.Reshape(Modules.batchOf(width, patches)), x);
    x = net.add(root + ".tokens", new Rearrangement.Transpose(List.of(0, 2, 1)), x);
    x = net.classToken(root + ".with_cls_token", root + ".cls_token", x);
    Node table = net.parameter(root + ".position_embeddings", 1, patches + 1, width);
    return net.sum(root, x, table);
  }
}
