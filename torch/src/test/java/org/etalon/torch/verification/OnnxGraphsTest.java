package org.etalon.torch.verification;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.etalon.torch.Memory;
import org.etalon.torch.Precision;
import org.etalon.torch.model.Model;
import org.etalon.torch.program.GraphRun.Numbers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole ONNX graphs compute what ONNX Runtime computes, with weights drawn by Etalon. */
class OnnxGraphsTest {
  private static final double TOLERANCE = 1e-4;

  @ParameterizedTest
  @CsvSource({
    "resnet18, 2 3 64 64",
    "mobilenet_v2, 1 3 64 64",
    "googlenet, 1 3 64 64",
    "unet, 2 3 16 16",
    "gpt_tied_L4, ''",
    "mup_mlp_w64, ''",
    "mup_cnn_w16, ''",
    "mup_gpt_w128, ''",
    "with_weights_small, ''"
  })
  void graphComputesWhatOnnxRuntimeComputes(String name, String input, @TempDir Path folder)
      throws IOException, OrtException {
    require("fixtures/" + name + ".onnx", input, folder);
  }

  @Tag("full")
  @ParameterizedTest
  @CsvSource({
    "resnet18, ''",
    "resnet50, ''",
    "densenet121, 2 3 96 96",
    "convnext_tiny, ''",
    "vit_b_16, ''",
    "vgg16, ''",
    "mup_mlp_w512, ''",
    "mup_cnn_w64, ''",
    "mup_gpt_w768, ''"
  })
  void largeGraphComputesWhatOnnxRuntimeComputes(String name, String input, @TempDir Path folder)
      throws IOException, OrtException {
    require("fixtures/" + name + ".onnx", input, folder);
  }

  /**
   * All exports that ONNX Runtime runs and whose parameters can be told by name or first use. One
   * is left out that the engine runs otherwise: layer norms with the unbiased variance are read as
   * layer norms.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "clip_like_dynamic",
        "conv3d",
        "dcgan",
        "emb_masked_mean",
        "fam_cnn_1d_circular",
        "fam_resnet_batch",
        "gpt_tied",
        "hm_gemm_forms",
        "hm_op13_ln_form1",
        "hm_op13_rms_form2",
        "hm_op18_GroupNormalization",
        "hm_op18_ln_form2_tf",
        "hm_op18_local_function",
        "hm_op20_Gelu_LN",
        "hm_op21_GroupNormalization",
        "hm_op23_Attention_packed",
        "hm_op7_ir3_init_in_inputs",
        "hm_op8_ir3_init_in_inputs",
        "hm_reshape_transpose_weight",
        "hm_unsorted_nodes",
        "hm_weight_on_the_left",
        "llama",
        "manual_softmax_attn",
        "mlp_newgelu2",
        "multi_output",
        "nw_gpt_train_dynamic_op13",
        "nw_mlp_eval_fold_op13",
        "nw_resnet_train_dynamic_op13",
        "nw_unet_train_dynamic_op13",
        "odd_ghost",
        "onehot",
        "op11_llama_nw_train",
        "op12_senet_nw_train",
        "op14_resnet_nw_train",
        "op15_mlp_hardswish_nw_train",
        "op16_mlp_mish_nw_train",
        "op17_convnext_nw_train",
        "op9_mlp_w_eval",
        "resnet_small_groupnorm",
        "sum_tree",
        "tv_squeezenet1_1",
        "twotower_static_first_only",
        "twotower_weights",
        "w_autoenc_tied_eval_op13",
        "w_einsum_attn_eval_op13",
        "w_mlp_eval_external",
        "w_mlp_eval_nofold_op13",
        "w_mlp_eval_op13",
        "w_mlp_train_keepinputs_op13",
        "x_plus_x",
        "hm_identity_chains_tied",
        "w_resnet_eval_external",
        "w_resnet_eval_op13",
        "w_gpt_eval_external"
      })
  void exportOfAnyStyleComputesWhatOnnxRuntimeComputes(String name, @TempDir Path folder)
      throws IOException, OrtException {
    require("exports/" + name + ".onnx", "", folder);
  }

  private static void require(String resource, String input, Path folder)
      throws IOException, OrtException {
    long[] sizes =
        input.isBlank()
            ? new long[0]
            : java.util.Arrays.stream(input.split(" ", -1)).mapToLong(Long::parseLong).toArray();
    OnnxModel onnx = OnnxModel.resource(resource, folder, sizes);
    try (Model model = onnx.model(Precision.FLOAT32)) {
      Map<String, Tensor> data = onnx.data(model, 8, 0);
      Numbers found = OnnxModel.engine(model, data);
      Numbers expected = onnx.runtime(model, data);
      data.values().forEach(Memory::free);
      assertThat(found.shape()).containsExactly(expected.shape());
      double difference = OnnxModel.difference(found, expected);
      System.out.printf(
          Locale.ROOT, "%s: differs from ONNX Runtime by %.1e%n", resource, difference);
      assertThat(difference).isLessThan(TOLERANCE);
    }
  }
}
