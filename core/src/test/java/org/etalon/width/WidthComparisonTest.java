package org.etalon.width;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.UnaryOperator;
import org.etalon.family.ModelReference;
import org.etalon.graph.GraphBuilder;
import org.etalon.graph.Join;
import org.etalon.graph.Layer;
import org.etalon.graph.Node;
import org.etalon.graph.Rearrangement;
import org.etalon.graph.Shape;
import org.etalon.graph.Source;
import org.etalon.tensor.Network;
import org.etalon.tensor.Tensor;
import org.junit.jupiter.api.Test;

class WidthComparisonTest {
  private static final Layer.Linear LINEAR = new Layer.Linear(Layer.Layout.OUT_IN);

  private static Network network(String reference) {
    return ModelReference.parse(reference).network();
  }

  private static Tensor tensor(Network network, String name) {
    return network.tensors().stream()
        .filter(tensor -> tensor.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name));
  }

  private static WidthRatio ratio(Network base, Network target, String tensor) {
    return WidthComparison.of(base, target).of(tensor(target, tensor));
  }

  /** A mixer block: features and tokens mixed in turn, told apart by transposes alone. */
  private static Network mixer(long tokens, long width) {
    GraphBuilder g = new GraphBuilder();
    Node x = g.input("x", Source.Element.REAL, Shape.of(2, tokens, 12));
    x = g.add("embed", LINEAR, x, g.parameter("embed.weight", width, 12));
    Rearrangement.Transpose swap = new Rearrangement.Transpose(List.of(0, 2, 1));
    x = g.add("swap", swap, x);
    x = g.add("token", LINEAR, x, g.parameter("token.weight", tokens, tokens));
    x = g.add("back", swap, x);
    x = g.add("channel", LINEAR, x, g.parameter("channel.weight", width, width));
    Rearrangement.Reduce mean =
        new Rearrangement.Reduce(Rearrangement.Summary.MEAN, List.of(1), false);
    x = g.add("pool", mean, x);
    x = g.add("head", LINEAR, x, g.parameter("head.weight", 10, width));
    return Network.of("mixer", "test", g.build(x), List.of());
  }

  @Test
  void denseLayersOverTokensHaveNoInfiniteDimension() {
    Network base = mixer(16, 32);
    Network target = mixer(64, 96);
    assertThat(ratio(base, target, "token.weight").infiniteDimensions()).isZero();
    assertThat(ratio(base, target, "token.weight").fixed())
        .containsExactly("positions in 16 → 64", "positions out 16 → 64");
    assertThat(ratio(base, target, "channel.weight")).isEqualTo(new WidthRatio(3, 3, List.of()));
    assertThat(ratio(base, target, "embed.weight")).isEqualTo(new WidthRatio(1, 3, List.of()));
    assertThat(ratio(base, target, "head.weight")).isEqualTo(new WidthRatio(3, 1, List.of()));
  }

  /** A stage that doubles the features in its first layer and keeps them in the others. */
  private static Network stage(int layers) {
    GraphBuilder g = new GraphBuilder();
    Node x = g.input("x", Source.Element.REAL, Shape.of(2, 12));
    x = g.add("in", LINEAR, x, g.parameter("in.weight", 4, 12));
    for (int i = 0; i < layers; i++) {
      String name = "stage." + i;
      x = g.add(name, LINEAR, x, g.parameter(name + ".weight", 8, i == 0 ? 4 : 8));
    }
    x = g.add("head", LINEAR, x, g.parameter("head.weight", 10, 8));
    return Network.of("stage of " + layers, "test", g.build(x), List.of());
  }

  @Test
  void theFirstLayerOfAStageIsNoCounterpartOfTheOthers() {
    WidthComparison comparison = WidthComparison.of(stage(1), stage(2));
    assertThat(comparison.differs()).isFalse();
    assertThat(comparison.readoutRatios()).isEmpty();
    assertThat(comparison.matching().unmatched())
        .extracting(Tensor::name)
        .containsExactly("stage.1.weight");
  }

  /** Stem, one convolution of a kind, flattening, classifier. */
  private static Network convolutional(
      long width, int groups, long image, UnaryOperator<String> name) {
    GraphBuilder g = new GraphBuilder();
    Node x = g.input("x", Source.Element.REAL, Shape.of(2, 3, image, image));
    Layer.Convolution plain = Layer.Convolution.square(2, 1, 1, Layer.Padding.ZEROS);
    Layer.Convolution grouped =
        new Layer.Convolution(
            plain.strides(),
            plain.padsBegin(),
            plain.padsEnd(),
            plain.dilations(),
            groups,
            plain.padding(),
            false,
            plain.outputPadding());
    x = g.add("stem", plain, x, g.parameter(name.apply("stem.weight"), width, 3, 3, 3));
    x =
        g.add(
            "conv",
            grouped,
            x,
            g.parameter(name.apply("conv.weight"), width, width / groups, 3, 3),
            g.parameter(name.apply("conv.bias"), width));
    x = g.add("flat", new Rearrangement.Reshape(Shape.of(2, width * image * image)), x);
    x = g.add("fc", LINEAR, x, g.parameter(name.apply("fc.weight"), 10, width * image * image));
    return Network.of("convolutional", "test", g.build(x), List.of());
  }

  private static Network convolutional(long width, int groups, long image) {
    return convolutional(width, groups, image, UnaryOperator.identity());
  }

  @Test
  void depthwiseKernelsAreVectors() {
    Network base = convolutional(8, 8, 4);
    Network target = convolutional(24, 24, 4);
    assertThat(ratio(base, target, "conv.weight")).isEqualTo(new WidthRatio(1, 3, List.of()));
  }

  @Test
  void groupedConvolutionsCountFanInPerGroup() {
    Network base = convolutional(8, 4, 4);
    Network target = convolutional(24, 4, 4);
    assertThat(ratio(base, target, "conv.weight")).isEqualTo(new WidthRatio(3, 3, List.of()));
    assertThat(ratio(base, target, "conv.bias")).isEqualTo(new WidthRatio(1, 3, List.of()));
  }

  @Test
  void positionsThatAFlatteningPacksIntoFeaturesAreNoWidth() {
    Network base = convolutional(8, 1, 4);
    Network target = convolutional(24, 1, 8);
    WidthRatio readout = ratio(base, target, "fc.weight");
    assertThat(readout.in()).isEqualTo(3);
    assertThat(readout.fixed()).containsExactly("flattened positions 16 → 64");
  }

  @Test
  void tensorsThatAnExporterRenamedAreMatchedByPlace() {
    Network base = convolutional(8, 1, 4, name -> "onnx::Conv_" + (100 + name.hashCode() % 50));
    Network target = convolutional(24, 1, 4, name -> "onnx::Conv_" + (300 + name.hashCode() % 50));
    WidthComparison comparison = WidthComparison.of(base, target);
    assertThat(comparison.matching().unmatched()).isEmpty();
    for (Tensor tensor : target.tensors()) {
      assertThat(comparison.matching().baseOf(tensor))
          .hasValueSatisfying(found -> assertThat(found.role()).isEqualTo(tensor.role()));
    }
  }

  @Test
  void moreBlocksTakeTheirRulesFromTheNearestLowerBlock() {
    Network base = network("gpt:depth=2,width=64,heads=4,vocab=50,context=8");
    Network target = network("gpt:depth=5,width=128,heads=4,vocab=50,context=8");
    TensorMatching matching = TensorMatching.of(base, target);
    assertThat(matching.unmatched()).isEmpty();
    assertThat(matching.baseOf(tensor(target, "blocks.4.fc.weight")))
        .hasValueSatisfying(found -> assertThat(found.name()).isEqualTo("blocks.1.fc.weight"));
    assertThat(matching.baseOf(tensor(target, "blocks.0.fc.weight")))
        .hasValueSatisfying(found -> assertThat(found.name()).isEqualTo("blocks.0.fc.weight"));
  }

  @Test
  void stagesAreNotMixedUpWhenBlocksAreAdded() {
    Network base = network("resnet-50");
    Network target = network("resnet-101");
    TensorMatching matching = TensorMatching.of(base, target);
    assertThat(matching.unmatched()).isEmpty();
    assertThat(matching.baseOf(tensor(target, "layer3.22.conv2.weight")))
        .hasValueSatisfying(found -> assertThat(found.name()).isEqualTo("layer3.5.conv2.weight"));
  }

  @Test
  void layersOfAnotherKindOfBlockAreNoCounterparts() {
    WidthComparison comparison = WidthComparison.of(network("resnet-18"), network("resnet-50"));
    assertThat(comparison.matching().unmatched())
        .extracting(Tensor::name)
        .contains("layer1.0.conv1.weight", "layer1.0.conv3.weight")
        .doesNotContain("layer1.0.conv2.weight", "fc.weight");
    assertThat(comparison.findings())
        .anyMatch(finding -> finding.message().contains("no counterpart"));
  }

  @Test
  void vocabularyClassesAndDataChannelsAreNoWidths() {
    WidthComparison comparison =
        WidthComparison.of(
            network("gpt:depth=1,width=64,heads=4,vocab=50,context=8,tied=false"),
            network("gpt:depth=1,width=64,heads=4,vocab=80,context=16,tied=false"));
    assertThat(comparison.differs()).isFalse();
    assertThat(comparison.findings())
        .extracting(finding -> finding.message().replaceAll(" differs.*", ""))
        .contains("vocabulary 50 → 80", "classes 50 → 80", "positions 8 → 16");
    assertThat(
            WidthComparison.of(network("mlp:in=12,classes=3"), network("mlp:in=24,classes=5"))
                .differs())
        .isFalse();
  }

  @Test
  void headSizesAreComparedAndNotHeadCounts() {
    Network base = network("vit:depth=1,width=64,heads=4,image=32,patch=16");
    assertThat(
            WidthComparison.of(base, network("vit:depth=2,width=128,heads=8,image=32,patch=16"))
                .attention())
        .hasSize(2)
        .allSatisfy(core -> assertThat(core.target()).isEqualTo(core.base()));
    assertThat(
            WidthComparison.of(base, network("vit:depth=1,width=128,heads=4,image=32,patch=16"))
                .attention())
        .singleElement()
        .satisfies(core -> assertThat(core.target()).isEqualTo(2 * core.base()));
  }

  @Test
  void gainsOfABranchMeetFeaturesWhereverTheirAxisStands() {
    Network base = scaled(8);
    Network target = scaled(24);
    assertThat(ratio(base, target, "gain")).isEqualTo(new WidthRatio(1, 3, List.of()));
  }

  private static Network scaled(long width) {
    GraphBuilder g = new GraphBuilder();
    Node x = g.input("x", Source.Element.REAL, Shape.of(2, 3, 8, 8));
    Layer.Convolution conv = Layer.Convolution.square(2, 1, 1, Layer.Padding.ZEROS);
    x = g.add("stem", conv, x, g.parameter("stem.weight", width, 3, 3, 3));
    Node y = g.add("conv", conv, x, g.parameter("conv.weight", width, width, 3, 3));
    y = g.add("scaled", new Join.Multiply(), y, g.parameter("gain", width, 1, 1));
    x = g.add("sum", new Join.Add(), x, y);
    x = g.add("head", conv, x, g.parameter("head.weight", 10, width, 3, 3));
    return Network.of("scaled", "test", g.build(x), List.of());
  }
}
