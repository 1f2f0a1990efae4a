package org.etalon.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.assertj.core.data.Offset;
import org.etalon.family.ModelReference;
import org.etalon.graph.UnknownIdentifierException;
import org.etalon.init.Initial.Distribution;
import org.etalon.tensor.Network;
import org.etalon.tensor.Tensor;
import org.junit.jupiter.api.Test;

class InitialiserTest {
  private static final Offset<Double> EXACT = within(1e-15);

  private static Network network(String reference) {
    return ModelReference.parse(reference).network();
  }

  private static Initial start(Network network, String init, String tensor) {
    return start(network, init, Optional.empty(), tensor);
  }

  private static Initial start(
      Network network, String init, Optional<Readout> readout, String tensor) {
    Tensor found =
        network.tensors().stream()
            .filter(candidate -> candidate.name().equals(tensor))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no " + tensor + " in " + network.tensors()));
    return new Initialiser(network, Initialisations.byId(init), readout).of(found);
  }

  private static double std(Network network, String init, String tensor) {
    return start(network, init, tensor).std().orElseThrow();
  }

  @Test
  void heGivesEveryLayerButTheReadoutTwoOverFanIn() {
    Network mlp = network("mlp:depth=3,width=50,in=20,classes=10");
    assertThat(std(mlp, "he", "input.weight")).isEqualTo(Math.sqrt(2.0 / 20), EXACT);
    assertThat(std(mlp, "he", "hidden.0.weight")).isEqualTo(Math.sqrt(2.0 / 50), EXACT);
    assertThat(std(mlp, "he", "readout.weight")).isEqualTo(Math.sqrt(1.0 / 50), EXACT);
    assertThat(start(mlp, "he", "input.bias").distribution()).isEqualTo(Distribution.CONSTANT);
    assertThat(start(mlp, "he", "input.bias").mean()).hasValue(0);
  }

  @Test
  void fanInOfAConvolutionCountsItsKernel() {
    Network cnn = network("cnn:depth=3,width=8,kernel=3,dims=2");
    Tensor hidden =
        cnn.tensors().stream()
            .filter(t -> t.role().id().equals("hidden"))
            .findFirst()
            .orElseThrow();
    assertThat(std(cnn, "he", hidden.name())).isEqualTo(Math.sqrt(2.0 / (8 * 9)), EXACT);
  }

  @Test
  void readoutRulesChangeTheReadoutOnly() {
    Network mlp = network("mlp:depth=3,width=50");
    assertThat(start(mlp, "he", Optional.of(Readout.MEAN_FIELD), "readout.weight").std())
        .hasValue(1.0 / 50);
    assertThat(start(mlp, "he", Optional.of(Readout.ZERO), "readout.weight").std()).hasValue(0);
    assertThat(start(mlp, "he", Optional.of(Readout.ZERO), "hidden.0.weight").std())
        .hasValue(Math.sqrt(2.0 / 50));
  }

  @Test
  void gainsOfNormalisationsAreConstantsOfOneAndShiftsOfZero() {
    Network resnet = network("resnet-18");
    Initial gain = start(resnet, "he", "bn1.weight");
    assertThat(gain.distribution()).isEqualTo(Distribution.CONSTANT);
    assertThat(gain.mean()).hasValue(1);
    assertThat(gain.std()).hasValue(0);
    assertThat(start(resnet, "he", "bn1.bias").mean()).hasValue(0);
  }

  @Test
  void layerScaleStartsFromItsConfiguredValue() {
    Network resnet = network("resnet:blocks=4,width=8,layerscale=1e-6");
    Tensor gain =
        resnet.tensors().stream()
            .filter(t -> t.role().id().equals("scale"))
            .findFirst()
            .orElseThrow();
    assertThat(start(resnet, "he", gain.name()).mean()).hasValue(1e-6);
    assertThat(start(resnet, "he", gain.name()).std()).hasValue(0);
  }

  @Test
  void tablesAreDrawnWithTwoHundredths() {
    Network gpt = network("gpt:depth=2,width=64,heads=4,vocab=100,context=16");
    assertThat(std(gpt, "he", "tok.weight")).isEqualTo(0.02);
    assertThat(std(gpt, "he", "pos.weight")).isEqualTo(0.02);
  }

  @Test
  void residualAwareDividesTheLastLayerOfABranchByTheNumberOfBlocks() {
    Network deep = network("resmlp:blocks=10,width=32,layers=2");
    double he = Math.sqrt(2.0 / 32);
    long first = 0;
    long last = 0;
    for (Tensor tensor : deep.tensors()) {
      if (tensor.role().id().equals("hidden") && tensor.block().isPresent()) {
        double std = std(deep, "residual-aware", tensor.name());
        first += Math.abs(std - he) < 1e-15 ? 1 : 0;
        last += Math.abs(std - he / Math.sqrt(10)) < 1e-15 ? 1 : 0;
        assertThat(std(deep, "residual-aware:every", tensor.name()))
            .isEqualTo(he / Math.sqrt(10), EXACT);
      }
    }
    assertThat(first).isEqualTo(10);
    assertThat(last).isEqualTo(10);
  }

  @Test
  void projectedShortcutsKeepTheirVarianceUnderResidualAware() {
    Network resnet = network("resnet-18");
    double projection = Math.sqrt(2.0 / 64);
    for (String init : new String[] {"residual-aware", "residual-aware:every"}) {
      assertThat(std(resnet, init, "layer2.0.downsample.0.weight")).isEqualTo(projection, EXACT);
    }
    double he = Math.sqrt(2.0 / (128 * 9));
    assertThat(std(resnet, "residual-aware", "layer2.0.conv2.weight"))
        .isEqualTo(he / Math.sqrt(8), EXACT);
    assertThat(std(resnet, "residual-aware", "layer2.1.conv1.weight")).isEqualTo(he, EXACT);
  }

  @Test
  void residualAwareWarnsWhereANormalisationUndoesIt() {
    Initialiser initialiser =
        new Initialiser(
            network("resnet-18"), Initialisations.byId("residual-aware"), Optional.empty());
    assertThat(initialiser.findings()).anyMatch(f -> f.message().contains("normalisation"));
    assertThat(
            new Initialiser(
                    network("resmlp:blocks=3"),
                    Initialisations.byId("residual-aware"),
                    Optional.empty())
                .findings())
        .isEmpty();
  }

  @Test
  void inDegreeCountsTheOperandsOfTheSumThatALayerFeeds() {
    // Node 3 sums three edges: a skip from 0, a layer from 1, a layer from 2.
    Network dag = network("dag-mlp:2_02_122,width=16");
    double he = Math.sqrt(2.0 / 16);
    assertThat(std(dag, "in-degree", "edges.1-3.weight")).isEqualTo(he / Math.sqrt(3), EXACT);
    assertThat(std(dag, "in-degree", "edges.2-3.weight")).isEqualTo(he / Math.sqrt(3), EXACT);
    assertThat(std(dag, "in-degree", "edges.0-1.weight")).isEqualTo(he, EXACT);
    assertThat(std(dag, "in-degree", "edges.1-2.weight")).isEqualTo(he, EXACT);
    assertThat(std(dag, "in-degree", "readout.weight")).isEqualTo(Math.sqrt(1.0 / 16), EXACT);
  }

  @Test
  void inDegreeOfATransformersBranchesIsTwo() {
    Network vit = network("vit:depth=2,width=64,heads=4,image=32,patch=16");
    Tensor hidden =
        vit.tensors().stream()
            .filter(t -> t.role().id().equals("hidden") && t.fanIn().getAsLong() == 256)
            .findFirst()
            .orElseThrow();
    assertThat(std(vit, "in-degree", hidden.name())).isEqualTo(Math.sqrt(2.0 / (256 * 2)), EXACT);
  }

  @Test
  void pytorchDrawsUniformlyWithAThirdOverFanIn() {
    Network mlp = network("mlp:depth=2,width=50,in=20");
    Initial weight = start(mlp, "pytorch", "input.weight");
    assertThat(weight.distribution()).isEqualTo(Distribution.UNIFORM);
    assertThat(weight.std()).hasValue(Math.sqrt(1.0 / 60));
    assertThat(std(mlp, "pytorch", "input.bias")).isEqualTo(Math.sqrt(1.0 / 60), EXACT);
    assertThat(std(mlp, "pytorch", "readout.weight")).isEqualTo(Math.sqrt(1.0 / 150), EXACT);
    Network gpt = network("gpt:depth=2,width=64,heads=4,vocab=100,context=16");
    assertThat(std(gpt, "pytorch", "tok.weight")).isEqualTo(1);
    assertThat(start(gpt, "pytorch", "pos.weight").distribution()).isEqualTo(Distribution.AS_IS);
  }

  @Test
  void unknownNamesAreAnsweredWithTheNearest() {
    assertThatThrownBy(() -> Initialisations.byId("residual_aware"))
        .isInstanceOf(UnknownIdentifierException.class)
        .hasMessageContaining("did you mean 'residual-aware'")
        .hasMessageContaining("pytorch");
    assertThatThrownBy(() -> Readout.byId("meanfield"))
        .isInstanceOf(UnknownIdentifierException.class)
        .hasMessageContaining("mean-field");
  }
}
