package org.etalon.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import org.etalon.family.ModelReference;
import org.etalon.graph.InputException;
import org.etalon.law.Laws;
import org.etalon.law.Optimizer;
import org.etalon.plan.EpsilonPolicy;
import org.etalon.plan.TensorPlan;
import org.etalon.plan.Transfer;
import org.etalon.plan.TransferPlan;
import org.etalon.plan.TransferRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That a folded network trains as the multiplied one is tested on PyTorch itself. */
class FoldingTest {
  private static TransferPlan plan(
      String base, String target, UnaryOperator<TransferRequest> change) {
    return Transfer.plan(
        change.apply(
            TransferRequest.of(
                ModelReference.parse(base).network(),
                ModelReference.parse(target).network(),
                0.01)));
  }

  private static TensorPlan tensor(TransferPlan plan, String name) {
    return plan.tensors().stream()
        .filter(tensor -> tensor.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Factor 1/4: SGD's rate takes 1/16, Adam's 1/4; decay and ε go the other way. */
  @ParameterizedTest
  @CsvSource({"sgd, 0.0625, 16, 1", "adam, 0.25, 16, 4", "adamw, 0.25, 4, 4"})
  void readoutTakesItsFactor(String optimizer, double rate, double decay, double epsilon) {
    TransferPlan plan =
        plan(
            "mlp:width=16",
            "mlp:width=64",
            request -> {
              TransferRequest with =
                  request.withOptimizer(Optimizer.byId(optimizer)).withWeightDecay(0.1);
              return optimizer.equals("sgd")
                  ? with
                  : with.withEpsilon(OptionalDouble.of(1e-8), EpsilonPolicy.CODE);
            });
    TransferPlan folded = Folding.fold(plan);
    TensorPlan before = tensor(plan, "readout.weight");
    TensorPlan after = tensor(folded, "readout.weight");
    assertThat(folded.forward()).isEmpty();
    assertThat(after.learningRate() / before.learningRate()).isCloseTo(rate, within(1e-15));
    assertThat(after.multiplier() / before.multiplier()).isCloseTo(rate, within(1e-15));
    assertThat(after.weightDecay() / before.weightDecay()).isCloseTo(decay, within(1e-12));
    assertThat(after.initial().std().orElseThrow() / before.initial().std().orElseThrow())
        .isCloseTo(0.25, within(1e-15));
    if (before.epsilon().isPresent()) {
      assertThat(after.epsilon().orElseThrow() / before.epsilon().orElseThrow())
          .isCloseTo(epsilon, within(1e-12));
    }
    assertThat(after.evidence()).anyMatch(line -> line.startsWith("folded forward factor"));
    assertThat(folded.assumptions()).anyMatch(line -> line.contains("folded"));
    assertThat(tensor(folded, "readout.bias")).isEqualTo(tensor(plan, "readout.bias"));
  }

  @Test
  void branchEndingInANormalisationFoldsIntoItsGain() {
    TransferPlan plan =
        plan(
            "resnet-18",
            "resnet-34",
            request ->
                request.withLaw(Laws.byId("completep", OptionalDouble.empty()), Optional.empty()));
    TensorPlan gain = tensor(Folding.fold(plan), "layer1.0.bn2.weight");
    assertThat(gain.initial().mean()).hasValue(0.5);
    assertThat(gain.initial().std()).hasValue(0);
  }

  @Test
  void tiedTableCannotBeFolded() {
    // The heads keep their size, so that the read-out's is the only factor.
    TransferPlan plan =
        plan("gpt:depth=2,width=32,heads=2", "gpt:depth=2,width=64,heads=4", request -> request);
    assertThatThrownBy(() -> Folding.fold(plan))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("tok.weight is tied")
        .hasMessageContaining("leave --fold out");
  }

  @Test
  void packedQueriesCannotBeFolded() {
    TransferPlan plan =
        plan(
            "gpt:depth=2,width=32,heads=2,tied=false",
            "gpt:depth=2,width=64,heads=2,tied=false",
            request -> request);
    assertThatThrownBy(() -> Folding.fold(plan))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("keys and values beside the queries");
  }

  @Test
  void planWithoutFactorsStaysAsItIs() {
    TransferPlan plan = plan("mlp:depth=2", "mlp:depth=8", request -> request);
    assertThat(Folding.fold(plan)).isSameAs(plan);
  }
}
