package org.etalon.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.etalon.family.ModelReference;
import org.etalon.graph.Finding;
import org.etalon.graph.InputException;
import org.etalon.plan.Transfer;
import org.etalon.plan.TransferPlan;
import org.etalon.plan.TransferRequest;
import org.etalon.plan.WidthRule;
import org.etalon.tensor.Network;
import org.junit.jupiter.api.Test;

class ProbedLawTest {
  /** A probe whose rate is one over the number of layers, known to ten per cent. */
  private static final RateProbe ONE_OVER_LAYERS =
      new RateProbe() {
        @Override
        public String description() {
          return "layers counted";
        }

        @Override
        public ProbedRatio compare(Network base, Network target) {
          double from = 1.0 / base.depths().layers();
          double to = 1.0 / target.depths().layers();
          return new ProbedRatio(from, to, to / from / 1.1, to / from * 1.1, 0.9, 5);
        }

        @Override
        public List<Finding> findings(Network target) {
          return List.of(Finding.warning("", "counted, not measured"));
        }
      };

  private static Network mlp(int depth, int width) {
    return ModelReference.parse("mlp:depth=" + depth + ",width=" + width).network();
  }

  private static TransferRequest request(Network base, Network target, double rate) {
    return TransferRequest.of(base, target, rate)
        .withLaw(new ProbedLaw(ONE_OVER_LAYERS), Optional.empty());
  }

  @Test
  void theRateGoesAsTheProbedOne() {
    TransferPlan plan = Transfer.plan(request(mlp(3, 8), mlp(7, 8), 0.1));
    assertThat(plan.learningRate()).isCloseTo(0.1 * 4 / 8, within(1e-15));
    assertThat(plan.interval()).isPresent();
    assertThat(plan.interval().get().low()).isCloseTo(0.05 / 1.1, within(1e-12));
    assertThat(plan.interval().get().high()).isCloseTo(0.05 * 1.1, within(1e-12));
    assertThat(plan.tensors())
        .allSatisfy(
            tensor ->
                assertThat(tensor.evidence())
                    .anySatisfy(
                        line ->
                            assertThat(line)
                                .contains("0.125/0.25 = 0.5")
                                .contains("at 0.9 confidence")
                                .contains("5 seeds")));
    assertThat(plan.findings()).contains(Finding.warning("", "counted, not measured"));
  }

  @Test
  void fromANetworkToItselfNothingChangesAndStepsMultiply() {
    Network a = mlp(2, 8);
    Network b = mlp(5, 8);
    Network c = mlp(11, 8);
    assertThat(Transfer.plan(request(a, a, 0.3)).learningRate()).isEqualTo(0.3);
    double half = Transfer.plan(request(a, b, 0.3)).learningRate();
    assertThat(Transfer.plan(request(b, c, half)).learningRate())
        .isCloseTo(Transfer.plan(request(a, c, 0.3)).learningRate(), within(1e-15));
  }

  @Test
  void whatSeesWidthIsNotCombinedWithAWidthRule() {
    TransferRequest request = request(mlp(3, 8), mlp(3, 16), 0.1);
    assertThatThrownBy(() -> Transfer.plan(request))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("--width mup")
        .hasMessageContaining("--width none");
    assertThat(Transfer.plan(request.withWidth(WidthRule.NONE)).learningRate()).isEqualTo(0.1);
  }

  @Test
  void withoutAnEngineItIsRefused() {
    assertThatThrownBy(() -> Laws.byId("probe", java.util.OptionalDouble.empty()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("engine");
    assertThat(Laws.ids()).contains("probe");
  }
}
