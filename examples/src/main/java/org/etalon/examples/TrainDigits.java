package org.etalon.examples;

import java.util.List;
import java.util.Locale;
import org.etalon.data.BatchOptions;
import org.etalon.data.Batches;
import org.etalon.data.DataFolders;
import org.etalon.data.DataReference;
import org.etalon.data.Dataset;
import org.etalon.data.Split;
import org.etalon.family.ModelReference;
import org.etalon.plan.Transfer;
import org.etalon.plan.TransferPlan;
import org.etalon.plan.TransferRequest;
import org.etalon.tensor.Network;
import org.etalon.torch.Device;
import org.etalon.torch.Precision;
import org.etalon.torch.model.Loss;
import org.etalon.torch.model.Model;
import org.etalon.torch.model.Start;
import org.etalon.torch.optim.Rates;
import org.etalon.torch.optim.Sgd;
import org.etalon.torch.train.Evaluation;
import org.etalon.torch.train.Fit;
import org.etalon.torch.train.Recipe;
import org.etalon.torch.train.Trainer;
import org.etalon.torch.train.TrainingResult;

/** Carries a rate from a network of two hidden layers to one of ten, and trains it by the plan. */
public final class TrainDigits {
  private static final long SEED = 1;
  private static final int BATCH = 64;
  private static final double BASE_RATE = 0.3;

  private TrainDigits() {}

  /** Trains; takes no arguments. */
  public static void main(String[] arguments) {
    run(300);
  }

  static TrainingResult run(long steps) {
    Network base = ModelReference.parse("mlp:depth=2,width=128,in=64").network();
    Network target = ModelReference.parse("mlp:depth=10,width=128,in=64").network();
    TransferPlan plan = Transfer.plan(TransferRequest.of(base, target, BASE_RATE));
    System.out.printf(
        Locale.ROOT, "%.3g for 2 layers, %.3g for 10%n", BASE_RATE, plan.learningRate());

    Dataset digits = DataReference.parse("digits").load(new DataFolders(List.of()), SEED);
    Fit fit = Fit.of(target, digits);
    try (Model model = fit.model(Start.of(plan), SEED, Precision.FLOAT32, Device.CPU, BATCH)) {
      Batches batches = new Batches(fit.data(), Split.TRAIN, BatchOptions.training(BATCH, SEED));
      Recipe recipe = new Recipe(new Sgd(), Rates.of(plan), steps);
      TrainingResult result =
          new Trainer(model, recipe).train(fit.feeds(batches), new Progress(50));

      Evaluation held = Evaluation.of(model, fit, Split.TEST, Loss.CROSS_ENTROPY, BATCH);
      System.out.printf(Locale.ROOT, "held-out accuracy %.3f%n", held.accuracy());
      return result;
    }
  }
}
