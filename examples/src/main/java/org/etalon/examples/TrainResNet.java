package org.etalon.examples;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.etalon.data.Augmentation;
import org.etalon.data.BatchOptions;
import org.etalon.data.Batches;
import org.etalon.data.DataFolders;
import org.etalon.data.DataReference;
import org.etalon.data.Dataset;
import org.etalon.data.Split;
import org.etalon.family.ModelReference;
import org.etalon.graph.InputException;
import org.etalon.init.Initialisations;
import org.etalon.tensor.Network;
import org.etalon.torch.Device;
import org.etalon.torch.Precision;
import org.etalon.torch.model.Loss;
import org.etalon.torch.model.Model;
import org.etalon.torch.model.Start;
import org.etalon.torch.optim.Rates;
import org.etalon.torch.optim.Schedule;
import org.etalon.torch.optim.Sgd;
import org.etalon.torch.optim.TensorRates;
import org.etalon.torch.train.Evaluation;
import org.etalon.torch.train.Fit;
import org.etalon.torch.train.Recipe;
import org.etalon.torch.train.Trainer;
import org.etalon.torch.train.TrainingResult;

/** Trains a narrow ResNet-18 on CIFAR-10. */
public final class TrainResNet {
  private static final long SEED = 1;
  private static final int BATCH = 64;
  private static final TensorRates RATES = new TensorRates(0.05, 5e-4, TensorRates.EPSILON);

  private TrainResNet() {}

  /**
   * Trains.
   *
   * @param arguments the folder of CIFAR-10's binary version
   */
  public static void main(String[] arguments) {
    if (arguments.length != 1) {
      throw new InputException(
          "TrainResNet", "needs one argument", "give the folder with data_batch_1.bin");
    }
    run(arguments[0], 600);
  }

  static TrainingResult run(String folder, long steps) {
    Dataset images =
        DataReference.parse("cifar10:path=" + folder).load(new DataFolders(List.of()), SEED);
    Network network = ModelReference.parse("resnet-18:width=16,image=32,classes=10").network();
    System.out.println(images + ", " + network.scalars() + " parameters");

    Fit fit = Fit.of(network, images);
    Start start = Start.of(network, Initialisations.byId("he"), Optional.empty());
    try (Model model = fit.model(start, SEED, Precision.FLOAT32, Device.CPU, BATCH)) {
      BatchOptions drawn = BatchOptions.training(BATCH, SEED).with(new Augmentation(4, true));
      Batches batches = new Batches(fit.data(), Split.TRAIN, drawn);
      Recipe recipe =
          new Recipe(new Sgd(0.9, true), Rates.same(RATES), steps).with(Schedule.cosine());
      TrainingResult result =
          new Trainer(model, recipe).train(fit.feeds(batches), new Progress(50));

      Evaluation held = Evaluation.of(model, fit, Split.TEST, Loss.CROSS_ENTROPY, BATCH);
      System.out.printf(Locale.ROOT, "held-out accuracy %.3f%n", held.accuracy());
      return result;
    }
  }
}
