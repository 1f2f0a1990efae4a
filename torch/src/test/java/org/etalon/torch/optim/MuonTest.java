package org.etalon.torch.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.AbstractTensor;
import org.bytedeco.pytorch.Tensor;
import org.etalon.family.ModelReference;
import org.etalon.graph.Parameter;
import org.etalon.tensor.Network;
import org.etalon.torch.LibTorch;
import org.etalon.torch.Memory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MuonTest {
  private static final double RATE = 0.01;

  @BeforeAll
  static void load() {
    LibTorch.load();
  }

  @Test
  void theStepOfAMatrixIsItsPolynomialOfSingularValues() {
    // Of a diagonal matrix the iteration is one polynomial, applied to each singular value.
    double[] singular = {3, -2, 1};
    double norm = Math.sqrt(9 + 4 + 1);
    Memory.scoped(
        () -> {
          Tensor weight = AbstractTensor.create(new double[12], 3, 4).set_requires_grad(true);
          double[] gradient = new double[12];
          for (int i = 0; i < 3; i++) {
            gradient[5 * i] = singular[i];
          }
          try (Optimiser optimiser =
              new Muon(0.95, true, new Adam(Adam.Decay.DECOUPLED))
                  .on(List.of(weight), List.of(TensorRates.of(RATE)))) {
            optimiser.step(List.of(AbstractTensor.create(gradient, 3, 4)), 1);
          }
          double[] moved = UpdateRulesTest.values(weight);
          double scale = -RATE * 0.2 * Math.sqrt(4);
          for (int i = 0; i < 3; i++) {
            double x = singular[i] / norm;
            for (int k = 0; k < 5; k++) {
              x = 3.4445 * x - 4.7750 * Math.pow(x, 3) + 2.0315 * Math.pow(x, 5);
            }
            assertThat(moved[5 * i]).isCloseTo(scale * x, within(1e-6));
            assertThat(Math.abs(x)).isBetween(0.6, 1.3);
          }
        });
  }

  @Test
  void aTallMatrixAndItsTransposeTakeTransposedSteps() {
    double[] wide = UpdateRulesTest.normal(new SplittableRandom(3), 6 * 9);
    Memory.scoped(
        () -> {
          Tensor gradient = AbstractTensor.create(wide, 6, 9);
          Tensor first = step(gradient);
          Tensor second = step(gradient.t().contiguous());
          assertThat(UpdateRulesTest.values(first))
              .containsExactly(UpdateRulesTest.values(second.t()), within(1e-12));
        });
  }

  private static Tensor step(Tensor gradient) {
    Tensor weight = gradient.mul(AbstractTensor.create(0.0)).set_requires_grad(true);
    try (Optimiser optimiser = new Muon().on(List.of(weight), List.of(TensorRates.of(RATE)))) {
      optimiser.step(List.of(gradient), 1);
      optimiser.step(List.of(gradient), 1);
    }
    return weight;
  }

  @Test
  void onlyHiddenMatricesOfANetworkTakeOrthogonalSteps() {
    Network network =
        ModelReference.parse("gpt:depth=1,width=8,heads=2,vocab=11,context=4,tied=false").network();
    List<Parameter> parameters = network.graph().parameters();
    Memory.scoped(
        () -> {
          SplittableRandom random = new SplittableRandom(9);
          List<Tensor> weights = random(parameters, random, true);
          List<double[]> before = weights.stream().map(UpdateRulesTest::values).toList();
          List<Tensor> gradients = random(parameters, random, false);
          try (Optimiser optimiser =
              new Muon().forNetwork(network).on(weights, Rates.same(RATE).of(parameters))) {
            optimiser.step(gradients, 1);
          }
          for (int t = 0; t < parameters.size(); t++) {
            Parameter parameter = parameters.get(t);
            double[] after = UpdateRulesTest.values(weights.get(t));
            // Adam's first step has the same size everywhere: the rate.
            boolean even = true;
            for (int i = 0; i < after.length; i++) {
              even &= Math.abs(Math.abs(after[i] - before.get(t)[i]) - RATE) < 1e-6;
            }
            boolean hidden =
                network.tensors().stream()
                    .anyMatch(
                        tensor ->
                            tensor.name().equals(parameter.name())
                                && tensor.role() == org.etalon.tensor.Role.HIDDEN);
            assertThat(even).as(parameter.name()).isEqualTo(!hidden);
          }
        });
  }

  private static List<Tensor> random(
      List<Parameter> parameters, SplittableRandom random, boolean learns) {
    return parameters.stream()
        .map(
            parameter ->
                AbstractTensor.create(
                        UpdateRulesTest.normal(random, Math.toIntExact(parameter.scalars())),
                        parameter.shape().sizes())
                    .set_requires_grad(learns))
        .toList();
  }
}
