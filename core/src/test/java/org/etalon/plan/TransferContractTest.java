package org.etalon.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.etalon.family.ModelReference;
import org.etalon.graph.InputException;
import org.etalon.init.Initialisations;
import org.etalon.law.Law;
import org.etalon.law.Laws;
import org.etalon.law.MeasuredLaw;
import org.etalon.law.Optimizer;
import org.etalon.tensor.Network;
import org.etalon.tensor.Role;
import org.etalon.tensor.Tensor;
import org.etalon.width.TensorMatching;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every law must do with every optimiser and width rule, over random members of the families:
 * from A to A nothing changes, and A→B→C equals A→C. A new law is tested by being in {@link Laws}.
 */
class TransferContractTest {
  private static final int CHAINS = 12;
  private static final double RATE = 0.05;
  private static final double DECAY = 0.01;

  static Stream<Arguments> everyCombination() {
    List<Law> laws = new ArrayList<>(Laws.all());
    laws.add(new MeasuredLaw(1.21));
    return laws.stream()
        .flatMap(
            law ->
                Stream.of(Optimizer.values())
                    .flatMap(
                        optimizer ->
                            Stream.of(WidthRule.values())
                                .map(width -> Arguments.of(law, optimizer, width))));
  }

  /** Three members of one family that differ in depth and width. */
  private static List<Network> chain(long seed) {
    Random random = new Random(seed);
    int family = random.nextInt(7);
    List<Network> chain = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      int depth = 1 + random.nextInt(5);
      int width = 8 * (1 + random.nextInt(4));
      String reference =
          switch (family) {
            case 0 -> "mlp:depth=" + depth + ",width=" + width + ",in=12";
            case 1 ->
                "cnn:depth="
                    + depth
                    + ",width="
                    + width
                    + ",kernel="
                    + (1 + 2 * random.nextInt(3))
                    + ",dims=1";
            case 2 -> "resmlp:blocks=" + depth + ",width=" + width + ",layers=2,norm=layer";
            case 3 -> "resnet:blocks=" + depth + ",width=" + width + ",norm=batch,layerscale=0.1";
            case 4 ->
                "gpt:depth="
                    + depth
                    + ",heads=4,vocab=50,context=8,width="
                    + width
                    + ",tied="
                    + (seed % 2 == 0);
            case 5 -> "vit:depth=" + depth + ",heads=4,image=32,patch=16,width=" + width;
            default -> "nasbench201:3_24_440,cells=" + depth + ",width=" + width;
          };
      chain.add(ModelReference.parse(reference).network());
    }
    return chain;
  }

  private static TransferRequest request(
      Network base, Network target, Law law, Optimizer optimizer, WidthRule width) {
    return TransferRequest.of(base, target, RATE)
        .withLaw(law, Optional.empty())
        .withOptimizer(optimizer)
        .withWidth(width)
        .withWeightDecay(DECAY);
  }

  @ParameterizedTest
  @MethodSource("everyCombination")
  void fromANetworkToItselfNothingChanges(Law law, Optimizer optimizer, WidthRule width) {
    int spoken = 0;
    for (int seed = 0; seed < CHAINS; seed++) {
      Network network = chain(seed).get(0);
      TransferPlan plan;
      try {
        plan = Transfer.plan(request(network, network, law, optimizer, width));
      } catch (InputException refused) {
        assertThat(law.multipliesBranches()).as(refused.getMessage()).isTrue();
        continue;
      }
      spoken++;
      assertThat(plan.learningRate()).isEqualTo(RATE);
      assertThat(plan.forward()).isEmpty();
      assertThat(plan.tensors()).hasSameSizeAs(network.tensors());
      for (TensorPlan tensor : plan.tensors()) {
        assertThat(tensor.learningRate()).as(tensor.name()).isEqualTo(RATE);
        assertThat(tensor.multiplier()).as(tensor.name()).isEqualTo(1);
        assertThat(tensor.epsilon())
            .isEqualTo(optimizer.isAdaptive() ? OptionalDouble.of(1e-8) : OptionalDouble.empty());
        assertThat(tensor.evidence()).isNotEmpty();
        if (!law.multipliesBranches() || tensor.tensor().role().isWeight()) {
          assertThat(tensor.weightDecay()).as(tensor.name()).isEqualTo(DECAY);
        }
      }
    }
    assertThat(spoken).isGreaterThan(3);
  }

  @ParameterizedTest
  @MethodSource("everyCombination")
  void aPlanInTwoStepsIsThePlanInOne(Law law, Optimizer optimizer, WidthRule width) {
    int spoken = 0;
    for (int seed = 0; seed < CHAINS; seed++) {
      List<Network> chain = chain(seed);
      TransferPlan first;
      TransferPlan second;
      TransferPlan whole;
      try {
        first = Transfer.plan(request(chain.get(0), chain.get(1), law, optimizer, width));
        second = Transfer.plan(request(chain.get(1), chain.get(2), law, optimizer, width));
        whole = Transfer.plan(request(chain.get(0), chain.get(2), law, optimizer, width));
      } catch (InputException refused) {
        assertThat(law.multipliesBranches()).as(refused.getMessage()).isTrue();
        continue;
      }
      spoken++;
      assertThat(first.learningRate() * second.learningRate() / RATE)
          .isCloseTo(whole.learningRate(), relative(whole.learningRate()));
      requireTensorsCompose(chain, first, second, whole);
      requireForwardFactorsCompose(first, second, whole);
    }
    assertThat(spoken).isGreaterThan(3);
  }

  private static void requireTensorsCompose(
      List<Network> chain, TransferPlan first, TransferPlan second, TransferPlan whole) {
    TensorMatching matching = TensorMatching.of(chain.get(1), chain.get(2));
    Map<Tensor, TensorPlan> middle = new HashMap<>();
    first.tensors().forEach(plan -> middle.put(plan.tensor(), plan));
    for (int i = 0; i < whole.tensors().size(); i++) {
      TensorPlan end = whole.tensors().get(i);
      TensorPlan last = second.tensors().get(i);
      Tensor counterpart = matching.baseOf(end.tensor()).orElse(null);
      if (counterpart == null) {
        continue; // LayerScale's and such: what one network has and the other lacks
      }
      TensorPlan before = middle.get(counterpart);
      String what =
          end.name() + " of " + chain.stream().map(Network::reference).toList() + end.evidence();
      assertThat(before.multiplier() * last.multiplier())
          .as(what)
          .isCloseTo(end.multiplier(), relative(end.multiplier()));
      assertThat(before.weightDecay() * last.weightDecay() / DECAY)
          .as(what)
          .isCloseTo(end.weightDecay(), relative(DECAY));
      assertThat(before.epsilon().orElse(1e-8) * last.epsilon().orElse(1e-8) / 1e-8)
          .as(what)
          .isCloseTo(end.epsilon().orElse(1e-8), relative(1e-8));
    }
  }

  private static void requireForwardFactorsCompose(
      TransferPlan first, TransferPlan second, TransferPlan whole) {
    for (ForwardFactor.Kind kind : ForwardFactor.Kind.values()) {
      double end = factor(whole, kind);
      assertThat(factor(first, kind) * factor(second, kind))
          .as(kind + " from " + first.request().base().reference())
          .isCloseTo(end, relative(end));
    }
  }

  /** The factor of a kind, which in these families is the same at every use; 1 where absent. */
  private static double factor(TransferPlan plan, ForwardFactor.Kind kind) {
    double[] factors =
        plan.forward().stream()
            .filter(factor -> factor.kind() == kind)
            .mapToDouble(ForwardFactor::factor)
            .distinct()
            .toArray();
    assertThat(factors.length).isLessThanOrEqualTo(1);
    return factors.length == 0 ? 1 : factors[0];
  }

  private static Offset<Double> relative(double value) {
    return within(1e-12 * Math.abs(value));
  }

  @ParameterizedTest
  @MethodSource("everyCombination")
  void theStartOfAReadoutComposesToo(Law law, Optimizer optimizer, WidthRule width) {
    for (String init : new String[] {"he", "pytorch"}) {
      List<Network> chain = new ArrayList<>();
      for (String reference :
          new String[] {"resmlp:width=8,blocks=2", "resmlp:width=24", "resmlp:width=32"}) {
        chain.add(ModelReference.parse(reference).network());
      }
      double[] changes = new double[3];
      int[][] steps = {{0, 1}, {1, 2}, {0, 2}};
      for (int i = 0; i < 3; i++) {
        Network base = chain.get(steps[i][0]);
        Network target = chain.get(steps[i][1]);
        changes[i] =
            readoutStd(base, target, law, optimizer, width, init)
                / readoutStd(target, target, law, optimizer, width, init);
      }
      assertThat(changes[0] * changes[1]).isCloseTo(changes[2], relative(changes[2]));
    }
  }

  private static double readoutStd(
      Network base, Network target, Law law, Optimizer optimizer, WidthRule width, String init) {
    return Transfer.plan(
            request(base, target, law, optimizer, width)
                .withInitialisation(Initialisations.byId(init), Optional.empty()))
        .tensors()
        .stream()
        .filter(tensor -> tensor.tensor().role() == Role.OUTPUT)
        .findFirst()
        .orElseThrow()
        .initial()
        .std()
        .orElseThrow();
  }
}
