package org.etalon.spec;

import java.util.List;
import org.etalon.graph.Graph;
import org.etalon.graph.InputException;
import org.etalon.graph.Layer;
import org.etalon.graph.Node;
import org.etalon.graph.Operation;
import org.etalon.graph.Source;

/**
 * LLaMA as transformers' {@code models/llama/modeling_llama.py} builds it: RMS norms, rotary
 * positions, grouped-query attention, gated MLPs. Sequences fill the whole context.
 */
final class LlamaConfig implements ConfigModel {
  private static final ConfigKey VOCABULARY =
      ConfigKey.size("vocab_size", 32000, "number of different tokens");
  private static final ConfigKey WIDTH = ConfigKey.size("hidden_size", 4096, "features of a token");
  private static final ConfigKey INNER =
      ConfigKey.size("intermediate_size", 11008, "hidden features of a block's MLP");
  private static final ConfigKey DEPTH =
      ConfigKey.size("num_hidden_layers", 32, "number of blocks");
  private static final ConfigKey THETA =
      ConfigKey.real("rope_theta", "10000.0", "base of the rotary position embedding");
  private static final ConfigKey HEADS = ConfigKey.size("num_attention_heads", 32, "query heads");
  private static final ConfigKey KEY_VALUE_HEADS =
      ConfigKey.optionalSize(
          "num_key_value_heads", "heads of keys and values; default: the query heads");
  private static final ConfigKey HEAD_SIZE =
      ConfigKey.optionalSize(
          "head_dim", "features of a head; default hidden_size / num_attention_heads");
  private static final ConfigKey ACTIVATION =
      ConfigKey.word("hidden_act", "silu", "nonlinearity of the gates");
  private static final ConfigKey CONTEXT =
      ConfigKey.size("max_position_embeddings", 2048, "tokens of a sequence");
  private static final ConfigKey EPSILON =
      ConfigKey.real("rms_norm_eps", "1e-6", "added to the mean square");
  private static final ConfigKey TIED =
      ConfigKey.flag("tie_word_embeddings", false, "whether the read-out uses the token table");
  private static final ConfigKey ATTENTION_BIAS =
      ConfigKey.flag("attention_bias", false, "whether the attention's projections have biases");
  private static final ConfigKey MLP_BIAS =
      ConfigKey.flag("mlp_bias", false, "whether the MLPs' layers have biases");
  private static final ConfigKey ATTENTION_DROPOUT =
      ConfigKey.real("attention_dropout", "0.0", "dropout on the attention weights");

  private static final String LM_HEAD = "LlamaForCausalLM";
  private static final String BARE = "LlamaModel";
  private static final String SEQUENCE = "LlamaForSequenceClassification";
  private static final String TOKENS = "LlamaForTokenClassification";

  @Override
  public String type() {
    return "llama";
  }

  @Override
  public List<String> architectures() {
    return List.of(LM_HEAD, BARE, SEQUENCE, TOKENS);
  }

  @Override
  public List<ConfigKey> keys() {
    return List.of(
        VOCABULARY,
        WIDTH,
        INNER,
        DEPTH,
        HEADS,
        KEY_VALUE_HEADS,
        HEAD_SIZE,
        ACTIVATION,
        CONTEXT,
        EPSILON,
        TIED,
        ATTENTION_BIAS,
        MLP_BIAS,
        ATTENTION_DROPOUT,
        THETA);
  }

  @Override
  public Graph build(Config config, String architecture) {
    int width = config.size(WIDTH);
    int heads = config.size(HEADS);
    int groups = config.size(KEY_VALUE_HEADS, heads);
    int depth = config.size(DEPTH);
    config.requireHeads(WIDTH, width, HEADS, heads);
    int size = config.size(HEAD_SIZE, width / heads);
    if (heads % groups != 0) {
      throw new InputException(
          config.where(KEY_VALUE_HEADS.key()),
          "is " + groups + ", which does not divide the " + heads + " query heads",
          "give a divisor of num_attention_heads");
    }
    if (size % 2 != 0) {
      throw new InputException(
          config.where(HEAD_SIZE.key()),
          "is " + size + ", but rotary positions turn pairs of features",
          "give an even head size");
    }
    Limits.requireNodes(config.where(DEPTH.key()), 44L * depth);
    Layers layers =
        new Layers(
            new Modules.Heads(
                heads,
                groups,
                size,
                1 / Math.sqrt((double) size),
                config.rate(ATTENTION_DROPOUT),
                config.real(THETA, 1, 1e12)),
            width,
            config.size(INNER),
            config.activation(ACTIVATION),
            config.epsilon(EPSILON),
            config.flag(ATTENTION_BIAS),
            config.flag(MLP_BIAS));
    int vocabulary = config.size(VOCABULARY);
    int context = config.size(CONTEXT);
    String root = architecture.equals(BARE) ? "" : "model.";
    Modules net = new Modules();
    Node ids = net.input("input_ids", Source.Element.DISCRETE, Modules.batchOf(context));
    String table = root + "embed_tokens";
    Node x = net.embedding(table, table + ".weight", ids, vocabulary, width);
    Node mask = net.causalMask(x.shape().dim(1), null);
    for (int i = 0; i < depth; i++) {
      x = layers.addTo(net, root + "layers." + i, x, mask);
    }
    x = net.rmsNorm(root + "norm", x, layers.epsilon);
    return switch (architecture) {
      case BARE -> net.build(x);
      case SEQUENCE -> {
        x = net.linear("score", x, config.labels(), false);
        yield net.build(net.token("last_token", x, context - 1));
      }
      case TOKENS -> net.build(net.linear("score", x, config.labels(), true));
      default -> {
        String weight = config.flag(TIED) ? table + ".weight" : "lm_head.weight";
        yield net.build(
            net.linear("lm_head", weight, "", Layer.Layout.OUT_IN, x, vocabulary, false));
      }
    };
  }

  /** What all blocks have in common. */
  private record Layers(
      Modules.Heads heads,
      int width,
      int hidden,
      Operation activation,
      double epsilon,
      boolean attentionBias,
      boolean mlpBias) {
    Node addTo(Modules net, String block, Node x, Node mask) {
      String attention = block + ".self_attn";
      long size = heads.headSize();
      Node y = net.rmsNorm(block + ".input_layernorm", x, epsilon);
      Node q = net.linear(attention + ".q_proj", y, heads.heads() * size, attentionBias);
      Node k = net.linear(attention + ".k_proj", y, heads.keyValueHeads() * size, attentionBias);
      Node v = net.linear(attention + ".v_proj", y, heads.keyValueHeads() * size, attentionBias);
      y = net.attention(attention, q, k, v, heads, mask);
      y = net.linear(attention + ".o_proj", y, width, attentionBias);
      Node z = net.sum(block + ".residual", x, y);
      y = net.rmsNorm(block + ".post_attention_layernorm", z, epsilon);
      Node gate = net.linear(block + ".mlp.gate_proj", y, hidden, mlpBias);
      gate = net.add(block + ".mlp.act_fn", activation, gate);
      Node up = net.linear(block + ".mlp.up_proj", y, hidden, mlpBias);
      y = net.product(block + ".mlp.gated", gate, up);
      y = net.linear(block + ".mlp.down_proj", y, width, mlpBias);
      return net.sum(block, z, y);
    }
  }
}
