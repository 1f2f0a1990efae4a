package org.etalon.torch.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.pytorch.AbstractTensor;
import org.bytedeco.pytorch.Tensor;
import org.etalon.graph.InputException;
import org.etalon.graph.UnknownIdentifierException;
import org.etalon.torch.LibTorch;
import org.etalon.torch.Memory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class UpdateRulesTest {
  private static final int STEPS = 12;

  /** Two tensors with rates of their own. */
  private static final List<long[]> SHAPES = List.of(new long[] {3, 4}, new long[] {5});

  private static final List<TensorRates> RATES =
      List.of(new TensorRates(0.1, 0.3, 1e-8), new TensorRates(0.02, 0, 1e-3));

  @BeforeAll
  static void load() {
    LibTorch.load();
  }

  static Stream<Arguments> rules() {
    return Stream.of(
        rule("sgd", () -> PlainRules.sgd(0, false)),
        rule("sgd:momentum=0.9", () -> PlainRules.sgd(0.9, false)),
        rule("sgd:momentum=0.8,nesterov=true", () -> PlainRules.sgd(0.8, true)),
        rule("adam", () -> PlainRules.adam(0.9, 0.999, false)),
        rule("adam:beta1=0.5,beta2=0.9", () -> PlainRules.adam(0.5, 0.9, false)),
        rule("adamw:beta2=0.95", () -> PlainRules.adam(0.9, 0.95, true)));
  }

  private static Arguments rule(String reference, Supplier<PlainRules.Plain> plain) {
    return Arguments.of(reference, plain);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void aRuleMovesEveryNumberAsItsEquationSays(
      String reference, Supplier<PlainRules.Plain> equation) {
    SplittableRandom random = new SplittableRandom(5);
    List<double[]> expected = new ArrayList<>();
    List<List<PlainRules.Plain>> plain = new ArrayList<>();
    for (long[] shape : SHAPES) {
      expected.add(normal(random, count(shape)));
      plain.add(Stream.generate(equation).limit(count(shape)).toList());
    }
    Memory.scoped(
        () -> {
          List<Tensor> tensors = tensors(expected);
          try (Optimiser optimiser = UpdateRules.byId(reference).on(tensors, RATES)) {
            for (int step = 0; step < STEPS; step++) {
              double factor = Schedule.cosine().afterWarmUp(3).factor(step, STEPS);
              List<double[]> gradients = new ArrayList<>();
              for (int t = 0; t < SHAPES.size(); t++) {
                double[] gradient = normal(random, count(SHAPES.get(t)));
                gradients.add(gradient);
                double[] weights = expected.get(t);
                TensorRates rates = RATES.get(t);
                for (int i = 0; i < weights.length; i++) {
                  weights[i] =
                      plain
                          .get(t)
                          .get(i)
                          .step(
                              weights[i],
                              gradient[i],
                              rates.learningRate() * factor,
                              rates.weightDecay(),
                              rates.epsilon());
                }
              }
              optimiser.step(constants(gradients), factor);
            }
          }
          for (int t = 0; t < SHAPES.size(); t++) {
            assertThat(values(tensors.get(t))).containsExactly(expected.get(t), within(1e-12));
          }
        });
  }

  @Test
  void gradientsThatTwoTensorsShareAreLeftAsTheyWere() {
    for (String reference : List.of("sgd:momentum=0.9,nesterov=true", "adam", "adamw", "muon")) {
      Memory.scoped(
          () -> {
            List<Tensor> tensors = tensors(List.of(new double[12], new double[5]));
            double[] gradient = normal(new SplittableRandom(1), 12);
            List<Tensor> gradients = constants(List.of(gradient, new double[5]));
            try (Optimiser optimiser = UpdateRules.byId(reference).on(tensors, RATES)) {
              optimiser.step(gradients, 1);
              optimiser.step(gradients, 1);
            }
            assertThat(values(gradients.get(0))).isEqualTo(gradient);
          });
    }
  }

  @Test
  void aRuleIsFoundByNameWithItsSettings() {
    assertThat(UpdateRules.byId("sgd")).isEqualTo(new Sgd(0, false));
    assertThat(UpdateRules.byId("sgd:momentum=0.9,nesterov=true")).isEqualTo(new Sgd(0.9, true));
    assertThat(UpdateRules.byId("adam")).isEqualTo(new Adam(0.9, 0.999, Adam.Decay.L2));
    assertThat(UpdateRules.byId("adamw:beta1=0.8"))
        .isEqualTo(new Adam(0.8, 0.999, Adam.Decay.DECOUPLED));
    assertThat(UpdateRules.byId("muon")).isEqualTo(new Muon());
    assertThat(UpdateRules.all().stream().map(kind -> UpdateRules.byId(kind.example()).id()))
        .containsExactly("sgd", "adam", "adamw", "muon");
  }

  @Test
  void whatIsNoRuleIsRefusedWithTheOnesThereAre() {
    assertThatThrownBy(() -> UpdateRules.byId("adamv"))
        .isInstanceOf(UnknownIdentifierException.class)
        .hasMessageContaining("did you mean 'adam")
        .hasMessageContaining("sgd, adam, adamw, muon");
    assertThatThrownBy(() -> UpdateRules.byId("sgd:beta1=0.9"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("momentum, nesterov");
    assertThatThrownBy(() -> UpdateRules.byId("sgd:momentum=1")).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> UpdateRules.byId("sgd:nesterov=true"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("momentum=0.9");
  }

  static int count(long[] shape) {
    int count = 1;
    for (long size : shape) {
      count *= (int) size;
    }
    return count;
  }

  static double[] normal(SplittableRandom random, int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextGaussian();
    }
    return values;
  }

  private static List<Tensor> tensors(List<double[]> values) {
    return constants(values).stream().map(tensor -> tensor.set_requires_grad(true)).toList();
  }

  private static List<Tensor> constants(List<double[]> values) {
    List<Tensor> tensors = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      tensors.add(AbstractTensor.create(values.get(i), SHAPES.get(i)));
    }
    return tensors;
  }

  static double[] values(Tensor tensor) {
    double[] values = new double[(int) tensor.numel()];
    new DoublePointer(tensor.detach().contiguous().data_ptr()).get(values);
    return values;
  }
}
