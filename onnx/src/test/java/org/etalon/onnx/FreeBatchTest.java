package org.etalon.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.etalon.graph.Completeness;
import org.etalon.graph.Dim;
import org.etalon.graph.InputException;
import org.etalon.graph.Node;
import org.etalon.graph.Shape;
import org.etalon.tensor.Network;
import org.etalon.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files exported with a fixed number of examples run on any number. */
class FreeBatchTest {
  private static final Dim BATCH = Dim.symbol("batch");

  static List<Path> models() {
    return Resources.models();
  }

  @ParameterizedTest
  @MethodSource("models")
  void numberOfExamplesIsFreedFromInputToOutputAndNothingElseChanges(Path file) {
    Network fixed;
    try {
      fixed = OnnxReader.read(file);
    } catch (InputException refused) {
      return;
    }
    if (!fixed.depths().hasPath()) {
      return;
    }
    Shape data = fixed.graph().inputs().get(0).shape();
    if (data.rank() == 0 || !data.dim(0).isKnown()) {
      return;
    }
    long size = data.dim(0).value();
    Network free = OnnxReader.read(file, file.toString(), OnnxOptions.DEFAULT.withFreeBatch());
    assertThat(Completeness.gaps(free.graph())).isEmpty();
    assertThat(free.depths()).isEqualTo(fixed.depths());
    assertThat(free.tensors().stream().map(Tensor::name).toList())
        .isEqualTo(fixed.tensors().stream().map(Tensor::name).toList());
    if (!free.graph().inputs().get(0).shape().dim(0).equals(BATCH)) {
      return;
    }
    Shape output = free.graph().output().shape();
    // These two take their examples along another axis, or have two sets of them.
    boolean odd =
        file.endsWith("hm_weight_on_the_left.onnx")
            || file.endsWith("twotower_static_first_only.onnx");
    if (output.hasRank() && output.rank() > 1 && !odd) {
      assertThat(output.symbols()).contains("batch");
    }
    // With the file's own number, every shape is the file's again.
    Map<String, Long> own = Map.of("batch", size);
    for (Node node : fixed.graph().nodes()) {
      free.graph().nodes().stream()
          .filter(other -> other.name().equals(node.name()))
          .forEach(
              other -> assertThat(other.shape().bind(own)).as(node.name()).isEqualTo(node.shape()));
    }
  }

  @Test
  void examplesBehindTokensAreFoundAgainInReshapes() {
    FreeBatch one = one();
    Shape tokensFirst = Shape.of(List.of(Dim.of(197), BATCH, Dim.of(768)));
    Shape heads = one.target(tokensFirst, Shape.of(197, 12, 64), -1);
    assertThat(heads)
        .isEqualTo(Shape.of(List.of(Dim.of(197), BATCH.times(Dim.of(12)), Dim.of(64))));
    Shape rows = one.target(heads, Shape.of(197, 768), -1);
    assertThat(rows).isEqualTo(Shape.of(List.of(BATCH.times(Dim.of(197)), Dim.of(768))));
    assertThat(one.target(rows, Shape.of(197, 1, 768), -1)).isEqualTo(tokensFirst);
  }

  private static FreeBatch one() {
    Path file = Resources.file("fixtures/vit_b_16.onnx");
    RawGraph graph =
        new RawGraphReader(OnnxFile.read(file), new java.util.ArrayList<>())
            .read(java.util.Optional.empty());
    return FreeBatch.of(graph, java.util.Set.of("input"));
  }
}
