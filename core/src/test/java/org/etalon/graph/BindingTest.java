package org.etalon.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BindingTest {
  private static final Dim BATCH = Dim.symbol("batch");
  private static final Dim HEIGHT = Dim.symbol("h");

  @Test
  void sizesBecomeNumbersWhereTheirSymbolsAreBound() {
    Dim size = BATCH.times(BATCH).times(Dim.of(3)).plus(HEIGHT).minus(Dim.of(1));
    assertThat(size.symbols()).containsExactly("batch", "h");
    assertThat(size.bind(Map.of("batch", 4L, "h", 10L))).isEqualTo(Dim.of(57));
    assertThat(size.bind(Map.of("batch", 2L))).isEqualTo(HEIGHT.plus(Dim.of(11)));
    assertThat(Dim.of(7).symbols()).isEmpty();
    assertThat(BATCH.isSymbol()).isTrue();
    assertThat(BATCH.times(Dim.of(2)).isSymbol()).isFalse();
  }

  @Test
  void formulasAreBoundByTheirNames() {
    Dim half = HEIGHT.floorDiv(Dim.of(2));
    assertThat(half.symbols()).containsExactly("floor((h)/(2))");
    assertThat(half.plus(Dim.of(1)).bind(Map.of("floor((h)/(2))", 3L))).isEqualTo(Dim.of(4));
  }

  @Test
  void shapesAreBoundSizeBySize() {
    Shape shape = Shape.of(List.of(BATCH, Dim.of(3), HEIGHT));
    assertThat(shape.symbols()).containsExactly("batch", "h");
    assertThat(shape.bind(Map.of("batch", 2L, "h", 5L))).isEqualTo(Shape.of(2, 3, 5));
    assertThat(Shape.UNKNOWN.bind(Map.of())).isEqualTo(Shape.UNKNOWN);
  }

  @Test
  void maskDoesNotKeepAChainOfAdditionsApart() {
    GraphBuilder graph = new GraphBuilder();
    Node x = graph.input("x", Source.Element.REAL, Shape.of(4));
    Node y = graph.input("y", Source.Element.REAL, Shape.of(4));
    Node z = graph.input("z", Source.Element.REAL, Shape.of(4));
    Node inner = graph.add("inner", new Join.Add(), x, y);
    Body positive = Body.of(new Call("Sign"));
    Node mask = graph.add("mask", new Source.Auxiliary(positive, Shape.of(4), true), inner);
    Node outer = graph.add("outer", new Join.Add(), inner, z);
    Graph built = graph.build(graph.add("out", new Join.Multiply(), outer, mask));
    assertThat(mask.carries()).isEqualTo(Graph.Carries.NOTHING);
    assertThat(named(built, "outer").operands())
        .extracting(Node::name)
        .containsExactly("x", "y", "z");
    assertThat(named(built, "mask").operands()).extracting(Node::name).containsExactly("inner");
    assertThat(built.carriers(built.output())).extracting(Node::name).containsExactly("outer");
  }

  private static Node named(Graph graph, String name) {
    return graph.nodes().stream().filter(n -> n.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void bodyNeedsTheOperandsItsStepsTake() {
    GraphBuilder graph = new GraphBuilder();
    Node x = graph.input("x", Source.Element.REAL, Shape.of(4));
    Body two = Body.of(new Call("Mod"), 2);
    assertThatThrownBy(
            () ->
                graph.add(
                    "mod",
                    new Rearrangement.Select(Rearrangement.Select.Kind.COMPUTED, two, Shape.of(4)),
                    x))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("takes 2 operands, not 1");
  }

  @Test
  void functionsKnowTheirSettings() {
    assertThat(new Pointwise.Activation(Pointwise.Function.RELU).settings()).isEmpty();
    assertThat(new Pointwise.Activation(Pointwise.Function.ELU).settings()).containsExactly(1.0);
    assertThat(new Pointwise.Activation(Pointwise.Function.CLIP, 0, 6).settings())
        .containsExactly(0.0, 6.0);
    assertThatThrownBy(() -> new Pointwise.Activation(Pointwise.Function.CLIP, 6))
        .hasMessageContaining("[min, max]");
  }

  @Test
  void millionsOfValuesAreKeptAndCompared() {
    double[] values = new double[1 << 20];
    values[7] = 3;
    Source.Constant constant = Source.Constant.of(Shape.of(1 << 20), values);
    values[7] = 4;
    assertThat(constant.values().get(7)).isEqualTo(3);
    assertThat(constant)
        .isEqualTo(new Source.Constant(Shape.of(1 << 20), List.copyOf(constant.values())));
  }
}
