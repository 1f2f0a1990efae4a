package org.etalon.torch.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import org.etalon.graph.InputException;
import org.etalon.torch.LibTorch;
import org.etalon.torch.Precision;
import org.etalon.torch.model.MemoryEstimate;

/**
 * One probe on several networks and seeds, in parallel with one thread each. The results are the
 * same whatever the number of threads.
 *
 * @param probe what is measured
 * @param rule whose first step is taken
 * @param data the batch, another one for each seed
 * @param seeds how many, at least 1
 * @param seed that all others are made of
 * @param threads how many networks are probed at a time, at least 1
 */
public record Probing(
    Probe probe, FirstStep rule, ProbeData data, int seeds, long seed, int threads) {
  /** Checks the counts. */
  public Probing {
    if (seeds < 1 || threads < 1) {
      throw new InputException(
          "seeds and threads", seeds + " and " + threads + " are too few", "give at least 1 each");
    }
  }

  /**
   * Probes.
   *
   * @param networks in any order
   * @param done told after every measurement how many are done
   * @return what was found for each, in their order
   * @throws InputException if a network cannot be probed
   * @throws InterruptedException if the calling thread is interrupted; nothing goes on behind it
   */
  public List<ProbeResult> run(List<ProbedNetwork> networks, IntConsumer done)
      throws InterruptedException {
    LibTorch.load();
    int workers = Math.min(affordable(networks), networks.size() * seeds);
    ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, workers), Probing::thread);
    try {
      CompletionService<Measurement> finished = new ExecutorCompletionService<>(pool);
      List<List<Future<Measurement>>> open = new ArrayList<>();
      // The largest networks mostly come last and take longest: begin with them.
      for (int i = 0; i < networks.size(); i++) {
        open.add(new ArrayList<>());
      }
      for (int i = networks.size() - 1; i >= 0; i--) {
        ProbedNetwork network = networks.get(i);
        for (long own : ownSeeds()) {
          open.get(i).add(finished.submit(() -> measure(network, own)));
        }
      }
      for (int count = 1; count <= networks.size() * seeds; count++) {
        result(finished.take());
        done.accept(count);
      }
      List<ProbeResult> results = new ArrayList<>();
      for (List<Future<Measurement>> one : open) {
        List<Measurement> measurements = new ArrayList<>();
        for (Future<Measurement> future : one) {
          measurements.add(result(future));
        }
        results.add(new ProbeResult(measurements));
      }
      return results;
    } finally {
      pool.shutdownNow();
    }
  }

  /** Probes without telling of progress. */
  public List<ProbeResult> run(List<ProbedNetwork> networks) throws InterruptedException {
    return run(networks, count -> {});
  }

  private Measurement measure(ProbedNetwork probed, long own) {
    try (StartingPoint point =
        new StartingPoint(
            probed.network(), probed.start(), probed.relativeRates(), data, rule, own)) {
      return probe.measure(point);
    }
  }

  /** The seed of every draw, the same for every network. */
  private long[] ownSeeds() {
    SplittableRandom random = new SplittableRandom(seed);
    return random.longs(seeds).toArray();
  }

  /** As many threads as memory allows; refuses what does not fit even alone. */
  private int affordable(List<ProbedNetwork> networks) {
    int most = threads;
    for (ProbedNetwork probed : networks) {
      String model = probed.network().reference();
      MemoryEstimate one =
          MemoryEstimate.of(
              probed.network().graph(), data.shapes(probed.network()), Precision.FLOAT64);
      one.require(model);
      try {
        new MemoryEstimate(threads * one.parameterBytes(), threads * one.activationBytes())
            .require(model);
      } catch (InputException tooMuchAtOnce) {
        most = 1;
      }
    }
    return most;
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(null, task, "probe", 16L << 20);
    thread.setDaemon(true);
    return thread;
  }

  private static Measurement result(Future<Measurement> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException failure) {
      Throwable cause = failure.getCause();
      if (cause instanceof RuntimeException problem) {
        throw problem;
      }
      if (cause instanceof Error problem) {
        throw problem;
      }
      throw new IllegalStateException(cause);
    }
  }
}
