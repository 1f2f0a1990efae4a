package org.etalon.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.etalon.depth.DepthMeasure;
import org.etalon.family.ModelReference;
import org.etalon.graph.InputException;
import org.etalon.tensor.Network;
import org.etalon.tensor.Role;
import org.etalon.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HuggingFaceReaderTest {
  private static final String TINY_LLAMA =
      """
      {"model_type": "llama", "architectures": ["%s"], "vocab_size": 100, "hidden_size": 16,
       "intermediate_size": 24, "num_hidden_layers": 2, "num_attention_heads": 4,
       "num_key_value_heads": 2, "max_position_embeddings": 32%s}
      """;

  private static Network read(String json) {
    return HuggingFaceReader.parse(json.replace('\'', '"'), "config.json");
  }

  private static Map<String, String> shapes(Network network) {
    Map<String, String> shapes = new LinkedHashMap<>();
    network.tensors().forEach(t -> shapes.put(t.name(), t.parameter().shape().toString()));
    return shapes;
  }

  private static Map<String, Role> roles(Network network) {
    Map<String, Role> roles = new LinkedHashMap<>();
    network.tensors().forEach(t -> roles.put(t.name(), t.role()));
    return roles;
  }

  private static Network family(String reference) {
    return Network.of(reference, "family", ModelReference.parse(reference).graph(), List.of());
  }

  /** Totals that the models' publishers state, or that anyone can count in PyTorch. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {'model_type': 'gpt2', 'architectures': ['GPT2LMHeadModel']}                      | 148 | 124439808
          {'model_type': 'gpt2', 'architectures': ['GPT2Model']}                            | 148 | 124439808
          {'model_type': 'gpt2', 'n_embd': 1600, 'n_layer': 48, 'n_head': 25}               | 580 | 1557611200
          {'model_type': 'llama', 'architectures': ['LlamaForCausalLM']}                    | 291 | 6738415616
          {'model_type': 'llama', 'vocab_size': 128256, 'intermediate_size': 14336, 'num_key_value_heads': 8, 'max_position_embeddings': 8192} | 291 | 8030261248
          {'model_type': 'llama', 'vocab_size': 128256, 'hidden_size': 2048, 'intermediate_size': 8192, 'num_hidden_layers': 16, 'num_key_value_heads': 8, 'tie_word_embeddings': true} | 146 | 1235814400
          {'model_type': 'bert', 'architectures': ['BertModel']}                            | 199 | 109482240
          {'model_type': 'bert', 'architectures': ['BertForMaskedLM']}                      | 202 | 109514298
          {'model_type': 'bert', 'architectures': ['BertForSequenceClassification']}        | 201 | 109483778
          {'model_type': 'vit', 'architectures': ['ViTForImageClassification'], 'num_labels': 1000} | 200 | 86567656
          {'model_type': 'vit', 'architectures': ['ViTModel']}                              | 200 | 86389248
          {'model_type': 'resnet', 'architectures': ['ResNetForImageClassification'], 'num_labels': 1000} | 161 | 25557032
          {'model_type': 'resnet', 'layer_type': 'basic', 'depths': [2, 2, 2, 2], 'hidden_sizes': [64, 128, 256, 512], 'num_labels': 1000} | 62 | 11689512
          {'model_type': 'convnext', 'architectures': ['ConvNextForImageClassification'], 'num_labels': 1000} | 182 | 28589128
          """)
  void tensorsAndScalarsAreThoseOfThePublishedModels(String config, int tensors, long scalars) {
    Network network = read(config);
    assertThat(network.scalars()).isEqualTo(java.math.BigInteger.valueOf(scalars));
    assertThat(network.tensors()).hasSize(tensors);
  }

  @Test
  void aGpt2HasConvOneDimensionalWeightsInputFeaturesFirst() {
    Network network =
        read(
            "{'model_type': 'gpt2', 'vocab_size': 50, 'n_positions': 8, 'n_embd': 6, 'n_layer': 1, 'n_head': 2}");
    assertThat(shapes(network))
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("transformer.wte.weight", "[50,6]"),
                Map.entry("transformer.wpe.weight", "[8,6]"),
                Map.entry("transformer.h.0.ln_1.weight", "[6]"),
                Map.entry("transformer.h.0.ln_1.bias", "[6]"),
                Map.entry("transformer.h.0.attn.c_attn.weight", "[6,18]"),
                Map.entry("transformer.h.0.attn.c_attn.bias", "[18]"),
                Map.entry("transformer.h.0.attn.c_proj.weight", "[6,6]"),
                Map.entry("transformer.h.0.attn.c_proj.bias", "[6]"),
                Map.entry("transformer.h.0.ln_2.weight", "[6]"),
                Map.entry("transformer.h.0.ln_2.bias", "[6]"),
                Map.entry("transformer.h.0.mlp.c_fc.weight", "[6,24]"),
                Map.entry("transformer.h.0.mlp.c_fc.bias", "[24]"),
                Map.entry("transformer.h.0.mlp.c_proj.weight", "[24,6]"),
                Map.entry("transformer.h.0.mlp.c_proj.bias", "[6]"),
                Map.entry("transformer.ln_f.weight", "[6]"),
                Map.entry("transformer.ln_f.bias", "[6]")));
    assertThat(roles(network))
        .containsEntry("transformer.wte.weight", Role.EMBEDDING)
        .containsEntry("transformer.wpe.weight", Role.POSITION)
        .containsEntry("transformer.h.0.attn.c_attn.weight", Role.HIDDEN)
        .containsEntry("transformer.ln_f.weight", Role.NORM);
    Tensor packed =
        network.tensors().stream()
            .filter(t -> t.name().endsWith("c_attn.weight"))
            .findFirst()
            .orElseThrow();
    assertThat(packed.fanIn()).hasValue(6);
    assertThat(packed.fanOut()).hasValue(18);
    assertThat(network.tensors().get(0).uses()).as("the token table is tied").hasSize(2);
  }

  @Test
  void aLlamaSharesKeysAndValuesAmongQueryHeads() {
    assertThat(shapes(read(TINY_LLAMA.formatted("LlamaForCausalLM", ""))))
        .containsEntry("model.embed_tokens.weight", "[100,16]")
        .containsEntry("model.layers.0.self_attn.q_proj.weight", "[16,16]")
        .containsEntry("model.layers.0.self_attn.k_proj.weight", "[8,16]")
        .containsEntry("model.layers.0.self_attn.v_proj.weight", "[8,16]")
        .containsEntry("model.layers.0.self_attn.o_proj.weight", "[16,16]")
        .containsEntry("model.layers.0.mlp.gate_proj.weight", "[24,16]")
        .containsEntry("model.layers.0.mlp.up_proj.weight", "[24,16]")
        .containsEntry("model.layers.0.mlp.down_proj.weight", "[16,24]")
        .containsEntry("model.layers.0.input_layernorm.weight", "[16]")
        .containsEntry("model.layers.1.post_attention_layernorm.weight", "[16]")
        .containsEntry("model.norm.weight", "[16]")
        .containsEntry("lm_head.weight", "[100,16]")
        .hasSize(2 * 9 + 3);
  }

  @Test
  void rotaryPositionsAreNoMerges() {
    Network network = read(TINY_LLAMA.formatted("LlamaForCausalLM", ""));
    assertThat(network.depths().blocks()).isEqualTo(4);
    assertThat(network.depths().minimalPath()).isEqualTo(1 + 4 + 1);
    // Embedding, twice value and output projection with gate and down, read-out.
    assertThat(network.depths().longestPath()).isEqualTo(1 + 2 * 4 + 1);
  }

  @Test
  void headsFollowTheArchitecture() {
    assertThat(shapes(read(TINY_LLAMA.formatted("LlamaModel", ""))))
        .containsKey("embed_tokens.weight")
        .doesNotContainKey("lm_head.weight")
        .containsEntry("layers.0.self_attn.q_proj.weight", "[16,16]");
    assertThat(
            shapes(
                read(
                    TINY_LLAMA.formatted("LlamaForSequenceClassification", ", \"num_labels\": 5"))))
        .containsEntry("score.weight", "[5,16]");
    assertThat(
            shapes(
                read(TINY_LLAMA.formatted("LlamaForCausalLM", ", \"tie_word_embeddings\": true"))))
        .doesNotContainKey("lm_head.weight");
    assertThat(
            shapes(
                read(
                    "{'model_type': 'vit', 'id2label': {'0': 'a', '1': 'b', '2': 'c'}, 'num_hidden_layers': 1}")))
        .containsEntry("classifier.weight", "[3,768]");
  }

  @Test
  void aBertNamesItsTensorsAsTransformersDoes() {
    Network network =
        read(
            "{'model_type': 'bert', 'vocab_size': 30, 'hidden_size': 8, 'num_hidden_layers': 1, 'num_attention_heads': 2, 'intermediate_size': 12, 'max_position_embeddings': 16}");
    assertThat(shapes(network))
        .containsEntry("bert.embeddings.word_embeddings.weight", "[30,8]")
        .containsEntry("bert.embeddings.position_embeddings.weight", "[16,8]")
        .containsEntry("bert.embeddings.token_type_embeddings.weight", "[2,8]")
        .containsEntry("bert.embeddings.LayerNorm.weight", "[8]")
        .containsEntry("bert.encoder.layer.0.attention.self.query.weight", "[8,8]")
        .containsEntry("bert.encoder.layer.0.attention.self.query.bias", "[8]")
        .containsEntry("bert.encoder.layer.0.attention.output.dense.weight", "[8,8]")
        .containsEntry("bert.encoder.layer.0.attention.output.LayerNorm.bias", "[8]")
        .containsEntry("bert.encoder.layer.0.intermediate.dense.weight", "[12,8]")
        .containsEntry("bert.encoder.layer.0.output.dense.weight", "[8,12]")
        .containsEntry("bert.encoder.layer.0.output.LayerNorm.weight", "[8]")
        .containsEntry("cls.predictions.transform.dense.weight", "[8,8]")
        .containsEntry("cls.predictions.transform.LayerNorm.weight", "[8]")
        .containsEntry("cls.predictions.bias", "[30]")
        .hasSize(5 + 16 + 5);
    assertThat(roles(network))
        .containsEntry("bert.embeddings.word_embeddings.weight", Role.EMBEDDING)
        .containsEntry("bert.embeddings.position_embeddings.weight", Role.POSITION)
        .containsEntry("bert.embeddings.token_type_embeddings.weight", Role.POSITION);
    assertThat(network.depths().blocks()).isEqualTo(2);
  }

  @Test
  void aVitNamesItsTensorsAsTransformersDoes() {
    Network network =
        read(
            "{'model_type': 'vit', 'hidden_size': 8, 'num_hidden_layers': 1, 'num_attention_heads': 2, 'intermediate_size': 12, 'image_size': 32, 'patch_size': 16, 'num_labels': 4}");
    assertThat(shapes(network))
        .containsEntry("vit.embeddings.cls_token", "[1,1,8]")
        .containsEntry("vit.embeddings.position_embeddings", "[1,5,8]")
        .containsEntry("vit.embeddings.patch_embeddings.projection.weight", "[8,3,16,16]")
        .containsEntry("vit.encoder.layer.0.attention.attention.key.weight", "[8,8]")
        .containsEntry("vit.encoder.layer.0.attention.output.dense.bias", "[8]")
        .containsEntry("vit.encoder.layer.0.intermediate.dense.weight", "[12,8]")
        .containsEntry("vit.encoder.layer.0.layernorm_before.weight", "[8]")
        .containsEntry("vit.encoder.layer.0.layernorm_after.bias", "[8]")
        .containsEntry("vit.layernorm.weight", "[8]")
        .containsEntry("classifier.weight", "[4,8]")
        .hasSize(4 + 16 + 2 + 2);
  }

  @Test
  void aResNetNamesItsTensorsAsTransformersDoes() {
    assertThat(
            shapes(
                read(
                    "{'model_type': 'resnet', 'embedding_size': 8, 'hidden_sizes': [16, 32], 'depths': [1, 1], 'image_size': 64, 'num_labels': 3}")))
        .containsEntry("resnet.embedder.embedder.convolution.weight", "[8,3,7,7]")
        .containsEntry("resnet.embedder.embedder.normalization.bias", "[8]")
        .containsEntry("resnet.encoder.stages.0.layers.0.shortcut.convolution.weight", "[16,8,1,1]")
        .containsEntry("resnet.encoder.stages.0.layers.0.layer.1.convolution.weight", "[4,4,3,3]")
        .containsEntry("resnet.encoder.stages.1.layers.0.layer.2.normalization.weight", "[32]")
        .containsEntry("classifier.1.weight", "[3,32]")
        .hasSize(3 + 2 * 12 + 2);
  }

  @Test
  void aConvNextNamesItsTensorsAsTransformersDoes() {
    Network network =
        read(
            "{'model_type': 'convnext', 'num_stages': 2, 'hidden_sizes': [4, 8], 'depths': [1, 1], 'image_size': 32, 'num_labels': 3}");
    assertThat(shapes(network))
        .containsEntry("convnext.embeddings.patch_embeddings.weight", "[4,3,4,4]")
        .containsEntry("convnext.embeddings.layernorm.weight", "[4]")
        .containsEntry("convnext.encoder.stages.0.layers.0.layer_scale_parameter", "[4]")
        .containsEntry("convnext.encoder.stages.0.layers.0.dwconv.weight", "[4,1,7,7]")
        .containsEntry("convnext.encoder.stages.0.layers.0.pwconv1.weight", "[16,4]")
        .containsEntry("convnext.encoder.stages.1.downsampling_layer.0.weight", "[4]")
        .containsEntry("convnext.encoder.stages.1.downsampling_layer.1.weight", "[8,4,2,2]")
        .containsEntry("convnext.layernorm.bias", "[8]")
        .containsEntry("classifier.bias", "[3]")
        .hasSize(4 + 2 * 9 + 4 + 4);
    Tensor gain =
        network.tensors().stream()
            .filter(t -> t.name().endsWith("0.layer_scale_parameter"))
            .findFirst()
            .orElseThrow();
    assertThat(gain.role()).isEqualTo(Role.SCALE);
    assertThat(gain.parameter().initialValue()).isEqualTo(OptionalDouble.of(1e-6));
  }

  /** Packed or separate, queries, keys and values are on the same paths, but count as layers. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {'model_type': 'gpt2'}                     | gpt         | 0
          {'model_type': 'vit', 'num_labels': 1000}  | vit         | 24
          {'model_type': 'resnet', 'num_labels': 10} | resnet-50   | 0
          {'model_type': 'resnet', 'layer_type': 'basic', 'hidden_sizes': [64, 128, 256, 512], 'depths': [2, 2, 2, 2]} | resnet-18 | 0
          """)
  void depthsAreThoseOfTheBuiltInFamily(String config, String reference, int moreLayers) {
    Network network = read(config);
    Network family = family(reference);
    for (DepthMeasure measure : DepthMeasure.values()) {
      if (measure != DepthMeasure.LAYERS) {
        assertThat(network.depths().get(measure))
            .as(measure.id())
            .isEqualTo(family.depths().get(measure));
      }
    }
    assertThat(network.depths().moments()).isEqualTo(family.depths().moments());
    assertThat(network.depths().layers()).isEqualTo(family.depths().layers() + moreLayers);
    Function<Network, List<Role>> roles =
        n -> n.tensors().stream().map(Tensor::role).distinct().sorted().toList();
    assertThat(roles.apply(network)).isEqualTo(roles.apply(family));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {'model_type': 'gpt2', 'n_embd': 100, 'n_head': 12}      | n_embd: is 100, which does not divide into 12 heads
          {'model_type': 'gpt2', 'n_embd': 96, 'hidden_size': 48}  | two names of one field
          {'model_type': 'gtp2'}                                   | did you mean 'gpt2'?
          {'model_type': 'mixtral'}                                | known: gpt2, llama, bert, vit, resnet, convnext
          {'model_type': 7}                                        | model_type
          {'model_type': 'gpt2', 'activation_function': 'gelo'}    | did you mean 'gelu'?
          {'model_type': 'gpt2', 'n_layer': 0}                     | n_layer: is 0, expected a whole number from 1
          {'model_type': 'gpt2', 'n_layer': -3}                    | n_layer: is -3
          {'model_type': 'gpt2', 'n_layer': 1.5}                   | n_layer: is 1.5
          {'model_type': 'gpt2', 'n_layer': 99999999999999999999}  | n_layer
          {'model_type': 'gpt2', 'n_layer': 60000000}              | more than 500000 nodes
          {'model_type': 'gpt2', 'n_layer': 'twelve'}              | n_layer: is 'twelve'
          {'model_type': 'gpt2', 'add_cross_attention': true}      | add_cross_attention: asks for cross-attention
          {'model_type': 'gpt2', 'architectures': ['GPT2DoubleHeadsModel']} | 'GPT2DoubleHeadsModel' is not built
          {'model_type': 'gpt2', 'architectures': 'GPT2LMHeadModel'} | is no list of class names
          {'model_type': 'llama', 'num_key_value_heads': 5}        | does not divide the 32 query heads
          {'model_type': 'llama', 'head_dim': 5}                   | pairs of features
          {'model_type': 'llama', 'num_local_experts': 8}          | a mixture of experts
          {'model_type': 'llama', 'quantization_config': {'bits': 4}} | quantised weights
          {'model_type': 'bert', 'position_embedding_type': 'relative_key'} | position_embedding_type
          {'model_type': 'bert', 'hidden_dropout_prob': 2}         | hidden_dropout_prob
          {'model_type': 'resnet', 'depths': [1, 2]}               | depths: has 2 entries, but hidden_sizes has 4
          {'model_type': 'resnet', 'depths': [1, 2, 3, 0]}         | depths: is 0
          {'model_type': 'resnet', 'layer_type': 'deep'}           | layer_type
          {'model_type': 'convnext', 'num_stages': 3}              | num_stages: is 3, but hidden_sizes has 4
          {'model_type': 'vit', 'patch_size': 300}                 | larger than the image
          {'model_type': 'vit', 'num_labels': 3, 'id2label': {'0': 'a'}} | id2label names 1 labels
          {'model_type': 'vit', 'hidden_size': [768]}              | hidden_size
          {'architectures': ['NopeModel']}                         | model_type: is missing
          """)
  void whatContradictsOrCannotBeBuiltIsRefusedByField(String config, String message) {
    assertThatThrownBy(() -> read(config))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message);
  }

  @Test
  void defaultsThatWereTakenAreNamed() {
    assertThat(read("{'model_type': 'gpt2', 'n_embd': 48}").findings())
        .anySatisfy(f -> assertThat(f.message()).contains("n_layer").doesNotContain("n_embd"))
        .anySatisfy(f -> assertThat(f.message()).contains("built as GPT2LMHeadModel"));
  }
}
