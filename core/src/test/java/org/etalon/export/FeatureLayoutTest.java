package org.etalon.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.etalon.graph.Call;
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

  private FeatureLayoutTest slice(int axis, long start, long end) {
    return then(Select.slice(at.shape(), axis, start, end));
  }

  private FeatureLayoutTest gather(int axis, long index) {
    Node chosen = graph.add("index", Source.Indices.of(Shape.SCALAR, index));
    return then(Select.gather(at.shape(), axis, chosen.shape()), chosen);
  }

  private List<Integer> features() {
    return layout.features().stream().boxed().toList();
  }

  @Test
  void sliceOfFeaturesKeepsTheRange() {
    assertThat(slice(2, 4, 8).features()).containsExactly(4, 5, 6, 7);
  }

  @Test
  void sliceMayCountFromTheEnd() {
    Call call = new Call("Slice").with("axes", -1).with("starts", -4).with("ends", Long.MAX_VALUE);
    assertThat(then(new Select(Select.Kind.SLICE, call, at.shape().with(2, Dim.of(4)))).features())
        .containsExactly(8, 9, 10, 11);
  }

  @Test
  void sliceOfTokensKeepsAllFeatures() {
    assertThat(slice(1, 0, 3).features()).hasSize(12);
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
        slice(2, 0, 4)
            .reshape(BATCH, TOKENS, two, two)
            .then(new Transpose(List.of(1, 0, 2, 3)))
            .reshape(TOKENS, BATCH.times(two), two)
            .features();
    assertThat(found).containsExactly(0, 1, 2, 3);
  }

  @Test
  void whatCannotBeFollowedKeepsAllFeatures() {
    Call unclear = new Call("Slice").with("axes", 2).with("ends", 4);
    Shape four = at.shape().with(2, Dim.of(4));
    assertThat(then(new Select(Select.Kind.SLICE, unclear, four)).slice(2, 0, 2).features())
        .hasSize(12);
  }
}
