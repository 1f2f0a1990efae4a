package org.etalon.depth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.etalon.family.ModelReference;
import org.etalon.graph.Node;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepresentationsTest {
  private static List<String> of(String reference) {
    PathGraph paths = PathGraph.of(ModelReference.parse(reference).graph());
    return Representations.of(paths).nodes().stream().map(Node::name).toList();
  }

  @Test
  void aPlainNetworkHasItsHiddenPreActivations() {
    assertThat(of("mlp:depth=3")).containsExactly("input.linear", "hidden.0", "hidden.1");
    assertThat(of("mlp:depth=3,norm=layer")).hasSize(3).doesNotContain("norm", "readout");
    assertThat(of("cnn:depth=4")).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "resmlp:blocks=3",
        "resmlp:blocks=3,layers=1",
        "resmlp:blocks=3,norm=layer",
        "resmlp:blocks=3,norm=layer,finalnorm=true"
      })
  void aResidualNetworkHasItsStreamBeforeTheFirstBlockAndAfterEachMerge(String reference) {
    assertThat(of(reference)).containsExactly("input.linear", "blocks.0", "blocks.1", "blocks.2");
  }

  @Test
  void normsScalesAndDropoutInsideABlockMakeNoRepresentation() {
    assertThat(of("resnet:blocks=3,norm=batch,layers=2,layerscale=0.1,dropout=0.1")).hasSize(4);
  }

  @Test
  void aStreamOfTokensIncludesItsPositions() {
    PathGraph gpt = PathGraph.of(ModelReference.parse("gpt:depth=2,width=24,heads=2").graph());
    List<Node> stream = Representations.of(gpt).nodes();
    assertThat(stream).hasSize(5);
    assertThat(stream.get(0).operation().label()).isEqualTo("addition");
    assertThat(gpt.isLayer(gpt.position(stream.get(0)))).isFalse();

    PathGraph vit = PathGraph.of(ModelReference.parse("vit:depth=2,width=24,heads=2").graph());
    List<Node> patches = Representations.of(vit).nodes();
    assertThat(patches).hasSize(5);
    assertThat(patches.get(0).operation().label()).isEqualTo("addition");
    assertThat(patches.get(0).shape().dim(1).value()).isEqualTo(14 * 14 + 1);
  }

  @Test
  void resnet18HasItsStemAndEightMerges() {
    assertThat(of("resnet-18")).hasSize(9).startsWith("conv1");
  }

  @Test
  void everyUnitButTheLastHasOne() {
    for (String reference : List.of("vgg-11", "nasbench201:3_24_440", "dag-mlp:2_02_002")) {
      PathGraph paths = PathGraph.of(ModelReference.parse(reference).graph());
      assertThat(Representations.of(paths).count()).isEqualTo(UpdateUnits.of(paths).count() - 1);
    }
  }
}
