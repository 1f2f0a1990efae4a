package org.etalon.torch.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Percentage;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.etalon.family.ModelReference;
import org.etalon.graph.InputException;
import org.etalon.graph.Node;
import org.etalon.graph.UnknownIdentifierException;
import org.etalon.init.Initialisations;
import org.etalon.init.Readout;
import org.etalon.tensor.Network;
import org.etalon.torch.LibTorch;
import org.etalon.torch.Memory;
import org.etalon.torch.model.Start;
import org.etalon.torch.optim.UpdateRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbesTest {
  private static final String MLP = "mlp:depth=3,width=16,in=8,classes=5";

  private static Network network(String reference) {
    return ModelReference.parse(reference).network();
  }

  private static Start start(Network network, Readout readout) {
    return Start.of(network, Initialisations.byId("he"), Optional.of(readout));
  }

  private static StartingPoint at(String reference, FirstStep step, Map<String, Double> rates) {
    Network network = network(reference);
    return new StartingPoint(
        network, start(network, Readout.HE), rates, new RandomBatch(6), step, 7);
  }

  private static StartingPoint at(String reference) {
    return at(reference, FirstStep.sgd(), Map.of());
  }

  private static double rate(String kind, String reference) {
    try (StartingPoint at = at(reference)) {
      return Probes.byId(kind).measure(at).learningRate().orElseThrow();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        MLP,
        "mlp:depth=3,width=16,in=8,classes=5,act=gelu,norm=layer",
        "resmlp:blocks=2,width=12,in=8,norm=layer,finalnorm=true",
        "cnn:depth=2,width=4,image=6,channels=2,norm=batch",
        "resnet:blocks=2,width=4,image=6,channels=2,norm=layer,layerscale=0.1,dropout=0.3",
        "resnet-18:width=4,image=32,classes=5",
        "vit:depth=1,width=8,heads=2,patch=4,image=8,classes=5",
        "gpt:depth=1,width=8,heads=2,vocab=11,context=5",
        "nasbench201:3_24_440,cells=1,width=4,image=8",
        "dag-mlp:2_02_002,width=8,in=6"
      })
  void movementByForwardModeAgreesWithFiniteDifferences(String reference) {
    try (StartingPoint at = at(reference)) {
      List<Node> nodes = at.representations().nodes();
      Movement exact = Movement.exact(at, nodes).orElseThrow();
      Movement difference = Movement.byDifference(at, nodes);
      assertThat(exact.derivative()).isEqualTo(Movement.Derivative.FORWARD_MODE);
      assertThat(nodes).isNotEmpty();
      for (int i = 0; i < nodes.size(); i++) {
        assertThat(exact.energies().get(i))
            .as("%s of %s", nodes.get(i), reference)
            .isPositive()
            .isCloseTo(difference.energies().get(i), Percentage.withPercentage(0.1));
        assertThat(exact.powers().get(i))
            .isCloseTo(difference.powers().get(i), Percentage.withPercentage(0.1));
      }
    }
  }

  @Test
  void anOperationWithoutForwardDerivativeIsKnownByItsComplaint() {
    LibTorch.load();
    Memory.scoped(
        () -> {
          Tensor values = torch.ones(3, 2).to(ScalarType.Double);
          try (ForwardLevel level = ForwardLevel.enter()) {
            Tensor dual = level.dual(values, torch.ones_like(values));
            assertThatThrownBy(() -> torch.cdist(dual, values))
                .isInstanceOfSatisfying(
                    RuntimeException.class,
                    problem -> assertThat(Movement.lacksForwardDerivative(problem)).isTrue());
          }
        });
  }

  @Test
  void runningStatisticsAreLeftAsTheyWere() {
    try (StartingPoint at = at("cnn:depth=2,width=4,image=6,channels=2,norm=batch")) {
      Map<String, Double> before = sums(at);
      assertThat(before).isNotEmpty();
      double first = new UpdateEnergy().measure(at).learningRate().orElseThrow();
      double second = new UpdateEnergy().measure(at).learningRate().orElseThrow();
      assertThat(sums(at)).isEqualTo(before);
      assertThat(second).isEqualTo(first);
    }
  }

  private static Map<String, Double> sums(StartingPoint at) {
    Map<String, Double> sums = new HashMap<>();
    Memory.scoped(
        () -> at.buffers().forEach((name, buffer) -> sums.put(name, buffer.sum().item_double())));
    return sums;
  }

  @Test
  void atItsLearningRateTheFirstStepMovesByOneOnAverage() {
    Network network = network("mlp:depth=3,width=64,in=8,classes=5,act=tanh");
    try (StartingPoint at =
        new StartingPoint(
            network,
            start(network, Readout.HE),
            Map.of(),
            new RandomBatch(6),
            FirstStep.sgd(),
            3)) {
      double rate = new UpdateEnergy().measure(at).learningRate().orElseThrow();
      double small = rate / 1000;
      double mean =
          Memory.scoped(
              () -> {
                double sum = 0;
                for (Node node : at.representations().nodes()) {
                  Tensor moved = at.pass(at.moved(small)).of(node).sub(at.pass(Map.of()).of(node));
                  sum += moved.square().mean().item_double();
                }
                return sum / at.representations().count();
              });
      assertThat(Math.sqrt(mean) * 1000).isCloseTo(1, within(0.02));
    }
  }

  @Test
  void theLargestLayerAllowsNoMoreThanTheMeanAndNoLessThanItsShare() {
    double mean = rate("update-energy", MLP);
    double largest = rate("largest-layer", MLP);
    assertThat(largest).isLessThanOrEqualTo(mean).isGreaterThan(mean / Math.sqrt(3) * 0.999);
  }

  @Test
  void stepsOfAdamAreTheGradientsSigns() {
    try (StartingPoint sgd = at(MLP);
        StartingPoint adam = at(MLP, FirstStep.adam("adam", 1e-8), Map.of());
        StartingPoint ownStep = at(MLP, FirstStep.of(UpdateRules.byId("adam")), Map.of())) {
      assertThat(sgd.slope()).isNegative();
      assertThat(adam.slope()).isNegative().isLessThan(sgd.slope());
      double closed = new UpdateEnergy().measure(adam).learningRate().orElseThrow();
      double own = new UpdateEnergy().measure(ownStep).learningRate().orElseThrow();
      assertThat(own).isCloseTo(closed, Percentage.withPercentage(0.01));
    }
  }

  @Test
  void anyRuleIsProbedByItsOwnFirstStep() {
    double plain = rate("update-energy", MLP);
    FirstStep nesterov = FirstStep.byId("sgd:momentum=0.9,nesterov=true");
    try (StartingPoint at = at(MLP, nesterov, Map.of());
        StartingPoint muon = at(MLP, FirstStep.byId("muon"), Map.of())) {
      assertThat(new UpdateEnergy().measure(at).learningRate().orElseThrow())
          .isCloseTo(plain / 1.9, Percentage.withPercentage(0.01));
      assertThat(new UpdateEnergy().measure(muon).learningRate()).isPresent();
    }
  }

  @Test
  void relativeRatesScaleTheStepTensorByTensor() {
    Map<String, Double> half = new HashMap<>();
    network(MLP).tensors().forEach(tensor -> half.put(tensor.name(), 0.5));
    for (String kind : List.of("update-energy", "logit-change", "sharpness")) {
      try (StartingPoint at = at(MLP, FirstStep.sgd(), half)) {
        assertThat(Probes.byId(kind).measure(at).learningRate().orElseThrow())
            .as(kind)
            .isCloseTo(2 * rate(kind, MLP), Percentage.withPercentage(0.1));
      }
    }
  }

  @Test
  void sharpnessIsWhereGradientDescentOnAQuadraticTurnsUnstable() {
    // Squared slope of the loss along the leading eigenvector, by differences.
    double bound = rate("sharpness", MLP);
    try (StartingPoint at = at(MLP)) {
      double curvature =
          Memory.scoped(
              () -> {
                double h = 1e-4;
                double ahead = at.loss(at.pass(at.moved(h))).item_double();
                double behind = at.loss(at.pass(at.moved(-h))).item_double();
                return (ahead - 2 * at.loss() + behind) / (h * h);
              });
      double alongStep = curvature / -at.slope(); // the step is −g, so |step|² = −slope
      assertThat(alongStep).isPositive().isLessThanOrEqualTo(2 / bound * 1.001);
    }
  }

  @Test
  void theLineSearchFindsALowerLossThanItsNeighbours() {
    double found = rate("line-search", MLP);
    try (StartingPoint at = at(MLP)) {
      Memory.scoped(
          () -> {
            double here = at.loss(at.pass(at.moved(found))).item_double();
            assertThat(here).isLessThan(at.loss());
            for (double factor : new double[] {0.8, 1.25}) {
              assertThat(at.loss(at.pass(at.moved(found * factor))).item_double())
                  .isGreaterThan(here);
            }
          });
    }
  }

  @Test
  void aReadoutOfZerosMovesNoRepresentation() {
    Network network = network(MLP);
    try (StartingPoint at =
        new StartingPoint(
            network,
            start(network, Readout.ZERO),
            Map.of(),
            new RandomBatch(6),
            FirstStep.sgd(),
            7)) {
      Measurement measured = new UpdateEnergy().measure(at);
      assertThat(measured.learningRate()).isEmpty();
      assertThat(new ProbeResult(List.of(measured)).notes())
          .anySatisfy(note -> assertThat(note).contains("no seed gave a finite rate"));
      assertThat(new LogitChange().measure(at).learningRate()).isPresent();
    }
  }

  @Test
  void aNetworkWithoutHiddenRepresentationIsRefused() {
    assertThatThrownBy(() -> rate("update-energy", "dag-mlp:0_00_000,width=4,in=4"))
        .isInstanceOf(InputException.class);
    assertThatThrownBy(() -> Probes.byId("updateenergy"))
        .isInstanceOf(UnknownIdentifierException.class);
  }
}
