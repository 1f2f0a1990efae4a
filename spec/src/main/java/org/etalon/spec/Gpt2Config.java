package org.etalon.spec;

import java.util.List;
import org.etalon.graph.Graph;
import org.etalon.graph.Layer;
import org.etalon.graph.Node;
import org.etalon.graph.Operation;
import org.etalon.graph.Source;

/**
 * GPT-2 as transformers' {@code models/gpt2/modeling_gpt2.py} builds it. Its dense layers are
 * {@code Conv1D}s, whose weights are stored input features first. Sequences fill the whole context.
 */
final class Gpt2Config implements ConfigModel {
  private static final ConfigKey VOCABULARY =
      ConfigKey.size("vocab_size", 50257, "number of different tokens");
  private static final ConfigKey CONTEXT =
      ConfigKey.size("n_positions", 1024, "tokens of a sequence").or("max_position_embeddings");
  private static final ConfigKey WIDTH =
      ConfigKey.size("n_embd", 768, "features of a token").or("hidden_size");
  private static final ConfigKey DEPTH =
      ConfigKey.size("n_layer", 12, "number of blocks").or("num_hidden_layers");
  private static final ConfigKey HEADS =
      ConfigKey.size("n_head", 12, "attention heads").or("num_attention_heads");
  private static final ConfigKey INNER =
      ConfigKey.optionalSize("n_inner", "hidden features of a block's MLP; default 4 · n_embd");
  private static final ConfigKey ACTIVATION =
      ConfigKey.word("activation_function", "gelu_new", "nonlinearity of the MLPs");
  private static final ConfigKey RESIDUAL_DROPOUT =
      ConfigKey.real("resid_pdrop", "0.1", "dropout at the end of every branch");
  private static final ConfigKey EMBEDDING_DROPOUT =
      ConfigKey.real("embd_pdrop", "0.1", "dropout after the embeddings");
  private static final ConfigKey ATTENTION_DROPOUT =
      ConfigKey.real("attn_pdrop", "0.1", "dropout on the attention weights");
  private static final ConfigKey EPSILON =
      ConfigKey.real("layer_norm_epsilon", "1e-5", "added to the variance");
  private static final ConfigKey SCALED =
      ConfigKey.flag("scale_attn_weights", true, "whether scores are divided by √(head size)");
  private static final ConfigKey SCALED_BY_LAYER =
      ConfigKey.flag(
          "scale_attn_by_inverse_layer_idx",
          false,
          "whether scores of block i are divided by i + 1");
  private static final ConfigKey TIED =
      ConfigKey.flag("tie_word_embeddings", true, "whether the read-out uses the token table");

  private static final String LM_HEAD = "GPT2LMHeadModel";
  private static final String BARE = "GPT2Model";
  private static final String SEQUENCE = "GPT2ForSequenceClassification";
  private static final String TOKENS = "GPT2ForTokenClassification";

  @Override
  public String type() {
    return "gpt2";
  }

  @Override
  public List<String> architectures() {
    return List.of(LM_HEAD, BARE, SEQUENCE, TOKENS);
  }

  @Override
  public List<ConfigKey> keys() {
    return List.of(
        VOCABULARY,
        CONTEXT,
        WIDTH,
        DEPTH,
        HEADS,
        INNER,
        ACTIVATION,
        RESIDUAL_DROPOUT,
        EMBEDDING_DROPOUT,
        ATTENTION_DROPOUT,
        EPSILON,
        SCALED,
        SCALED_BY_LAYER,
        TIED);
  }

  @Override
  public Graph build(Config config, String architecture) {
    int width = config.size(WIDTH);
    int heads = config.size(HEADS);
    int depth = config.size(DEPTH);
    config.requireHeads(WIDTH, width, HEADS, heads);
    Limits.requireNodes(config.where(DEPTH.key()), 40L * depth);
    int vocabulary = config.size(VOCABULARY);
    int context = config.size(CONTEXT);
    int hidden = config.size(INNER, Math.multiplyExact(4, width));
    double epsilon = config.epsilon(EPSILON);
    double dropout = config.rate(RESIDUAL_DROPOUT);
    double attentionDropout = config.rate(ATTENTION_DROPOUT);
    boolean scaled = config.flag(SCALED);
    boolean byLayer = config.flag(SCALED_BY_LAYER);
    Operation activation = config.activation(ACTIVATION);
    String root = architecture.equals(BARE) ? "" : "transformer.";
    Modules net = new Modules();
    Node ids = net.input("input_ids", Source.Element.DISCRETE, Modules.batchOf(context));
    Node x = net.embedding(root + "wte", root + "wte.weight", ids, vocabulary, width);
    x = net.sum(root + "embedded", x, net.parameter(root + "wpe.weight", context, width));
    x = net.dropout(root + "drop", x, config.rate(EMBEDDING_DROPOUT));
    Node mask = net.causalMask(x.shape().dim(1), null);
    long size = width / heads;
    for (int i = 0; i < depth; i++) {
      String block = root + "h." + i;
      Node y = net.layerNorm(block + ".ln_1", x, epsilon);
      y = dense(net, block + ".attn.c_attn", y, 3L * width);
      double scale = (scaled ? 1 / Math.sqrt((double) size) : 1) / (byLayer ? i + 1 : 1);
      Modules.Heads core = new Modules.Heads(heads, heads, size, scale, attentionDropout, 0);
      y =
          net.attention(
              block + ".attn",
              net.features(block + ".attn.q.slice", y, 0, width),
              net.features(block + ".attn.k.slice", y, width, 2L * width),
              net.features(block + ".attn.v.slice", y, 2L * width, 3L * width),
              core,
              mask);
      y = dense(net, block + ".attn.c_proj", y, width);
      y = net.dropout(block + ".attn.resid_dropout", y, dropout);
      x = net.sum(block + ".residual", x, y);
      y = net.layerNorm(block + ".ln_2", x, epsilon);
      y = dense(net, block + ".mlp.c_fc", y, hidden);
      y = net.add(block + ".mlp.act", activation, y);
      y = dense(net, block + ".mlp.c_proj", y, width);
      y = net.dropout(block + ".mlp.dropout", y, dropout);
      x = net.sum(block, x, y);
    }
    x = net.layerNorm(root + "ln_f", x, epsilon);
    return switch (architecture) {
      case BARE -> net.build(x);
      case SEQUENCE -> {
        x = net.linear("score", x, config.labels(), false);
        yield net.build(net.token("last_token", x, context - 1));
      }
      case TOKENS -> net.build(net.linear("classifier", x, config.labels(), true));
      default -> {
        String weight = config.flag(TIED) ? root + "wte.weight" : "lm_head.weight";
        yield net.build(
            net.linear("lm_head", weight, "", Layer.Layout.OUT_IN, x, vocabulary, false));
      }
    };
  }

  private static Node dense(Modules net, String name, Node x, long outputs) {
    return net.linear(
        name, name + ".weight", name + ".bias", Layer.Layout.IN_OUT, x, outputs, true);
  }
}
