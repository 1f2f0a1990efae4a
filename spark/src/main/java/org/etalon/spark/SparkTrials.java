package org.etalon.spark;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.etalon.graph.InputException;
import org.etalon.lab.study.Trial;
import org.etalon.lab.study.TrialResult;
import org.etalon.lab.study.TrialRunner;

/**
 * Sends each trial to the cluster as a job of one task and waits for what comes of it. The driver
 * keeps results, so that a task that is tried twice, after a lost executor or by speculation, gives
 * one.
 */
final class SparkTrials implements TrialRunner {
  private static final String LOST = "ExecutorLostFailure";
  private static final String REASON = "most recent failure: ";

  private final JavaSparkContext spark;
  private final String version;
  private final Broadcast<Bench> bench;
  private final Map<String, Optional<Broadcast<ModelFile>>> files = new ConcurrentHashMap<>();

  /**
   * A runner.
   *
   * @param spark the cluster
   * @param version of Etalon that executors must have
   * @param runners makes what trains on them
   */
  SparkTrials(JavaSparkContext spark, String version, TrialRunners runners) {
    this.spark = spark;
    this.version = version;
    this.bench = spark.broadcast(new Bench(runners));
  }

  @Override
  public TrialResult run(Trial trial) throws InterruptedException {
    JavaFutureAction<List<String>> job = submit(trial);
    try {
      Answer answer = Answer.parse(job.get().get(0));
      if (answer instanceof Answer.Refused refused) {
        throw refused.exception();
      }
      return ((Answer.Done) answer).result();
    } catch (InterruptedException interrupted) {
      job.cancel(true);
      throw interrupted;
    } catch (ExecutionException failure) {
      throw explained(trial, failure.getCause() == null ? failure : failure.getCause());
    }
  }

  private JavaFutureAction<List<String>> submit(Trial trial) {
    try {
      // These are kept for the calling thread, and each trial has one to itself.
      spark.setJobGroup("etalon", description(trial), true);
      return spark
          .parallelize(List.of(Order.of(version, trial).text()), 1)
          .map(new TrialTask(bench, files(trial)))
          .collectAsync();
    } catch (IllegalStateException stopped) {
      throw explained(trial, stopped);
    }
  }

  /** The files that the trial's networks are in, each read and broadcast once. */
  private Map<String, Broadcast<ModelFile>> files(Trial trial) {
    Map<String, Broadcast<ModelFile>> needed = new HashMap<>();
    add(needed, trial.model());
    trial.transfer().ifPresent(plan -> add(needed, plan.base()));
    return needed;
  }

  private void add(Map<String, Broadcast<ModelFile>> needed, String reference) {
    files
        .computeIfAbsent(reference, name -> ModelFile.of(name).map(spark::broadcast))
        .ifPresent(file -> needed.put(reference, file));
  }

  /** What Spark's page calls it. */
  static String description(Trial trial) {
    return trial.model() + ", rate " + (float) trial.learningRate() + ", seed " + trial.seed();
  }

  private RuntimeException explained(Trial trial, Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    if (spark.sc().isStopped()) {
      return SparkWorkplace.ended(spark.master());
    }
    int at = message.indexOf(REASON);
    String reason =
        (at < 0 ? message : message.substring(at + REASON.length())).lines().findFirst().orElse("");
    return message.contains(LOST)
        ? new InputException(
            description(trial),
            "was lost with its executor again and again (" + reason + ")",
            "see the executors' logs; for memory, give fewer slots or more"
                + " spark.executor.memoryOverhead")
        : new IllegalStateException(description(trial) + ": " + reason, failure);
  }
}
