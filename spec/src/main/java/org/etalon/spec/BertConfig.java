package org.etalon.spec;

import java.util.List;
import org.etalon.graph.Body;
import org.etalon.graph.Call;
import org.etalon.graph.Graph;
import org.etalon.graph.Layer;
import org.etalon.graph.Node;
import org.etalon.graph.Operation;
import org.etalon.graph.Pointwise;
import org.etalon.graph.Shape;
import org.etalon.graph.Source;

/**
 * BERT as transformers' {@code models/bert/modeling_bert.py} builds it: post-norm, with tables for
 * words, positions and token types. Sequences fill all positions. Token types are what transformers
 * takes by itself, all the first type, so their table is added like a position table and is no
 * second look-up of data.
 */
final class BertConfig implements ConfigModel {
  private static final ConfigKey VOCABULARY =
      ConfigKey.size("vocab_size", 30522, "number of different tokens");
  private static final ConfigKey WIDTH = ConfigKey.size("hidden_size", 768, "features of a token");
  private static final ConfigKey DEPTH =
      ConfigKey.size("num_hidden_layers", 12, "number of blocks");
  private static final ConfigKey HEADS =
      ConfigKey.size("num_attention_heads", 12, "attention heads");
  private static final ConfigKey INNER =
      ConfigKey.size("intermediate_size", 3072, "hidden features of a block's MLP");
  private static final ConfigKey ACTIVATION =
      ConfigKey.word("hidden_act", "gelu", "nonlinearity of the MLPs and the prediction head");
  private static final ConfigKey DROPOUT =
      ConfigKey.real("hidden_dropout_prob", "0.1", "dropout after embeddings and in every branch");
  private static final ConfigKey ATTENTION_DROPOUT =
      ConfigKey.real("attention_probs_dropout_prob", "0.1", "dropout on the attention weights");
  private static final ConfigKey POSITIONS =
      ConfigKey.size("max_position_embeddings", 512, "tokens of a sequence");
  private static final ConfigKey TOKEN_TYPES =
      ConfigKey.size("type_vocab_size", 2, "number of token types");
  private static final ConfigKey EPSILON =
      ConfigKey.real("layer_norm_eps", "1e-12", "added to the variance");
  private static final ConfigKey POSITION_TYPE =
      ConfigKey.word("position_embedding_type", "absolute", "kind of positions");
  private static final ConfigKey DECODER =
      ConfigKey.flag("is_decoder", false, "whether later positions are hidden");
  private static final ConfigKey TIED =
      ConfigKey.flag(
          "tie_word_embeddings", true, "whether the prediction head uses the word table");

  private static final Operation TANH = new Pointwise.Activation(Pointwise.Function.TANH);

  private static final String MASKED = "BertForMaskedLM";
  private static final String BARE = "BertModel";
  private static final String LM_HEAD = "BertLMHeadModel";
  private static final String PRE_TRAINING = "BertForPreTraining";
  private static final String NEXT = "BertForNextSentencePrediction";
  private static final String SEQUENCE = "BertForSequenceClassification";
  private static final String TOKENS = "BertForTokenClassification";
  private static final String ANSWERS = "BertForQuestionAnswering";

  @Override
  public String type() {
    return "bert";
  }

  @Override
  public List<String> architectures() {
    return List.of(MASKED, BARE, LM_HEAD, PRE_TRAINING, NEXT, SEQUENCE, TOKENS, ANSWERS);
  }

  @Override
  public List<ConfigKey> keys() {
    return List.of(
        VOCABULARY,
        WIDTH,
        DEPTH,
        HEADS,
        INNER,
        ACTIVATION,
        DROPOUT,
        ATTENTION_DROPOUT,
        POSITIONS,
        TOKEN_TYPES,
        EPSILON,
        POSITION_TYPE,
        DECODER,
        TIED);
  }

  @Override
  public Graph build(Config config, String architecture) {
    int width = config.size(WIDTH);
    int heads = config.size(HEADS);
    int depth = config.size(DEPTH);
    config.requireHeads(WIDTH, width, HEADS, heads);
    config.word(POSITION_TYPE, List.of("absolute"));
    Limits.requireNodes(config.where(DEPTH.key()), 44L * depth);
    int positions = config.size(POSITIONS);
    int vocabulary = config.size(VOCABULARY);
    int hidden = config.size(INNER);
    double epsilon = config.epsilon(EPSILON);
    double dropout = config.rate(DROPOUT);
    Operation activation = config.activation(ACTIVATION);
    Modules.Heads core =
        new Modules.Heads(
            heads,
            heads,
            width / heads,
            1 / Math.sqrt((double) width / heads),
            config.rate(ATTENTION_DROPOUT),
            0);
    String root = architecture.equals(BARE) ? "" : "bert.";
    Modules net = new Modules();
    Node ids = net.input("input_ids", Source.Element.DISCRETE, Modules.batchOf(positions));
    String tables = root + "embeddings.";
    String words = tables + "word_embeddings";
    Node x = net.embedding(words, words + ".weight", ids, vocabulary, width);
    Node types =
        net.add(
            "token_type_ids",
            new Source.Auxiliary(
                Body.of(
                    new Call("ConstantOfShape").with("shape", 1, positions).with("value", 0), 0),
                Shape.of(1, positions),
                true));
    String type = tables + "token_type_embeddings";
    Node typed = net.embedding(type, type + ".weight", types, config.size(TOKEN_TYPES), width);
    Node placed = net.parameter(tables + "position_embeddings.weight", positions, width);
    config.note(
        "token_type_ids", "taken as transformers does by default: all tokens of the first type");
    x = net.sum(root + "embeddings", x, typed, placed);
    x = net.layerNorm(tables + "LayerNorm", x, epsilon);
    x = net.dropout(tables + "dropout", x, dropout);
    boolean causal = architecture.equals(LM_HEAD) || config.flag(DECODER);
    Node mask = causal ? net.causalMask(x.shape().dim(1), null) : null;
    for (int i = 0; i < depth; i++) {
      String block = root + "encoder.layer." + i;
      String attention = block + ".attention.self";
      Node q = net.linear(attention + ".query", x, width, true);
      Node k = net.linear(attention + ".key", x, width, true);
      Node v = net.linear(attention + ".value", x, width, true);
      Node y = net.attention(attention, q, k, v, core, mask);
      y = net.linear(block + ".attention.output.dense", y, width, true);
      y = net.dropout(block + ".attention.output.dropout", y, dropout);
      x = net.sum(block + ".attention.output", y, x);
      x = net.layerNorm(block + ".attention.output.LayerNorm", x, epsilon);
      y = net.linear(block + ".intermediate.dense", x, hidden, true);
      y = net.add(block + ".intermediate", activation, y);
      y = net.linear(block + ".output.dense", y, width, true);
      y = net.dropout(block + ".output.dropout", y, dropout);
      x = net.sum(block + ".output", y, x);
      x = net.layerNorm(block + ".output.LayerNorm", x, epsilon);
    }
    return switch (architecture) {
      case BARE -> net.build(pooled(net, root, x, width));
      case NEXT ->
          net.build(net.linear("cls.seq_relationship", pooled(net, root, x, width), 2, true));
      case SEQUENCE -> {
        x = net.dropout("dropout", pooled(net, root, x, width), dropout);
        yield net.build(net.linear("classifier", x, config.labels(), true));
      }
      case TOKENS -> {
        x = net.dropout("dropout", x, dropout);
        yield net.build(net.linear("classifier", x, config.labels(), true));
      }
      case ANSWERS -> net.build(net.linear("qa_outputs", x, config.labels(), true));
      default -> {
        if (architecture.equals(PRE_TRAINING)) {
          config.note(
              "cls.seq_relationship",
              "the second output, with the pooler before it, is not analysed; the first is");
        }
        String head = "cls.predictions";
        x = net.linear(head + ".transform.dense", x, width, true);
        x = net.add(head + ".transform", activation, x);
        x = net.layerNorm(head + ".transform.LayerNorm", x, epsilon);
        String weight = config.flag(TIED) ? words + ".weight" : head + ".decoder.weight";
        yield net.build(
            net.linear(
                head + ".decoder",
                weight,
                head + ".bias",
                Layer.Layout.OUT_IN,
                x,
                vocabulary,
                true));
      }
    };
  }

  private static Node pooled(Modules net, String root, Node x, int width) {
    Node first = net.token(root + "pooler.first_token", x, 0);
    Node dense = net.linear(root + "pooler.dense", first, width, true);
    return net.add(root + "pooler.activation", TANH, dense);
  }
}
