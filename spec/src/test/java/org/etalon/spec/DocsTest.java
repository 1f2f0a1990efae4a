package org.etalon.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.etalon.depth.DepthMeasure;
import org.etalon.family.ModelReference;
import org.etalon.tensor.Network;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documentation shows is what the code does. */
class DocsTest {
  static List<String> examples() {
    return Docs.blocks("spec.md", "yaml");
  }

  private static Network example(int i) {
    return SpecReader.parse(examples().get(i), "spec.md");
  }

  private static Network family(String reference) {
    return Network.of(reference, "family", ModelReference.parse(reference).graph(), List.of());
  }

  private static void requireSameDepths(Network a, Network b) {
    for (DepthMeasure measure : DepthMeasure.values()) {
      assertThat(a.depths().get(measure)).as(measure.id()).isEqualTo(b.depths().get(measure));
    }
    assertThat(a.scalars()).isEqualTo(b.scalars());
    assertThat(a.tensors()).hasSameSizeAs(b.tensors());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyExampleIsReadAndReadsBackFromItsNodes(String text) throws IOException {
    Network network = SpecReader.parse(text, "spec.md");
    assertThat(network.depths().hasPath()).isTrue();
    assertThat(network.findings()).isEmpty();
    SpecWriterTest.assertSame(SpecWriterTest.roundTrip(network), network);
  }

  @Test
  void examplesAreTheNetworksTheySayTheyAre() {
    requireSameDepths(example(0), family("mlp:depth=8,width=256,in=784,classes=10"));
    assertThat(example(1).depths().blocks()).isEqualTo(16);
    requireSameDepths(example(2), family("resnet-18"));
    requireSameDepths(example(3), family("gpt"));
    assertThat(example(3).scalars()).isEqualTo(124_439_808);
    assertThat(examples().get(0).lines().filter(l -> !l.isBlank()).count()).isLessThanOrEqualTo(6);
    assertThat(examples().get(1).lines().count()).isLessThanOrEqualTo(15);
    assertThat(examples().get(3).lines().count()).isLessThanOrEqualTo(20);
  }

  @Test
  void tablesOfLayersAndOperationsAreTheCodes() throws IOException {
    StringBuilder layers =
        new StringBuilder("\n| layer | settings | what it does |\n| --- | --- | --- |\n");
    String nonlinearities =
        LayerType.all().stream()
            .filter(t -> t.doc().equals("Nonlinearity."))
            .map(t -> "`" + t.id() + "`")
            .collect(Collectors.joining(", "));
    for (LayerType type : LayerType.all()) {
      if (type.doc().equals("Nonlinearity.")) {
        continue;
      }
      layers.append(row(type.id(), type.main().orElse(""), type.settings(), type.doc()));
    }
    layers
        .append("\nNonlinearities, some with a *parameter*: ")
        .append(nonlinearities)
        .append(".\n");
    Docs.requireSection("spec.md", "layers", layers.toString());
    StringBuilder operations =
        new StringBuilder("\n| op | settings | what it is |\n| --- | --- | --- |\n");
    for (OperationFormat format : OperationFormat.all()) {
      operations.append(row(format.id(), "", format.settings(), format.doc()));
    }
    Docs.requireSection("spec.md", "operations", operations.toString());
  }

  private static String row(String id, String main, List<Setting> settings, String doc) {
    String keys =
        settings.stream()
            .map(
                s ->
                    (s.key().equals(main) ? "*" + s.key() + "*" : "`" + s.key() + "`")
                        + ": "
                        + s.doc()
                        + (s.words().isEmpty() || s.words().size() > 8
                            ? ""
                            : " (" + String.join(", ", s.words()) + ")"))
            .collect(Collectors.joining("; "));
    return "| `" + id + "` | " + keys + " | " + doc + " |\n";
  }

  @Test
  void tablesOfConfigsAreTheCodes() throws IOException {
    StringBuilder types = new StringBuilder();
    for (ConfigModel model : HuggingFaceReader.models()) {
      types.append("\n## `").append(model.type()).append("`\n\nClasses: ");
      types.append(
          model.architectures().stream().map(a -> "`" + a + "`").collect(Collectors.joining(", ")));
      types.append(".\n\n| field | default | what it says |\n| --- | --- | --- |\n");
      for (ConfigKey key : model.keys()) {
        String names =
            Stream.of(key.key(), key.alias())
                .filter(n -> !n.isEmpty())
                .map(n -> "`" + n + "`")
                .collect(Collectors.joining(" or "));
        String standard = key.standard().equals("null") ? "–" : "`" + key.standard() + "`";
        types.append("| " + names + " | " + standard + " | " + key.doc() + " |\n");
      }
    }
    Docs.requireSection("huggingface.md", "types", types.toString());
    Docs.requireSection(
        "huggingface.md",
        "activations",
        Config.activations().stream().map(a -> "`" + a + "`").collect(Collectors.joining(", "))
            + ".");
  }
}
