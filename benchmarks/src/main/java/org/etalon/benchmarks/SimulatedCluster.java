package org.etalon.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.etalon.lab.run.SizeSearch;
import org.etalon.lab.run.StudyListener;
import org.etalon.lab.run.StudyRun;
import org.etalon.lab.run.Workplace;
import org.etalon.lab.search.GridSearch;
import org.etalon.lab.search.RateGrid;
import org.etalon.lab.store.Store;
import org.etalon.lab.store.StoreAddress;
import org.etalon.lab.study.Provenance;
import org.etalon.lab.study.Score;
import org.etalon.lab.study.Trial;
import org.etalon.lab.study.TrialResult;

/**
 * A cluster of any number of slots, simulated: trials that sleep for as long as such trials take,
 * through the real scheduling and a real store of SQLite. Nothing is trained and Spark is left out,
 * so that what is measured is the driver's part.
 *
 * <p>Durations are log-normal with σ = 0.5, and one trial in eight diverges after a tenth of its
 * time, as in the recorded sweeps of the digits.
 */
public final class SimulatedCluster {
  private static final String STUDY = "simulated";
  private static final double SPREAD = 0.5;
  private static final int STEPS = 100;
  private static final Provenance MADE = new Provenance("0", "none", "17", "simulated", "here");

  /**
   * When a trial was at work, in seconds since the start.
   *
   * @param began when the slot was its own
   * @param ended when it gave the slot back
   */
  private record Busy(double began, double ended) {}

  private SimulatedCluster() {}

  /** Takes slots, trials and the median of their seconds; prints one line of a table. */
  public static void main(String... args) throws IOException, InterruptedException {
    int slots = Integer.parseInt(args[0]);
    int trials = Integer.parseInt(args[1]);
    double median = Double.parseDouble(args[2]);
    Path folder = Files.createTempDirectory("simulated-cluster");
    Path file = folder.resolve("store.db");
    try {
      run(file, slots, trials, median);
    } finally {
      try (var files = Files.newDirectoryStream(folder)) {
        for (Path one : files) {
          Files.delete(one);
        }
      }
      Files.delete(folder);
    }
  }

  private static void run(Path file, int slots, int trials, double median)
      throws InterruptedException {
    ConcurrentLinkedQueue<Busy> busy = new ConcurrentLinkedQueue<>();
    AtomicInteger atWork = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    double start = seconds();
    double processor = processor();
    Workplace place =
        Workplace.here(
            trial -> {
              double began = seconds() - start;
              most.accumulateAndGet(atWork.incrementAndGet(), Math::max);
              Random random = new Random(trial.key().hashCode());
              double time = median * Math.exp(SPREAD * random.nextGaussian());
              boolean diverges = random.nextInt(8) == 0;
              Thread.sleep(Math.round(1000 * (diverges ? time / 10 : time)));
              atWork.decrementAndGet();
              busy.add(new Busy(began, seconds() - start));
              return result(diverges, random);
            },
            slots);
    double made;
    try (Store store = Store.open(new StoreAddress(file.toString()))) {
      store.keepStudy(STUDY, "");
      var unused = new StudyRun(STUDY, sizes(trials), store, place, StudyListener.NONE).run();
      made = seconds() - start;
    }
    double used = processor() - processor;
    double sum = busy.stream().mapToDouble(one -> one.ended() - one.began()).sum();
    double first = busy.stream().mapToDouble(Busy::began).min().orElse(0);
    double last = busy.stream().mapToDouble(Busy::ended).max().orElse(0);
    double dry = busy.stream().mapToDouble(Busy::began).max().orElse(0);
    double before =
        busy.stream().mapToDouble(one -> Math.min(one.ended(), dry) - one.began()).sum();
    System.out.printf(
        Locale.ROOT,
        "| %d | %d | %.1f | %.1f | %.3f | %.3f | %.2f | %.1f | %d | %.0f |%n",
        slots,
        busy.size(),
        sum / busy.size(),
        made,
        before / (slots * (dry - first)),
        sum / (slots * (last - first)),
        1000 * used / busy.size(),
        first,
        most.get(),
        (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) / 1e6);
  }

  private static List<SizeSearch> sizes(int trials) {
    int rates = 20;
    int seeds = 5;
    List<Long> seedList = new ArrayList<>();
    for (long seed = 1; seed <= seeds; seed++) {
      seedList.add(seed);
    }
    List<SizeSearch> sizes = new ArrayList<>();
    for (int size = 0; size < trials / (rates * seeds); size++) {
      String model = "mlp:depth=" + (size + 1);
      sizes.add(
          new SizeSearch(
              model,
              new GridSearch(new RateGrid(1e-3, 1, rates), seedList, 0.9),
              run -> trial(model, run.learningRate(), run.seed()),
              Score.MEAN_TRAINING_LOSS));
    }
    return sizes;
  }

  private static Trial trial(String model, double rate, long seed) {
    return new Trial(
        model,
        "",
        new Trial.Start("he", "he"),
        Optional.empty(),
        "sgd",
        rate,
        0,
        "constant",
        "digits",
        false,
        64,
        STEPS,
        "cross-entropy",
        OptionalDouble.empty(),
        false,
        seed);
  }

  private static TrialResult result(boolean diverges, Random random) {
    float[] losses = new float[diverges ? STEPS / 10 : STEPS];
    for (int i = 0; i < losses.length; i++) {
      losses[i] = 1 + random.nextFloat();
    }
    return new TrialResult(
        diverges ? TrialResult.Outcome.DIVERGED : TrialResult.Outcome.FINISHED,
        losses,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        1,
        MADE);
  }

  private static double seconds() {
    return System.nanoTime() / 1e9;
  }

  private static double processor() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime()
        / 1e9;
  }
}
