package org.etalon.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.etalon.family.Families;
import org.etalon.family.ModelFamily;
import org.etalon.family.ModelReference;
import org.etalon.graph.Completeness;
import org.etalon.graph.Node;
import org.etalon.graph.Rearrangement;
import org.etalon.graph.Source;
import org.etalon.tensor.Network;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What families, specs and configs make can be run: every node says what it computes. */
class CompletenessTest {
  static Stream<String> references() {
    return Stream.concat(
        Families.all().stream().map(ModelFamily::example),
        Stream.of(
            "gpt:norm=post,depth=2",
            "vit:norm=post,depth=2",
            "nasbench201:3_24_440",
            "nasbench201:0_00_000"));
  }

  @ParameterizedTest
  @MethodSource("references")
  void everyNodeOfEveryFamilySaysWhatItComputes(String reference) {
    assertThat(Completeness.gaps(ModelReference.parse(reference).graph())).isEmpty();
  }

  static List<String> examples() {
    return DocsTest.examples();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyNodeOfTheDocumentedSpecsSaysWhatItComputes(String text) {
    assertThat(Completeness.gaps(SpecReader.parse(text, "spec.md").graph())).isEmpty();
  }

  @Test
  void everyNodeOfEveryConfigSaysWhatItComputes() {
    for (String type : HuggingFaceReader.types()) {
      Network network = HuggingFaceReader.parse("{\"model_type\": \"" + type + "\"}", type);
      assertThat(Completeness.gaps(network.graph())).as(type).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e4", "5e5"})
  void anglesOfRotaryPositionsFollowTheirBase(String theta) {
    String config =
        "{\"model_type\": \"llama\", \"num_hidden_layers\": 1, \"rope_theta\": " + theta + "}";
    Network network = HuggingFaceReader.parse(config, "llama");
    Source.Constant frequencies =
        network.graph().nodes().stream()
            .filter(node -> node.name().equals("rotary.frequencies"))
            .map(Node::operation)
            .map(Source.Constant.class::cast)
            .findFirst()
            .orElseThrow();
    assertThat(frequencies.values()).hasSize(128);
    assertThat(frequencies.values().get(0)).isEqualTo(1);
    assertThat(frequencies.values().get(64)).isEqualTo(1);
    assertThat(frequencies.values().get(32))
        .isCloseTo(
            1 / Math.sqrt(Double.parseDouble(theta)), org.assertj.core.data.Offset.offset(1e-12));
    long turned =
        network.graph().nodes().stream()
            .map(Node::operation)
            .filter(o -> o instanceof Rearrangement.Select)
            .count();
    assertThat(turned).isEqualTo(2);
  }
}
