package org.etalon.family;

import java.util.List;
import org.etalon.graph.Dim;
import org.etalon.graph.Graph;
import org.etalon.graph.Layer;
import org.etalon.graph.Node;
import org.etalon.graph.Source;

/**
 * Decoder-only Transformers with learned positions, as GPT-2: Radford et al., "Language Models are
 * Unsupervised Multitask Learners"; by default its smallest size. With {@code norm=post} each norm
 * follows its merge, and there is no final one. Sequences fill the whole context.
 */
final class Gpt implements ModelFamily {
  private static final Key.Whole DEPTH =
      new Key.Whole("depth", 12, 1, 10_000, "number of Transformer blocks");
  private static final Key.Whole WIDTH =
      new Key.Whole("width", 768, 2, 1 << 18, "features of a token; a multiple of heads");
  private static final Key.Whole HEADS = new Key.Whole("heads", 12, 1, 1 << 18, "attention heads");
  private static final Key.Whole VOCABULARY =
      new Key.Whole("vocab", 50257, 1, 1 << 24, "number of different tokens");
  private static final Key.Whole CONTEXT =
      new Key.Whole("context", 1024, 2, 1 << 22, "tokens of a sequence");
  private static final Key.Flag TIED =
      new Key.Flag("tied", true, "whether the read-out uses the token table");
  private static final Key.Word ACT = Nonlinearity.key("gelu");
  private static final Key.Flag BIAS =
      new Key.Flag(
          "bias", true, "whether layers and norms inside and after the blocks have biases");
  private static final Key.Flag HEAD_BIAS =
      new Key.Flag("headbias", false, "whether the read-out has a bias");

  private static final List<Key> KEYS =
      List.of(
          DEPTH,
          WIDTH,
          HEADS,
          VOCABULARY,
          CONTEXT,
          TIED,
          VisionTransformer.RATIO,
          ACT,
          VisionTransformer.NORM,
          BIAS,
          HEAD_BIAS);

  @Override
  public String id() {
    return "gpt";
  }

  @Override
  public String description() {
    return "Decoder-only Transformer as GPT-2; GPT-2 small unless told otherwise.";
  }

  @Override
  public String example() {
    return "gpt:depth=12,width=768,heads=12,vocab=50257,context=1024,tied=true";
  }

  @Override
  public List<Key> keys() {
    return KEYS;
  }

  @Override
  public Graph build(Arguments arguments) {
    int depth = arguments.get(DEPTH);
    Net.requireNodes(arguments.where(DEPTH), (22L + Attention.NODES) * depth + 16);
    Attention.requireHeads(arguments, WIDTH, HEADS);
    int width = arguments.get(WIDTH);
    int heads = arguments.get(HEADS);
    int vocabulary = arguments.get(VOCABULARY);
    int context = arguments.get(CONTEXT);
    boolean bias = arguments.get(BIAS);
    boolean post = arguments.get(VisionTransformer.NORM).equals("post");
    String act = arguments.get(ACT);
    long hidden = (long) arguments.get(VisionTransformer.RATIO) * width;
    Net net = new Net();
    Node tokens = net.input(Source.Element.DISCRETE, context);
    Node table = net.parameter("tok.weight", vocabulary, width);
    Node x = net.add("tok", new Layer.Embedding(), tokens, table);
    x = net.sum("embedded", x, net.parameter("pos.weight", context, width));
    Node mask = net.add("causal_mask", Source.Auxiliary.causalMask(Dim.of(context)));
    for (int i = 0; i < depth; i++) {
      String block = "blocks." + i;
      Node y = post ? x : net.layerNorm(block + ".ln1", x, bias);
      y = net.linear(block + ".qkv", y, 3L * width, bias);
      y = Attention.core(net, block + ".attention", y, heads, mask);
      y = net.linear(block + ".proj", y, width, bias);
      x = net.sum(block + ".residual", x, y);
      if (post) {
        x = net.layerNorm(block + ".ln1", x, bias);
      }
      y = post ? x : net.layerNorm(block + ".ln2", x, bias);
      y = net.linear(block + ".fc", y, hidden, bias);
      y = Nonlinearity.apply(net, act, block + ".act", y);
      y = net.linear(block + ".out", y, width, bias);
      x = net.sum(block, x, y);
      if (post) {
        x = net.layerNorm(block + ".ln2", x, bias);
      }
    }
    if (!post) {
      x = net.layerNorm("lnf", x, bias);
    }
    Node weight = arguments.get(TIED) ? table : net.parameter("head.weight", vocabulary, width);
    return net.build(
        arguments.get(HEAD_BIAS)
            ? net.linear("head", x, weight, net.parameter("head.bias", vocabulary))
            : net.linear("head", x, weight));
  }
}
