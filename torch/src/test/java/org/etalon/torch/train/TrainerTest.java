package org.etalon.torch.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.pytorch.Tensor;
import org.etalon.data.Split;
import org.etalon.family.ModelReference;
import org.etalon.graph.InputException;
import org.etalon.graph.Parameter;
import org.etalon.law.Optimizer;
import org.etalon.plan.TensorPlan;
import org.etalon.plan.Transfer;
import org.etalon.plan.TransferPlan;
import org.etalon.plan.TransferRequest;
import org.etalon.tensor.Network;
import org.etalon.torch.Device;
import org.etalon.torch.Precision;
import org.etalon.torch.model.Loss;
import org.etalon.torch.model.Model;
import org.etalon.torch.model.Start;
import org.etalon.torch.optim.Optimiser;
import org.etalon.torch.optim.Rates;
import org.etalon.torch.optim.Schedule;
import org.etalon.torch.optim.TensorRates;
import org.etalon.torch.optim.UpdateRule;
import org.etalon.torch.optim.UpdateRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainerTest {
  private static final String MLP = "mlp:depth=2,width=64,in=64,classes=10";

  private static Fit digits() {
    return Runs.fit(MLP, "digits");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "sgd, 0.1",
    "'sgd:momentum=0.9,nesterov=true', 0.02",
    "adam, 0.003",
    "adamw, 0.003",
    "muon, 0.003"
  })
  void everyRuleLearnsTheDigits(String rule, double rate) {
    Fit fit = digits();
    Recipe recipe = Runs.recipe(rule, rate, 200).with(Schedule.cosine().afterWarmUp(10));
    try (Model model = Runs.model(fit)) {
      TrainingResult result = new Trainer(model, recipe).train(Runs.feeds(fit));

      assertThat(result.isFinished()).isTrue();
      assertThat(result.losses().size()).isEqualTo(200);
      assertThat(result.losses().at(0)).isGreaterThan(2);
      assertThat(result.losses().lastMean(20)).isLessThan(0.3);
      Evaluation held = Evaluation.of(model, fit, Split.TEST, Loss.CROSS_ENTROPY, Runs.BATCH);
      assertThat(held.accuracy()).isGreaterThan(0.9);
      assertThat(held.labels()).isEqualTo(fit.data().test().size());
    }
  }

  @Test
  void evaluationDoesNotDependOnTheBatchOrOnWhatWasEvaluatedBefore() {
    Fit fit = Runs.fit("resnet:blocks=2,width=8,image=8,channels=1,norm=batch", "digits");
    try (Model model = Runs.model(fit)) {
      new Trainer(model, Runs.recipe("sgd", 0.05, 5)).train(Runs.feeds(fit));
      Evaluation whole = Evaluation.of(model, fit, Split.TEST, Loss.CROSS_ENTROPY, 500);
      Evaluation parts = Evaluation.of(model, fit, Split.TEST, Loss.CROSS_ENTROPY, 7);
      assertThat(parts.loss()).isCloseTo(whole.loss(), within(1e-5));
      assertThat(parts.accuracy()).isEqualTo(whole.accuracy());
    }
  }

  @Test
  void aPlanTrainsEveryTensorAtItsOwnRate() {
    Network base = ModelReference.parse("mlp:depth=2,width=32,in=64").network();
    Network target = ModelReference.parse("mlp:depth=4,width=128,in=64").network();
    TransferPlan plan =
        Transfer.plan(
            TransferRequest.of(base, target, 0.01)
                .withOptimizer(Optimizer.ADAMW)
                .withWeightDecay(0.1));
    Fit fit = Fit.of(target, Runs.data("digits"));
    List<TensorRates> rates = Rates.of(plan).of(target.graph().parameters());
    for (TensorPlan tensor : plan.tensors()) {
      int at =
          target.graph().parameters().stream().map(Parameter::name).toList().indexOf(tensor.name());
      assertThat(rates.get(at).learningRate()).isEqualTo(tensor.learningRate());
      assertThat(rates.get(at).weightDecay()).isEqualTo(tensor.weightDecay());
      assertThat(OptionalDouble.of(rates.get(at).epsilon())).isEqualTo(tensor.epsilon());
    }
    assertThat(rates.stream().map(TensorRates::learningRate).distinct().count()).isGreaterThan(1);
    try (Model model =
        fit.model(Start.of(plan), Runs.SEED, Precision.FLOAT32, Device.CPU, Runs.BATCH)) {
      TrainingResult result =
          new Trainer(model, new Recipe(UpdateRules.byId("adamw"), Rates.of(plan), 100))
              .train(Runs.feeds(fit));
      assertThat(result.losses().lastMean(10)).isLessThan(1);
    }
    assertThatThrownBy(
            () ->
                Rates.of(plan)
                    .of(Parameter.learned("other", target.graph().parameters().get(0).shape())))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("another network");
  }

  @Test
  void aRateFarTooHighGivesAResultNotAnException() {
    TrainingResult result = Runs.run(digits(), Runs.recipe("sgd", 1e6, 100));

    assertThat(result.outcome()).isInstanceOf(Outcome.Diverged.class);
    Outcome.Diverged diverged = (Outcome.Diverged) result.outcome();
    assertThat(diverged.step()).isLessThan(20);
    assertThat(result.losses().size()).isLessThan(100);
    assertThat(result.losses().at(0)).isFinite();
  }

  @Test
  void aGradientThatIsNotANumberIsReportedWithItsStep() {
    for (int steps : List.of(10, 4)) {
      // Four steps: the last update spoils the model, and no later loss shows it.
      TrainingResult result =
          Runs.run(digits(), new Recipe(new Spoiling(3, Double.NaN), Rates.same(0.01), steps));
      assertThat(result.outcome())
          .isInstanceOfSatisfying(
              Outcome.Diverged.class,
              diverged -> {
                assertThat(diverged.step()).isEqualTo(3);
                assertThat(diverged.cause()).isEqualTo(Outcome.Cause.UPDATE_NOT_FINITE);
              });
    }
  }

  @Test
  void aLossThatStaysFarAboveTheFirstOneCountsAsDiverged() {
    // Uphill the loss grows without ever becoming infinite in time.
    TrainingResult result =
        Runs.run(
            digits(),
            new Recipe(new Spoiling(0, -1), Rates.same(0.05), 1000).with(new DivergenceRule(3, 5)));
    assertThat(result.outcome())
        .isInstanceOfSatisfying(
            Outcome.Diverged.class,
            diverged -> {
              assertThat(diverged.cause()).isEqualTo(Outcome.Cause.LOSS_TOO_HIGH);
              assertThat(diverged.step()).isEqualTo(result.losses().size() - 1);
              assertThat(diverged.why()).contains("times the first step's");
            });
    double first = result.losses().at(0);
    double[] losses = result.losses().toArray();
    for (int i = losses.length - 5; i < losses.length; i++) {
      assertThat(losses[i]).isGreaterThan(3 * first);
    }
  }

  /** Plain descent that multiplies gradients by a number from some step on. */
  private record Spoiling(int from, double by) implements UpdateRule {
    @Override
    public String id() {
      return "spoiling";
    }

    @Override
    public Optimiser on(List<Tensor> parameters, List<TensorRates> rates) {
      Optimiser plain = UpdateRules.byId("sgd").on(parameters, rates);
      return new Optimiser() {
        private int step;

        @Override
        public void step(List<Tensor> gradients, double factor) {
          double times = step++ >= from ? by : 1;
          plain.step(
              gradients.stream()
                  .map(gradient -> gradient.mul(new org.bytedeco.pytorch.Scalar(times)))
                  .toList(),
              factor);
        }

        @Override
        public void close() {
          plain.close();
        }
      };
    }
  }

  @Test
  void anInterruptEndsTheRunAfterTheStepWithWhatWasDone() {
    TrainingResult result;
    boolean flag;
    try {
      result =
          Runs.run(
              digits(),
              Runs.recipe("sgd", 0.1, 1000),
              step -> {
                if (step.index() == 5) {
                  Thread.currentThread().interrupt();
                }
                return true;
              });
    } finally {
      flag = Thread.interrupted();
    }
    assertThat(flag).isTrue();
    assertThat(result.outcome()).isEqualTo(new Outcome.Stopped(Outcome.By.INTERRUPT));
    assertThat(result.losses().size()).isEqualTo(6);
  }

  @Test
  void aListenerSeesEveryStepAndCanStop() {
    List<Double> seen = new ArrayList<>();
    Fit fit = digits();
    TrainingResult result =
        Runs.run(
            fit,
            Runs.recipe("sgd", 0.1, 1000),
            step -> {
              assertThat(step.gradients()).hasSize(fit.network().graph().parameters().size());
              assertThat(step.values().of(fit.network().graph().output()).shape())
                  .containsExactly(Runs.BATCH, 10);
              seen.add(step.loss());
              return step.index() < 7;
            });
    assertThat(result.outcome()).isEqualTo(new Outcome.Stopped(Outcome.By.LISTENER));
    assertThat(result.losses().stream().boxed().toList()).isEqualTo(seen).hasSize(8);
  }

  @Test
  void runsInSeveralThreadsGiveTheCurvesOfRunsInTurn() throws Exception {
    Fit fit =
        Runs.fit("resnet:blocks=2,width=8,image=8,channels=1,norm=batch,dropout=0.1", "digits");
    Recipe recipe = Runs.recipe("adamw", 0.003, 40);
    TrainingResult inTurn = Runs.run(fit, recipe);
    assertThat(inTurn.isFinished()).isTrue();

    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Callable<TrainingResult> run = () -> Runs.run(fit, recipe);
      for (Future<TrainingResult> result : threads.invokeAll(List.of(run, run))) {
        assertThat(result.get()).isEqualTo(inTurn);
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void anotherSeedGivesAnotherCurve() {
    Fit fit = digits();
    Recipe recipe = Runs.recipe("sgd", 0.1, 3);
    try (Model model =
        fit.model(
            Runs.he(fit.network()), Runs.SEED + 1, Precision.FLOAT32, Device.CPU, Runs.BATCH)) {
      assertThat(new Trainer(model, recipe).train(Runs.feeds(fit)).losses())
          .isNotEqualTo(Runs.run(fit, recipe).losses());
    }
  }

  @Test
  void aModelThatMemoryCannotHoldIsRefusedBeforeItIsMade() {
    Fit fit = Runs.fit("mlp:depth=8,width=200000,in=64,classes=10", "digits");
    assertThatThrownBy(() -> Runs.model(fit))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("would need about")
        .hasMessageContaining("GiB")
        .hasMessageContaining("smaller model");
  }
}
