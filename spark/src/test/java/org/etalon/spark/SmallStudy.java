package org.etalon.spark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.etalon.lab.run.SizeSearch;
import org.etalon.lab.run.StudyListener;
import org.etalon.lab.run.StudyRun;
import org.etalon.lab.run.Workplace;
import org.etalon.lab.search.GridSearch;
import org.etalon.lab.search.RateGrid;
import org.etalon.lab.store.Store;
import org.etalon.lab.store.StoreAddress;
import org.etalon.lab.study.Score;
import org.etalon.lab.study.Trial;
import org.etalon.lab.study.TrialResult;

/** Two small networks on the digits, at four rates of which the last diverges, with two seeds. */
final class SmallStudy {
  private static final String NAME = "small";

  private SmallStudy() {}

  static Trial trial(String model, String digest, String data, double rate, long seed) {
    return new Trial(
        model,
        digest,
        new Trial.Start("he", "he"),
        Optional.empty(),
        "sgd",
        rate,
        0,
        "constant",
        data,
        false,
        32,
        10,
        "cross-entropy",
        OptionalDouble.empty(),
        true,
        seed);
  }

  static Trial trial(double rate, long seed) {
    return trial("mlp:depth=2,width=8,in=64,classes=10", "", "digits", rate, seed);
  }

  /** Every result by its trial's key, once the study has been run at a place. */
  static Map<String, TrialResult> results(Workplace place, Path file) throws InterruptedException {
    List<SizeSearch> sizes = new ArrayList<>();
    for (String model :
        List.of("mlp:depth=2,width=8,in=64,classes=10", "mlp:depth=4,width=8,in=64,classes=10")) {
      sizes.add(
          new SizeSearch(
              model,
              new GridSearch(new RateGrid(0.01, 1e7, 4), List.of(1L, 2L), 0.9),
              run -> trial(model, "", "digits", run.learningRate(), run.seed()),
              Score.MEAN_TRAINING_LOSS));
    }
    try (Store store = Store.open(new StoreAddress(file.toString()))) {
      store.keepStudy(NAME, "");
      var unused = new StudyRun(NAME, sizes, store, place, StudyListener.NONE).run();
      return store.results(NAME);
    }
  }
}
