package org.etalon.torch.train;

import java.util.List;
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
import org.etalon.torch.model.Model;
import org.etalon.torch.model.Start;
import org.etalon.torch.optim.Rates;
import org.etalon.torch.optim.UpdateRules;

/** Short runs on data that need no file. */
final class Runs {
  static final long SEED = 11;
  static final int BATCH = 32;

  private Runs() {}

  static Dataset data(String reference) {
    return DataReference.parse(reference).load(new DataFolders(List.of()), SEED);
  }

  static Fit fit(String model, String data) {
    return Fit.of(ModelReference.parse(model).network(), data(data));
  }

  static Start he(Network network) {
    return Start.of(network, Initialisations.byId("he"), Optional.empty());
  }

  static Model model(Fit fit) {
    return fit.model(he(fit.network()), SEED, Precision.FLOAT32, Device.CPU, BATCH);
  }

  static Recipe recipe(String rule, double rate, long steps) {
    return new Recipe(UpdateRules.byId(rule), Rates.same(rate), steps);
  }

  static Feeds feeds(Fit fit) {
    return fit.feeds(new Batches(fit.data(), Split.TRAIN, BatchOptions.training(BATCH, SEED)));
  }

  static TrainingResult run(Fit fit, Recipe recipe, StepListener listener) {
    try (Model model = model(fit)) {
      return new Trainer(model, recipe).train(feeds(fit), listener);
    }
  }

  static TrainingResult run(Fit fit, Recipe recipe) {
    return run(fit, recipe, StepListener.NONE);
  }
}
