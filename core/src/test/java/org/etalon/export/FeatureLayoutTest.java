package org.etalon.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.etalon.graph.Dim;
import org.etalon.graph.GraphBuilder;
import org.etalon.graph.Node;
import org.etalon.graph.Operation;
import org.etalon.graph.Rearrangement.Reshape;
import org.etalon.graph.Rearrangement.Select;
import org.etalon.graph.Rearrangement.Transpose;
import org.etalon.graph.Shape;
import org.etalon.graph.Source;
import org.junit.jupiter.api.Test;

/** Twelve features, batch and sequence of unknown length. */
class FeatureLayoutTest {
  private static final Dim BATCH = Dim.symbol("batch");
  private static final Dim TOKENS = Dim.symbol("tokens");

  private final GraphBuilder graph = new GraphBuilder();
  private final Node packed =
      graph.input("packed", Source.Element.REAL, Shape.of(List.of(BATCH, TOKENS, Dim.of(12))));
  private Node at = packed;
  private FeatureLayout layout = FeatureLayout.of(packed.shape(), 2);

  private FeatureLayoutTest then(Operation operation, Node... more) {
    Node[] operands = new Node[more.length + 1];
    operands[0] = at;
    System.arraycopy(more, 0, operands, 1, more.length);
    at = graph.add("node " + at.index() + more.length, operation, operands);
    layout = layout.through(at);
    return this;
  }

  private FeatureLayoutTest reshape(Dim... sizes) {
    return then(new Reshape(Shape.of(List.of(sizes))));
  }

  private FeatureLayoutTest slice(String detail, int axis, long size) {
    return then(new Select(Select.Kind.SLICE, detail, at.shape().with(axis, Dim.of(size))));
  }

  private FeatureLayoutTest gather(int axis, double index) {
    Node chosen = graph.add("index", new Source.Constant(Shape.SCALAR, List.of(index)));
    List<Dim> sizes = new java.util.ArrayList<>(at.shape().dims());
    sizes.remove(axis);
    return then(new Select(Select.Kind.GATHER, "Gather axis " + axis, Shape.of(sizes)), chosen);
  }

  private List<Integer> features() {
    return layout.features().stream().boxed().toList();
  }

  @Test
  void sliceOfFeaturesKeepsTheRange() {
    assertThat(slice("axis 2 from 4", 2, 4).features()).containsExactly(4, 5, 6, 7);
  }

  @Test
  void sliceInTheWordsOfOnnxMayCountFromTheEnd() {
    assertThat(slice("axis 2 [-4:9223372036854775807:1]", 2, 4).features())
        .containsExactly(8, 9, 10, 11);
  }

  @Test
  void sliceOfTokensKeepsAllFeatures() {
    assertThat(slice("axis=1 start=0 end=3", 1, 3).features()).hasSize(12);
  }

  @Test
  void queriesOfEveryHeadLieApartInTheLayoutOfGptNeoX() {
    Dim two = Dim.of(2);
    List<Integer> found = reshape(BATCH, TOKENS, two, Dim.of(3), two).gather(3, 0).features();
    assertThat(found).containsExactly(0, 1, 6, 7);
  }

  @Test
  void stackedProjectionsAreTransposedThenChosen() {
    Dim two = Dim.of(2);
    List<Integer> found =
        reshape(BATCH, TOKENS, Dim.of(3), two, two)
            .then(new Transpose(List.of(2, 0, 3, 1, 4)))
            .gather(0, 1)
            .features();
    assertThat(found).containsExactly(4, 5, 6, 7);
  }

  @Test
  void headsMergedIntoTheBatchAreStillFollowed() {
    Dim two = Dim.of(2);
    List<Integer> found =
        slice("axis 2 from 0", 2, 4)
            .reshape(BATCH, TOKENS, two, two)
            .then(new Transpose(List.of(1, 0, 2, 3)))
            .reshape(TOKENS, BATCH.times(two), two)
            .features();
    assertThat(found).containsExactly(0, 1, 2, 3);
  }

  @Test
  void whatCannotBeFollowedKeepsAllFeatures() {
    assertThat(slice("", 2, 4).slice("axis 2 from 0", 2, 2).features()).hasSize(12);
  }
}
