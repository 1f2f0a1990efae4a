package org.etalon.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etalon.depth.DepthMeasure;
import org.etalon.depth.Depths;
import org.etalon.graph.Finding;
import org.etalon.graph.InputException;
import org.etalon.tensor.Network;
import org.etalon.tensor.Role;
import org.etalon.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Files as exporters and people write them, against an independent implementation's numbers. */
class ExportsTest {
  private static final JsonNode EXPECTED = Resources.json("exports/expected.json");

  // ---- weights ----

  @ParameterizedTest
  @ValueSource(
      strings = {
        "w_mlp_eval_op13",
        "w_mlp_eval_nofold_op13",
        "w_mlp_train_keepinputs_op13",
        "w_autoenc_tied_eval_op13",
        "w_einsum_attn_eval_op13",
        "w_layernorm_variants_eval_op13",
        "nw_mlp_eval_fold_op13",
        "op9_mlp_w_eval"
      })
  void weightsThatTheExporterRenamedAndTransposedGetTheirNamesAndShapesBack(String name) {
    assertThat(agrees(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "w_mlp_eval_external",
        "w_resnet_eval_external",
        "w_resnet_train_external_many",
        "w_gpt_eval_external"
      })
  void externalDataAreNeitherNeededNorRead(String name) {
    agrees(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"w_resnet_eval_op13", "w_resnet_eval_external"})
  void foldedBatchNormIsGoneButSaidToBe(String name) {
    Network network = agreeing(name);
    assertThat(network.tensors()).noneMatch(t -> t.role() == Role.NORM);
    assertThat(network.findings())
        .anyMatch(f -> f.message().contains("batch normalisation was folded"));
  }

  @Test
  void aWeightThatWasComputedBeforeTheExportKeepsTheFilesName() {
    Network network = agreeing("w_weight_standardised_eval_op13");
    assertThat(network.findings()).anyMatch(f -> f.message().contains("could not be recovered"));
  }

  /** PyTorch's exporter writes parameters of equal values once and the others as Identities. */
  @Test
  void anIdentityOfAWeightIsAnotherWeightThatEqualsIt() {
    assertThat(agreeing("hm_identity_chains_tied").tensors())
        .hasSize(3)
        .allMatch(t -> t.uses().size() == 1);
  }

  @Test
  void theTransposedCopyOfAnEmbeddingIsTheEmbedding() {
    Network network = agreeing("gpt_tied");
    assertThat(network.tensors())
        .filteredOn(t -> t.role() == Role.EMBEDDING)
        .singleElement()
        .satisfies(t -> assertThat(t.uses()).hasSize(2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hm_gemm_forms",
        "hm_weight_on_the_left",
        "hm_reshape_transpose_weight",
        "hm_cast_dequant_weights",
        "hm_constant_node_weights",
        "hm_op7_ir3_init_in_inputs",
        "hm_op8_ir3_init_in_inputs"
      })
  void aLayerIsALayerHoweverItsWeightIsWritten(String name) {
    agrees(name);
  }

  // ---- opsets and sizes ----

  @ParameterizedTest
  @ValueSource(
      strings = {
        "op11_llama_nw_train",
        "op12_senet_nw_train",
        "op14_resnet_nw_train",
        "op15_mlp_hardswish_nw_train",
        "op16_mlp_mish_nw_train",
        "op17_convnext_nw_train",
        "hm_op18_GroupNormalization",
        "hm_op20_Gelu_LN",
        "hm_op21_GroupNormalization",
        "hm_op23_RMS_Attention",
        "hm_op23_RotaryEmbedding",
        "hm_op23_Attention_packed"
      })
  void everyOpsetIsReadAsItDefinesItsOperators(String name) {
    agrees(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nw_gpt_train_dynamic_op13",
        "nw_resnet_train_dynamic_op13",
        "nw_unet_train_dynamic_op13",
        "clip_like_dynamic"
      })
  void symbolicSizesAreCarriedThrough(String name) {
    assertThat(agrees(name)).isTrue();
  }

  // ---- patterns ----

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hm_op13_ln_form1",
        "hm_op18_ln_form2_tf",
        "hm_op13_rms_form2",
        "resnet_small_groupnorm",
        "mlp_newgelu2",
        "manual_softmax_attn",
        "llama",
        "hm_op18_local_function"
      })
  void decomposedPatternsAreTheOneOperationTheyStandFor(String name) {
    agrees(name);
  }

  @Test
  void theNormalisationsOfALlamaAreRecognisedWithTheirGains() {
    assertThat(agreeing("llama").tensors())
        .filteredOn(t -> t.parameter().shape().rank() == 1)
        .hasSize(7)
        .allMatch(t -> t.role() == Role.NORM);
  }

  @Test
  void circularPaddingIsNoJoin() {
    assertThat(agreeing("fam_cnn_1d_circular").depths().moments().count()).hasToString("1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dcgan",
        "conv3d",
        "odd_ghost",
        "tv_squeezenet1_1",
        "fam_resnet_batch",
        "onehot",
        "emb_masked_mean",
        "sum_tree",
        "x_plus_x"
      })
  void layersAndMergesAreCounted(String name) {
    agrees(name);
  }

  @Test
  void aTransposedConvolutionSumsOverItsInputChannels() {
    Tensor weight = agreeing("dcgan").tensors().get(0);
    assertThat(weight.parameter().shape().rank()).isEqualTo(4);
    assertThat(weight.fanIn())
        .hasValue(
            weight.parameter().shape().dim(0).value()
                * weight.parameter().shape().dim(2).value()
                * weight.parameter().shape().dim(3).value());
  }

  // ---- inputs and outputs ----

  @Test
  void bothTowersCountWhereBothInputsAreData() {
    assertThat(agreeing("twotower_weights").graph().inputs()).hasSize(2);
  }

  @Test
  void theUserDecidesWhichInputsAreData() {
    Network one = agreeing("twotower_static_first_only");
    assertThat(one.graph().inputs()).hasSize(1);
    Network both = Resources.export("twotower_static_first_only", Resources.inputs("user", "item"));
    assertThat(both.graph().inputs()).hasSize(2);
    assertThat(both.depths().layers()).isGreaterThan(one.depths().layers());
  }

  @Test
  void theFirstOutputIsAnalysedAndAFindingNamesTheOthers() {
    Network network = agreeing("multi_output");
    assertThat(network.findings())
        .extracting(Finding::message)
        .anyMatch(m -> m.contains("second") && m.contains("third"));
  }

  @Test
  void anotherOutputCanBeChosen() {
    Network second = Resources.export("multi_output", Resources.output("second"));
    assertThat(second.depths()).isNotEqualTo(agreeing("multi_output").depths());
  }

  @Test
  void whatOnlyOtherOutputsUseDoesNotCount() {
    agrees("hm_second_output_uses_sum");
    agrees("hm_lstm_off_path");
    agrees("hm_unsorted_nodes");
  }

  @Test
  void anUnknownInputOrOutputIsRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> Resources.export("multi_output", Resources.output("seconds")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("'seconds'")
        .hasMessageContaining("third");
    assertThatThrownBy(() -> Resources.export("twotower_weights", Resources.inputs("users")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("'users'")
        .hasMessageContaining("item");
  }

  @Test
  void aNetworkWithoutPathOrLayersIsAnsweredWithAFinding() {
    Network pathless = agreeing("hm_no_path_shape");
    assertThat(pathless.depths().get(DepthMeasure.LAYERS)).isEmpty();
    assertThat(pathless.findings()).anyMatch(f -> f.message().contains("no path"));
    Network layerless = agreeing("hm_no_layers");
    assertThat(layerless.findings()).anyMatch(f -> f.message().contains("no parameterised layer"));
  }

  // ---- refusals ----

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hm_refuse_if",
        "hm_refuse_loop",
        "hm_refuse_scan",
        "refuse_gru",
        "refuse_rnn",
        "hm_cyclic",
        "hm_dangling"
      })
  void whatHasNoHonestAnswerIsRefusedNamingFileAndNode(String name) {
    assertThat(EXPECTED.get(name).has("refused")).isTrue();
    assertThatThrownBy(() -> Resources.export(name, OnnxOptions.DEFAULT))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(name + ".onnx")
        .hasMessageContaining("node ");
  }

  // ---- comparison ----

  private static Network agreeing(String name) {
    Network network = read(name);
    check(name, network);
    return network;
  }

  /** Compares a file; the answer says whether the parameters' names were compared too. */
  private static boolean agrees(String name) {
    return check(name, read(name));
  }

  private static Network read(String name) {
    JsonNode input = EXPECTED.get(name).get("input");
    String[] inputs = input == null ? new String[0] : strings(input);
    return Resources.export(name, new OnnxOptions(List.of(inputs), Optional.empty()));
  }

  private static String[] strings(JsonNode list) {
    String[] strings = new String[list.size()];
    Arrays.setAll(strings, i -> list.get(i).asString());
    return strings;
  }

  private static boolean check(String name, Network network) {
    JsonNode expected = EXPECTED.get(name);
    Depths depths = network.depths();
    assertThat(depths.moments().count()).hasToString(expected.get("count").asString());
    assertThat(depths.moments().sumDepthCubed())
        .hasToString(expected.get("sumDepthCubed").asString());
    for (DepthMeasure measure : DepthMeasure.values()) {
      JsonNode value = expected.get("depth").get(measure.id());
      if (value.isNull()) {
        assertThat(depths.get(measure)).as(measure.id()).isEmpty();
      } else {
        double found = depths.get(measure).orElseThrow().toDouble();
        double wanted = value.asDouble();
        assertThat(Math.abs(found - wanted)).as(measure.id()).isLessThanOrEqualTo(1e-12 * wanted);
      }
    }
    JsonNode parameters = expected.get("parameters");
    if (parameters == null) {
      return false;
    }
    Map<String, String> wanted = new LinkedHashMap<>();
    parameters.properties().forEach(p -> wanted.put(p.getKey(), p.getValue().toString()));
    Map<String, String> found = new LinkedHashMap<>();
    network.tensors().forEach(t -> found.put(t.name(), t.parameter().shape().toString()));
    assertThat(found).containsExactlyInAnyOrderEntriesOf(wanted);
    return true;
  }
}
