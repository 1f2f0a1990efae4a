package org.etalon.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.etalon.depth.DepthMeasure;
import org.etalon.family.ModelReference;
import org.etalon.graph.Graph;
import org.etalon.graph.GraphBuilder;
import org.etalon.graph.InputException;
import org.etalon.graph.Node;
import org.etalon.graph.Pointwise;
import org.etalon.graph.Shape;
import org.etalon.graph.Source;
import org.etalon.graph.UnknownIdentifierException;
import org.etalon.init.Initialisations;
import org.etalon.init.Readout;
import org.etalon.law.Law;
import org.etalon.law.Laws;
import org.etalon.law.Optimizer;
import org.etalon.tensor.Network;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransferTest {
  private static Network network(String reference) {
    return ModelReference.parse(reference).network();
  }

  private static Law law(String id) {
    return Laws.byId(id, OptionalDouble.empty());
  }

  private static TransferRequest request(String base, String target) {
    return TransferRequest.of(network(base), network(target), 0.1);
  }

  private static TensorPlan tensor(TransferPlan plan, String name) {
    return plan.tensors().stream()
        .filter(tensor -> tensor.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name));
  }

  @Test
  void fromEightToThirtyTwoUnitsAmMupDividesTheRateByEight() {
    TransferPlan plan = Transfer.plan(request("mlp:depth=7", "mlp:depth=31"));
    assertThat(plan.learningRate()).isCloseTo(0.1 / 8, within(1e-16));
    assertThat(tensor(plan, "hidden.29.weight").learningRate()).isEqualTo(plan.learningRate());
    assertThat(tensor(plan, "hidden.29.weight").evidence())
        .anyMatch(line -> line.contains("(8/32)^1.5"));
  }

  @Test
  void amMupTakesTheMinimalPathWhenAsked() {
    TransferPlan plan =
        Transfer.plan(
            request("resnet-18", "resnet-50")
                .withLaw(law("am-mup"), Optional.of(DepthMeasure.MINIMAL_PATH)));
    assertThat(plan.learningRate()).isCloseTo(0.1 * Math.pow(13.0 / 22, 1.5), within(1e-15));
    assertThat(plan.findings()).noneMatch(f -> f.message().contains("was stated for"));
  }

  @Test
  void amMupSaysThatItWasStatedForSgd() {
    TransferPlan plan =
        Transfer.plan(request("mlp:depth=3", "mlp:depth=5").withOptimizer(Optimizer.ADAM));
    assertThat(plan.findings()).anyMatch(f -> f.message().contains("stated for SGD"));
  }

  @Test
  void pathSumOfResidualBlocksFollowsTheClosedForm() {
    TransferPlan plan =
        Transfer.plan(
            request("resmlp:blocks=4,layers=1", "resmlp:blocks=9,layers=1")
                .withLaw(law("path-sum"), Optional.empty()));
    double base =
        network("resmlp:blocks=4,layers=1").depths().moments().sumDepthCubed().doubleValue();
    double target =
        network("resmlp:blocks=9,layers=1").depths().moments().sumDepthCubed().doubleValue();
    assertThat(plan.learningRate()).isCloseTo(0.1 * Math.sqrt(base / target), within(1e-15));
  }

  @Test
  void pathSumCarriesTheKernelOnTensorsAndNotInTheGlobalRate() {
    TransferPlan plan =
        Transfer.plan(
            request("cnn:depth=4,kernel=3", "cnn:depth=4,kernel=5")
                .withLaw(law("path-sum"), Optional.empty()));
    assertThat(plan.learningRate()).isEqualTo(0.1);
    assertThat(plan.tensors())
        .allSatisfy(t -> assertThat(t.multiplier()).isCloseTo(3.0 / 5, within(1e-15)));
  }

  @Test
  void pathSumMakesNoKernelFactorOfMixedKernels() {
    TransferPlan plan =
        Transfer.plan(request("resnet-18", "resnet-34").withLaw(law("path-sum"), Optional.empty()));
    assertThat(plan.findings()).anyMatch(f -> f.message().contains("no kernel factor"));
    assertThat(plan.tensors())
        .allSatisfy(t -> assertThat(t.learningRate()).isEqualTo(plan.learningRate()));
  }

  @Test
  void aRateThatNoDoubleHoldsIsRefused() {
    assertThatThrownBy(
            () ->
                Transfer.plan(
                    request("resmlp:blocks=1,width=8", "resmlp:blocks=10000,width=8")
                        .withLaw(law("path-sum"), Optional.empty())))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("beyond what a double holds");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void ratesThatAreNoRatesAreRefused(double rate) {
    Network network = network("mlp:depth=2");
    assertThatThrownBy(() -> TransferRequest.of(network, network, rate))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("--lr");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1e-9, Double.NaN, Double.POSITIVE_INFINITY})
  void decaysThatAreNoDecaysAreRefused(double decay) {
    Network network = network("mlp:depth=2");
    assertThatThrownBy(() -> TransferRequest.of(network, network, 1).withWeightDecay(decay))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("--weight-decay");
  }

  @Test
  void aModelWithoutPathIsRefused() {
    assertThatThrownBy(() -> Transfer.plan(request("dag-mlp:2_02_222", "dag-mlp:0_02_000")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("dag-mlp:0_02_000");
  }

  @Test
  void aModelWithoutParametersIsRefused() {
    GraphBuilder builder = new GraphBuilder();
    Node input = builder.input("x", Source.Element.REAL, Shape.of(1, 4));
    Graph graph =
        builder.build(builder.add("y", new Pointwise.Activation(Pointwise.Function.RELU), input));
    Network bare = Network.of("bare", "test", graph, List.of());
    assertThatThrownBy(() -> Transfer.plan(TransferRequest.of(bare, bare, 0.1)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no learned tensor");
  }

  @ParameterizedTest
  @ValueSource(strings = {"completep", "depth-mup"})
  void lawsOfBlocksRefusePlainNetworks(String id) {
    assertThatThrownBy(
            () ->
                Transfer.plan(
                    request("mlp:depth=2", "mlp:depth=4").withLaw(law(id), Optional.empty())))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("residual merge");
  }

  @Test
  void depthIsNotCorrectedTwice() {
    assertThatThrownBy(
            () ->
                request("resmlp:blocks=2", "resmlp:blocks=4")
                    .withLaw(law("completep"), Optional.empty())
                    .withInitialisation(Initialisations.byId("residual-aware"), Optional.empty()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("residual-aware")
        .hasMessageContaining("completep");
  }

  @Test
  void lawsOfBlocksRefuseAnotherMeasure() {
    assertThatThrownBy(
            () ->
                request("resmlp:blocks=2", "resmlp:blocks=4")
                    .withLaw(law("completep"), Optional.of(DepthMeasure.LAYERS)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("--depth layers");
  }

  @Test
  void epsilonBelongsToAdamOnly() {
    Network network = network("mlp:depth=2");
    assertThatThrownBy(
            () ->
                TransferRequest.of(network, network, 0.1)
                    .withEpsilon(OptionalDouble.of(1e-8), EpsilonPolicy.CODE))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("--optimizer sgd");
  }

  @Test
  void unknownLawsAreAnsweredWithTheNearest() {
    assertThatThrownBy(() -> law("am-mupp"))
        .isInstanceOf(UnknownIdentifierException.class)
        .hasMessageContaining("did you mean 'am-mup'");
  }

  @Test
  void completePMultipliesBranchesAndLeavesTheStream() {
    String base = "gpt:depth=2,width=64,heads=4,vocab=50,context=8";
    String target = "gpt:depth=8,width=128,heads=4,vocab=50,context=8";
    TransferPlan plan =
        Transfer.plan(
            request(base, target)
                .withOptimizer(Optimizer.ADAMW)
                .withLaw(law("completep"), Optional.empty())
                .withWeightDecay(0.1));
    assertThat(plan.learningRate()).isEqualTo(0.1);
    assertThat(tensor(plan, "blocks.7.fc.weight").multiplier()).isEqualTo(0.5);
    assertThat(tensor(plan, "blocks.7.fc.weight").weightDecay()).isEqualTo(0.2);
    assertThat(tensor(plan, "blocks.7.fc.bias").weightDecay()).isZero();
    assertThat(tensor(plan, "tok.weight").multiplier()).isEqualTo(1);
    assertThat(tensor(plan, "tok.weight").weightDecay()).isEqualTo(0.1);
    assertThat(tensor(plan, "lnf.weight").multiplier()).isEqualTo(1);
    assertThat(tensor(plan, "tok.weight").epsilon()).hasValue(1e-8 / 2 / 4);
    assertThat(plan.forward())
        .filteredOn(f -> f.kind() == ForwardFactor.Kind.BRANCH)
        .hasSize(16)
        .allSatisfy(f -> assertThat(f.factor()).isEqualTo(0.25));
    assertThat(plan.forward())
        .filteredOn(f -> f.kind() == ForwardFactor.Kind.ATTENTION)
        .hasSize(8)
        .allSatisfy(f -> assertThat(f.factor()).isEqualTo(Math.sqrt(0.5)));
    assertThat(plan.forward())
        .filteredOn(f -> f.kind() == ForwardFactor.Kind.READOUT)
        .singleElement()
        .satisfies(f -> assertThat(f.factor()).isEqualTo(0.5));
  }

  @Test
  void depthMupScalesRatesOnBranchesByTheRootOfDepth() {
    String base = "gpt:depth=2,width=64,heads=4,vocab=50,context=8";
    String target = "gpt:depth=8,width=64,heads=4,vocab=50,context=8";
    TransferPlan plan =
        Transfer.plan(
            request(base, target)
                .withOptimizer(Optimizer.ADAMW)
                .withLaw(law("depth-mup"), Optional.empty())
                .withEpsilon(OptionalDouble.of(1e-6), EpsilonPolicy.BLOCKS));
    assertThat(tensor(plan, "blocks.7.fc.weight").multiplier()).isEqualTo(0.5);
    assertThat(tensor(plan, "blocks.7.ln1.weight").multiplier()).isEqualTo(0.5);
    assertThat(tensor(plan, "lnf.weight").multiplier()).isEqualTo(1);
    assertThat(tensor(plan, "blocks.7.fc.weight").epsilon()).hasValue(0.5e-6);
    assertThat(tensor(plan, "lnf.weight").epsilon()).hasValue(1e-6);
    assertThat(plan.forward()).hasSize(16).allSatisfy(f -> assertThat(f.factor()).isEqualTo(0.5));
  }

  @Test
  void mupKeepsTheReadoutsStdAndDividesItsInput() {
    TransferPlan plan = Transfer.plan(request("mlp:depth=3,width=64", "mlp:depth=3,width=512"));
    assertThat(tensor(plan, "readout.weight").initial().std()).hasValue(Math.sqrt(1.0 / 64));
    assertThat(tensor(plan, "readout.weight").multiplier()).isEqualTo(8);
    assertThat(tensor(plan, "hidden.0.weight").initial().std()).hasValue(Math.sqrt(2.0 / 512));
    assertThat(plan.forward())
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.kind()).isEqualTo(ForwardFactor.Kind.READOUT);
              assertThat(f.factor()).isEqualTo(1.0 / 8);
            });
  }

  @Test
  void tiedWeightsGetTheFactorAtTheHeadOnly() {
    TransferPlan plan =
        Transfer.plan(
            request(
                "gpt:depth=1,width=64,heads=4,vocab=50,context=8,tied=true",
                "gpt:depth=1,width=128,heads=8,vocab=50,context=8,tied=true"));
    assertThat(plan.forward())
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.kind()).isEqualTo(ForwardFactor.Kind.READOUT);
              assertThat(f.factor()).isEqualTo(0.5);
            });
  }

  @Test
  void mupInitialisationNeedsTheWidthRule() {
    TransferRequest request =
        request("mlp:width=64", "mlp:width=128")
            .withInitialisation(Initialisations.byId("mup"), Optional.empty());
    assertThat(tensor(Transfer.plan(request), "readout.weight").initial().std())
        .hasValue(Math.sqrt(1.0 / 64));
    assertThatThrownBy(() -> Transfer.plan(request.withWidth(WidthRule.NONE)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("--width none");
  }

  @Test
  void readoutRulesAreCarriedOverFromTheBase() {
    TransferPlan plan =
        Transfer.plan(
            request("mlp:width=64", "mlp:width=128")
                .withInitialisation(Initialisations.byId("he"), Optional.of(Readout.MEAN_FIELD)));
    assertThat(tensor(plan, "readout.weight").initial().std()).hasValue(1.0 / 64);
  }

  @Test
  void networksThatShareNothingCannotBeComparedInWidth() {
    TransferRequest request = request("mlp:depth=3,norm=none", "vgg-11");
    assertThatThrownBy(() -> Transfer.plan(request))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("--width none");
    assertThat(Transfer.plan(request.withWidth(WidthRule.NONE)).learningRate()).isPositive();
  }

  @Test
  void aVisionTransformerTransfersAlthoughPatchAndPositionsDiffer() {
    TransferPlan plan =
        Transfer.plan(
            request(
                "vit:depth=12,width=768,heads=12,patch=16",
                "vit:depth=24,width=1024,heads=16,patch=32"));
    assertThat(plan.findings()).anyMatch(f -> f.message().contains("kernel side 16 → 32"));
    assertThat(plan.findings()).anyMatch(f -> f.message().contains("positions 197 → 50"));
    double depth = Math.pow(26.0 / 50, 1.5);
    assertThat(plan.learningRate()).isCloseTo(0.1 * depth, within(1e-15));
    assertThat(plan.forward())
        .singleElement()
        .satisfies(f -> assertThat(f.factor()).isEqualTo(0.75));
    assertThat(plan.tensors())
        .allSatisfy(
            t -> {
              double width = t.multiplier() / depth;
              boolean vector = Math.abs(width - 4.0 / 3) < 1e-12;
              assertThat(vector || Math.abs(width - 1) < 1e-12).as(t.name()).isTrue();
            });
  }
}
