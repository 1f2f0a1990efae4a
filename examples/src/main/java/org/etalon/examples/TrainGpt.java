package org.etalon.examples;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.etalon.data.BatchOptions;
import org.etalon.data.Batches;
import org.etalon.data.DataFolders;
import org.etalon.data.DataReference;
import org.etalon.data.Dataset;
import org.etalon.data.Split;
import org.etalon.family.ModelReference;
import org.etalon.init.Initialisations;
import org.etalon.tensor.Network;
import org.etalon.torch.Device;
import org.etalon.torch.Precision;
import org.etalon.torch.model.Loss;
import org.etalon.torch.model.Model;
import org.etalon.torch.model.Start;
import org.etalon.torch.optim.Adam;
import org.etalon.torch.optim.Rates;
import org.etalon.torch.optim.Schedule;
import org.etalon.torch.train.Evaluation;
import org.etalon.torch.train.Fit;
import org.etalon.torch.train.Recipe;
import org.etalon.torch.train.Trainer;
import org.etalon.torch.train.TrainingResult;

/** Trains a small GPT to predict the next character of a text, such as tiny-shakespeare. */
public final class TrainGpt {
  private static final long SEED = 1;
  private static final int BATCH = 16;
  private static final double RATE = 4e-3;

  private TrainGpt() {}

  /**
   * Trains.
   *
   * @param arguments a text file in UTF-8; without one, the repository's licence
   */
  public static void main(String[] arguments) {
    run(arguments.length > 0 ? arguments[0] : "LICENSE", 1200);
  }

  static TrainingResult run(String file, long steps) {
    Dataset text =
        DataReference.parse("text:path=" + file + ",context=64")
            .load(new DataFolders(List.of()), SEED);
    Network network =
        ModelReference.parse("gpt:depth=3,width=64,heads=4,context=64,vocab=" + text.classes())
            .network();
    System.out.println(text + ", " + network.scalars() + " parameters");

    Fit fit = Fit.of(network, text);
    Start start = Start.of(network, Initialisations.byId("he"), Optional.empty());
    try (Model model = fit.model(start, SEED, Precision.FLOAT32, Device.CPU, BATCH)) {
      Batches batches = new Batches(fit.data(), Split.TRAIN, BatchOptions.training(BATCH, SEED));
      Recipe recipe =
          new Recipe(new Adam(0.9, 0.95, Adam.Decay.DECOUPLED), Rates.same(RATE), steps)
              .with(Schedule.cosine().afterWarmUp(Math.min(20, steps - 1)));
      TrainingResult result =
          new Trainer(model, recipe).train(fit.feeds(batches), new Progress(100));

      Evaluation held = Evaluation.of(model, fit, Split.TEST, Loss.CROSS_ENTROPY, BATCH);
      System.out.printf(
          Locale.ROOT,
          "held-out text: loss %.3f, %.1f %% of characters told right%n",
          held.loss(),
          100 * held.accuracy());
      return result;
    }
  }
}
