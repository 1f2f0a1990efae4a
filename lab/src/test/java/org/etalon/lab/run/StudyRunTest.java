package org.etalon.lab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.etalon.graph.InputException;
import org.etalon.lab.search.AdaptiveSearch;
import org.etalon.lab.search.GridSearch;
import org.etalon.lab.search.RateGrid;
import org.etalon.lab.search.RateSearch;
import org.etalon.lab.search.Step;
import org.etalon.lab.store.Store;
import org.etalon.lab.store.StoreAddress;
import org.etalon.lab.study.Score;
import org.etalon.lab.study.Trial;
import org.etalon.lab.study.TrialResult;
import org.etalon.lab.study.TrialRunner;
import org.etalon.lab.study.Trials;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyRunTest {
  private static final RateGrid RATES = new RateGrid(1e-3, 1, 12);
  private static final List<Long> SEEDS = List.of(1L, 2L, 3L);

  @TempDir private Path folder;

  /** A parabola over log η around 0.1, with noise of the seed, that diverges above 0.5. */
  private static TrialResult parabola(Trial trial) {
    Random random = new Random(trial.seed() * 31 + Double.hashCode(trial.learningRate()));
    double distance = Math.log(trial.learningRate() / 0.1);
    float[] losses = new float[20];
    for (int i = 0; i < losses.length; i++) {
      losses[i] = (float) (1 + 0.1 * distance * distance + 0.02 * random.nextGaussian());
    }
    boolean diverges = trial.learningRate() > 0.5;
    return Trials.result(
        diverges ? TrialResult.Outcome.DIVERGED : TrialResult.Outcome.FINISHED, losses);
  }

  private Store store(String name) {
    Store store = Store.open(new StoreAddress(folder.resolve(name).toString()));
    store.keepStudy("s", "");
    return store;
  }

  private static List<SizeSearch> sizes(RateSearch search) {
    List<SizeSearch> sizes = new ArrayList<>();
    for (String model : List.of("mlp:depth=3", "mlp:depth=5", "mlp:depth=8")) {
      sizes.add(
          new SizeSearch(
              model,
              search,
              run -> Trials.of(model, run.learningRate(), run.seed()),
              Score.MEAN_TRAINING_LOSS));
    }
    return sizes;
  }

  private static Map<String, Step> run(Store store, RateSearch search, TrialRunner runner)
      throws InterruptedException {
    return new StudyRun("s", sizes(search), store, runner, 2, StudyListener.NONE).run();
  }

  private static RateSearch grid() {
    return new GridSearch(RATES, SEEDS, 0.9);
  }

  private static RateSearch adaptive() {
    return new AdaptiveSearch(
        new AdaptiveSearch.Settings(
            RATES, SEEDS, OptionalDouble.empty(), 0.2, 0.9, 20, 20_000, false));
  }

  @Test
  void everyTrialOfAGridIsRunOnce() throws InterruptedException {
    Set<String> seen = ConcurrentHashMap.newKeySet();
    AtomicInteger runs = new AtomicInteger();
    TrialRunner runner =
        trial -> {
          runs.incrementAndGet();
          assertThat(seen.add(trial.key())).isTrue();
          return parabola(trial);
        };
    try (Store store = store("a.db")) {
      Map<String, Step> steps = run(store, grid(), runner);
      assertThat(runs).hasValue(3 * 12 * 3);
      assertThat(steps.values()).allMatch(step -> step instanceof Step.Done);
      run(store, grid(), runner);
      assertThat(runs).as("nothing is left to do").hasValue(3 * 12 * 3);
    }
  }

  @Test
  void theSizeWhoseTrialsTakeLongestIsNotLeftOverForTheEnd() throws InterruptedException {
    List<String> order = new ArrayList<>();
    TrialRunner runner =
        trial -> {
          order.add(trial.model());
          TrialResult found = parabola(trial);
          return new TrialResult(
              found.outcome(),
              found.losses(),
              found.validationLoss(),
              found.accuracy(),
              Double.parseDouble(trial.model().replaceAll(".*=", "")),
              found.provenance());
        };
    try (Store store = store("order.db")) {
      new StudyRun("s", sizes(grid()), store, runner, 1, StudyListener.NONE).run();
    }
    assertThat(order.subList(0, 3))
        .as("one of each, to know how long they take")
        .containsExactly("mlp:depth=3", "mlp:depth=5", "mlp:depth=8");
    assertThat(order.subList(3, order.size()).stream().distinct())
        .as("then one after the other")
        .containsExactly("mlp:depth=8", "mlp:depth=5", "mlp:depth=3");
  }

  @Test
  void aStudyThatIsBrokenOffGoesOnWhereItWas() throws InterruptedException {
    Map<String, Step> unbroken;
    try (Store store = store("unbroken.db")) {
      unbroken = run(store, adaptive(), StudyRunTest::parabola);
    }
    AtomicInteger runs = new AtomicInteger();
    Set<String> finished = ConcurrentHashMap.newKeySet();
    try (Store store = store("broken.db")) {
      for (int stop = 3; ; stop += 4) {
        int last = stop;
        runs.set(0);
        TrialRunner breaking =
            trial -> {
              if (runs.incrementAndGet() > last) {
                throw new InputException("trial", "the power went off", "");
              }
              assertThat(finished.add(trial.key())).as("never twice").isTrue();
              return parabola(trial);
            };
        try {
          assertThat(run(store, adaptive(), breaking)).isEqualTo(unbroken);
          break;
        } catch (InputException broken) {
          assertThat(broken).hasMessageContaining("power");
        }
      }
    }
  }

  @Test
  void severalProcessesShareAStudy() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    TrialRunner runner =
        trial -> {
          runs.incrementAndGet();
          return parabola(trial);
        };
    var pool = Executors.newFixedThreadPool(4);
    try (Store first = store("shared.db")) {
      List<Future<Map<String, Step>>> open = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        open.add(
            pool.submit(
                () -> {
                  try (Store own = store("shared.db")) {
                    return run(own, grid(), runner);
                  }
                }));
      }
      Map<String, Step> expected = open.get(0).get();
      for (Future<Map<String, Step>> one : open) {
        assertThat(one.get()).isEqualTo(expected);
      }
      assertThat(runs).hasValue(3 * 12 * 3);
      assertThat(first.finishedKeys("s")).hasSize(3 * 12 * 3);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void anInterruptedStudyGivesItsTrialsBack() throws Exception {
    Thread[] study = new Thread[1];
    Trial[] begun = new Trial[1];
    TrialRunner waiting =
        trial -> {
          begun[0] = trial;
          study[0].interrupt();
          Thread.sleep(60_000);
          return parabola(trial);
        };
    try (Store store = store("interrupted.db")) {
      study[0] = Thread.currentThread();
      assertThatThrownBy(
              () -> new StudyRun("s", sizes(grid()), store, waiting, 1, StudyListener.NONE).run())
          .isInstanceOf(InterruptedException.class);
      assertThat(store.finishedKeys("s")).isEmpty();
      assertThat(run(store, grid(), StudyRunTest::parabola)).hasSize(3);
    }
  }
}
