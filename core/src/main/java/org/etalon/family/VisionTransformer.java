package org.etalon.family;

import java.util.List;
import org.etalon.graph.Graph;
import org.etalon.graph.InputException;
import org.etalon.graph.Join;
import org.etalon.graph.Layer;
import org.etalon.graph.Node;
import org.etalon.graph.Operation;
import org.etalon.graph.Pointwise;
import org.etalon.graph.Rearrangement;
import org.etalon.graph.Shape;
import org.etalon.graph.Source;

/**
 * Vision Transformers as torchvision's {@code models/vision_transformer.py} builds them, with the
 * same parameter names and shapes; by default ViT-B/16: Dosovitskiy et al., "An Image is Worth
 * 16×16 Words". With {@code norm=post} each norm follows its merge, and there is no final one.
 */
final class VisionTransformer implements ModelFamily {
  private static final Key.Whole DEPTH =
      new Key.Whole("depth", 12, 1, 10_000, "number of Transformer blocks");
  private static final Key.Whole WIDTH =
      new Key.Whole("width", 768, 2, 1 << 18, "features of a token; a multiple of heads");
  private static final Key.Whole HEADS = new Key.Whole("heads", 12, 1, 1 << 18, "attention heads");
  private static final Key.Whole PATCH =
      new Key.Whole("patch", 16, 1, 1 << 12, "side of a patch, in pixels; divides image");
  private static final Key.Whole IMAGE = Sizes.image(224, 1);
  private static final Key.Whole CLASSES = Sizes.classes(1000);
  static final Key.Whole RATIO =
      new Key.Whole("ratio", 4, 1, 1024, "hidden features of a block's MLP per feature of a token");
  private static final Key.Whole CHANNELS = Sizes.channels(3);
  static final Key.Word NORM =
      new Key.Word(
          "norm",
          "pre",
          List.of("pre", "post"),
          "whether norms start a branch or follow its merge");

  private static final List<Key> KEYS =
      List.of(DEPTH, WIDTH, HEADS, PATCH, IMAGE, CLASSES, RATIO, CHANNELS, NORM);

  /** torchvision's, smaller than PyTorch's own. */
  private static final double EPSILON = 1e-6;

  private static final Operation GELU = new Pointwise.Activation(Pointwise.Function.GELU);

  @Override
  public String id() {
    return "vit";
  }

  @Override
  public String description() {
    return "Vision Transformer as torchvision builds it; ViT-B/16 unless told otherwise.";
  }

  @Override
  public String example() {
    return "vit:depth=12,width=768,heads=12,patch=16,image=224,classes=1000";
  }

  @Override
  public List<Key> keys() {
    return KEYS;
  }

  @Override
  public Graph build(Arguments arguments) {
    int depth = arguments.get(DEPTH);
    Net.requireNodes(arguments.where(DEPTH), (22L + Attention.NODES) * depth + 20);
    Attention.requireHeads(arguments, WIDTH, HEADS);
    int width = arguments.get(WIDTH);
    int heads = arguments.get(HEADS);
    int patch = arguments.get(PATCH);
    int image = arguments.get(IMAGE);
    if (image % patch != 0) {
      throw new InputException(
          arguments.where(PATCH),
          "an image of side " + image + " does not divide into patches of side " + patch,
          "give a patch that divides image=" + image);
    }
    boolean post = arguments.get(NORM).equals("post");
    long hidden = (long) arguments.get(RATIO) * width;
    long side = image / patch;
    long patches = side * side;
    Net net = new Net();
    Node x = net.input(arguments.get(CHANNELS), image, image);
    Node token =
        net.add(
            "class_token.expand",
            Rearrangement.Select.expand(Net.batchOf(1, width)),
            net.parameter("class_token", 1, 1, width));
    x =
        net.convolution(
            "conv_proj",
            Layer.Convolution.square(2, patch, 0, Layer.Padding.ZEROS),
            x,
            width,
            patch,
            true);
    x = net.add("patches", new Rearrangement.Reshape(Net.batchOf(width, patches)), x);
    x = net.add("tokens", new Rearrangement.Transpose(List.of(0, 2, 1)), x);
    x = net.add("with_class_token", new Join.Concat(1), token, x);
    x = net.sum("embedded", x, net.parameter("encoder.pos_embedding", 1, patches + 1, width));
    for (int i = 0; i < depth; i++) {
      String block = "encoder.layers.encoder_layer_" + i;
      Node y = post ? x : net.layerNorm(block + ".ln_1", x, EPSILON);
      y = attention(net, block + ".self_attention", y, width, heads);
      x = net.sum(block + ".residual_1", x, y);
      if (post) {
        x = net.layerNorm(block + ".ln_1", x, EPSILON);
      }
      y = post ? x : net.layerNorm(block + ".ln_2", x, EPSILON);
      y = net.linear(block + ".mlp.0", y, hidden, true);
      y = net.add(block + ".mlp.1", GELU, y);
      y = net.linear(block + ".mlp.3", y, width, true);
      x = net.sum(block, x, y);
      if (post) {
        x = net.layerNorm(block + ".ln_2", x, EPSILON);
      }
    }
    if (!post) {
      x = net.layerNorm("encoder.ln", x, EPSILON);
    }
    Node first = net.add("class_token.position", Source.Indices.of(Shape.SCALAR, 0));
    x =
        net.add(
            "class_token.output",
            Rearrangement.Select.gather(x.shape(), 1, first.shape()),
            x,
            first);
    return net.build(net.linear("heads.head", x, arguments.get(CLASSES), true));
  }

  private static Node attention(Net net, String name, Node x, long width, int heads) {
    Node packed =
        net.linear(
            name + ".in_proj",
            x,
            net.parameter(name + ".in_proj_weight", 3 * width, width),
            net.parameter(name + ".in_proj_bias", 3 * width));
    Node mixed = Attention.core(net, name, packed, heads, null);
    return net.linear(name + ".out_proj", mixed, width, true);
  }
}
