package org.etalon.lab.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.etalon.family.ModelReference;
import org.etalon.graph.GraphBuilder;
import org.etalon.graph.Layer;
import org.etalon.graph.Node;
import org.etalon.graph.Shape;
import org.etalon.graph.Source;
import org.etalon.lab.drawing.Outline.Kind;
import org.etalon.lab.drawing.Outline.Part;
import org.etalon.tensor.Network;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkDrawingTest {
  private static Network network(String reference) {
    return ModelReference.parse(reference).network();
  }

  private static int count(String text, String part) {
    return text.split(java.util.regex.Pattern.quote(part), -1).length - 1;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mlp:depth=7",
        "resnet-18",
        "vit:depth=3",
        "resmlp:blocks=4,norm=layer",
        "nasbench201:3_24_440",
        "nasbench201:3_33_333",
        "dag-cnn:2_02_002"
      })
  void theOutlineHasTheNetworksLayersMergesUnitsAndItsShortestPath(String reference) {
    Network network = network(reference);
    Outline outline = Outline.of(network.paths());
    assertThat(outline.parts().stream().filter(part -> part.kind() == Kind.LAYER))
        .hasSize(network.depths().layers());
    assertThat(outline.parts().stream().filter(part -> part.kind() == Kind.MERGE))
        .hasSize(network.depths().blocks());
    assertThat(outline.parts().stream().mapToInt(Part::unit).max().orElseThrow() + 1)
        .isEqualTo(network.depths().updateUnits());
    assertThat(
            outline.parts().stream()
                .filter(part -> part.pathFrom() != Outline.OFF)
                .filter(part -> part.kind() == Kind.LAYER || part.kind() == Kind.MERGE))
        .hasSize(network.depths().minimalPath());
    for (int i = 0; i < outline.parts().size(); i++) {
      Part part = outline.parts().get(i);
      int number = i;
      assertThat(part.from()).allMatch(from -> from < number);
      if (part.pathFrom() >= 0) {
        assertThat(part.from()).as("%s of %s", part, reference).contains(part.pathFrom());
      }
    }
  }

  @Test
  void theShortestPathTakesTheShortcuts() {
    String svg = NetworkDrawing.of(network("resnet:blocks=2")).svg();
    assertThat(count(svg, "class=\"frame\"")).as("two blocks, stem and read-out").isEqualTo(4);
    assertThat(count(svg, "class=\"edge path\""))
        .as("into stem, two merges, read-out and output")
        .isEqualTo(5);
    assertThat(count(svg, "class=\"edge\"")).as("into and out of two branches").isEqualTo(4);
  }

  @Test
  void repetitionsAreFolded() {
    NetworkDrawing deep = NetworkDrawing.of(network("resmlp:blocks=1000,width=4"));
    assertThat(deep.svg()).contains("more times, units ").hasSizeLessThan(8000);
    assertThat(deep.text()).startsWith("2002 layers, 1000 residual merges");
    String transformer = NetworkDrawing.of(network("gpt:depth=12,width=8,heads=2,vocab=10")).svg();
    assertThat(transformer).contains("these 2 units 11 more times, units 4 to 25");
  }

  @Test
  void aLongNetworkWithoutRepetitionsLosesItsMiddle() {
    GraphBuilder builder = new GraphBuilder();
    Node last = builder.input("x", Source.Element.REAL, Shape.of(1, 10));
    for (int i = 0; i < 60; i++) {
      Node weight = builder.parameter("w" + i, 11 + i, 10 + i);
      last = builder.add("n" + i, new Layer.Linear(Layer.Layout.OUT_IN), last, weight);
    }
    Network network = Network.of("cone", "test", builder.build(last), List.of());
    String svg = NetworkDrawing.of(network).svg();
    assertThat(svg)
        .contains("linear, 10 → 11")
        .contains("linear, 69 → 70")
        .contains("the middle of the network is not drawn");
    assertThat(count(svg, "class=\"frame\"")).isLessThan(30);
  }
}
