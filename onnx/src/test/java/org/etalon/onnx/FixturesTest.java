package org.etalon.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.etalon.depth.Depths;
import org.etalon.graph.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The depths of real networks, as an independent implementation computed them. */
class FixturesTest {
  private static final JsonNode REFERENCE = Resources.json("fixtures/onnx_depths.json");

  static List<String> readable() {
    List<String> names = new ArrayList<>();
    for (JsonNode entry : REFERENCE) {
      if (!entry.has("refused")) {
        names.add(entry.get("model").asString());
      }
    }
    return names;
  }

  @ParameterizedTest
  @MethodSource("readable")
  void depthsAgreeWithTheReference(String name) {
    JsonNode expected = expected(name);
    Depths depths = Resources.fixture(name).depths();
    assertThat(depths.minimalPath()).isEqualTo(expected.get("minimalPath").asInt());
    assertThat(depths.updateUnits()).isEqualTo(expected.get("updateUnits").asInt());
    assertThat(depths.longestPath()).isEqualTo(expected.get("longestPath").asInt());
    assertThat(depths.layers()).isEqualTo(expected.get("layers").asInt());
    if (expected.has("paths")) {
      assertThat(depths.moments().count()).hasToString(expected.get("paths").asString());
      assertThat(depths.moments().sumDepth()).hasToString(expected.get("sumDepth").asString());
      assertThat(depths.moments().sumDepthCubed())
          .hasToString(expected.get("sumDepthCubed").asString());
    }
  }

  private static JsonNode expected(String name) {
    for (JsonNode entry : REFERENCE) {
      if (entry.get("model").asString().equals(name)) {
        return entry;
      }
    }
    throw new IllegalArgumentException(name);
  }

  @Test
  void everyFixtureIsCovered() {
    assertThat(readable()).hasSize(17);
    assertThat(Resources.models().stream().filter(f -> f.toString().contains("fixtures")))
        .hasSize(18);
  }

  @Test
  void residualBlocksAreCountedByTheirAdditions() {
    assertThat(Resources.fixture("resnet18").depths().blocks()).isEqualTo(8);
    assertThat(Resources.fixture("resnet50").depths().blocks()).isEqualTo(16);
    assertThat(Resources.fixture("vit_b_16").depths().blocks()).isEqualTo(24);
    assertThat(Resources.fixture("vgg16").depths().blocks()).isZero();
  }

  @Test
  void recurrentNetworksAreRefusedByOperatorAndNode() {
    assertThatThrownBy(() -> Resources.fixture("lstm"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("lstm.onnx")
        .hasMessageContaining("node /LSTM (LSTM)")
        .hasMessageContaining("is recurrent");
  }
}
