package org.etalon.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.etalon.depth.DepthMeasure;
import org.etalon.family.ModelReference;
import org.etalon.graph.Shape;
import org.etalon.tensor.Network;
import org.etalon.tensor.Role;
import org.etalon.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names, shapes and roles of the tensors in real networks. */
class FixtureTensorsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "resnet18 | resnet-18",
        "resnet50 | resnet-50",
        "vgg16 | vgg-16",
        "vit_b_16 | vit",
        "gpt_tied_L4 | gpt:depth=4,width=128,heads=4,vocab=1000,context=64,tied=true"
      })
  void theFileAndTheBuiltInFamilyAreOneNetwork(String fixture, String family) {
    Network file = Resources.fixture(fixture);
    Network built = ModelReference.parse(family).network();
    for (DepthMeasure measure : DepthMeasure.values()) {
      assertThat(file.depths().get(measure))
          .as(measure.id())
          .isEqualTo(built.depths().get(measure));
    }
    assertThat(file.depths().moments()).isEqualTo(built.depths().moments());
    assertThat(shapes(file)).containsExactlyInAnyOrderEntriesOf(shapes(built));
    for (Tensor tensor : built.tensors()) {
      Tensor same = tensor(file, tensor.name());
      assertThat(same.role()).as(tensor.name()).isEqualTo(tensor.role());
      assertThat(same.uses()).as(tensor.name()).hasSameSizeAs(tensor.uses());
      assertThat(same.block()).as(tensor.name()).isEqualTo(tensor.block());
      assertThat(same.fanIn()).as(tensor.name()).isEqualTo(tensor.fanIn());
    }
  }

  private static Map<String, Shape> shapes(Network network) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    network.tensors().forEach(t -> shapes.put(t.name(), t.parameter().shape()));
    return shapes;
  }

  private static Tensor tensor(Network network, String name) {
    return network.tensors().stream()
        .filter(t -> t.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is missing"));
  }

  @Test
  void classTokenAndPositionTableOfAVisionTransformerArePositions() {
    Network vit = Resources.fixture("vit_b_16");
    assertThat(tensor(vit, "class_token").role()).isEqualTo(Role.POSITION);
    assertThat(tensor(vit, "encoder.pos_embedding").role()).isEqualTo(Role.POSITION);
    assertThat(tensor(vit, "conv_proj.weight").role()).isEqualTo(Role.INPUT);
    assertThat(tensor(vit, "heads.head.weight").role()).isEqualTo(Role.OUTPUT);
    assertThat(vit.scalars()).hasToString("86567656");
  }

  @Test
  void layerScaleGainsAreScales() {
    Network convnext = Resources.fixture("convnext_tiny");
    assertThat(convnext.tensors().stream().filter(t -> t.name().endsWith("layer_scale")))
        .hasSize(18)
        .allMatch(t -> t.role() == Role.SCALE);
    assertThat(tensor(convnext, "classifier.0.weight").role()).isEqualTo(Role.NORM);
  }

  @Test
  void aTiedEmbeddingIsOneTensorWithTwoUses() {
    Tensor table = tensor(Resources.fixture("gpt_tied_L4"), "tok.weight");
    assertThat(table.role()).isEqualTo(Role.EMBEDDING);
    assertThat(table.uses())
        .extracting(use -> use.role())
        .containsExactly(Role.EMBEDDING, Role.OUTPUT);
    assertThat(table.block()).isEqualTo(OptionalInt.empty());
  }

  @Test
  void anUntiedReadOutIsATensorOfItsOwn() {
    Network gpt = Resources.fixture("mup_gpt_w128");
    assertThat(tensor(gpt, "tok.weight").uses()).hasSize(1);
    assertThat(tensor(gpt, "head.weight").role()).isEqualTo(Role.OUTPUT);
    assertThat(tensor(gpt, "pos.weight").role()).isEqualTo(Role.POSITION);
  }

  @Test
  void runningStatisticsAreNoParameters() {
    Network resnet = Resources.fixture("resnet18");
    assertThat(resnet.tensors()).hasSize(62);
    assertThat(resnet.scalars()).hasToString("11689512");
    assertThat(resnet.tensors()).noneMatch(t -> t.name().contains("running"));
  }

  @Test
  void depthwiseKernelsSumOverOneChannel() {
    Tensor depthwise = tensor(Resources.fixture("mobilenet_v2"), "features.1.conv.0.0.weight");
    assertThat(depthwise.parameter().shape()).hasToString("[32,1,3,3]");
    assertThat(depthwise.fanIn()).hasValue(9);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"resnet18", "resnet50", "vgg16", "densenet121", "googlenet", "mobilenet_v2"})
  void nothingIsToBeSaidOfAPlainExport(String name) {
    assertThat(Resources.fixture(name).findings()).isEmpty();
  }
}
