package org.etalon.spark;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.etalon.graph.InputException;
import org.etalon.lab.run.Workplace;
import org.etalon.lab.study.TrialRunner;

/** A cluster at work. Its slots are the cores of the executors that it has at the moment. */
final class SparkWorkplace implements Workplace {
  private static final long TICK_MILLIS = 250;

  private final JavaSparkContext spark;
  private final String master;
  private final TrialRunner runner;
  private final int coresOfTask;
  private final boolean growsWithDemand;
  private final Waiting waiting;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(SparkWorkplace::thread);
  private volatile int slots;

  /**
   * A cluster.
   *
   * @param spark connected to it; closed with this
   * @param runner what sends trials there
   * @param notes told when there is nowhere to run trials
   */
  SparkWorkplace(JavaSparkContext spark, TrialRunner runner, Consumer<String> notes) {
    this.spark = spark;
    this.master = spark.master();
    this.runner = runner;
    this.coresOfTask = Math.max(1, spark.getConf().getInt("spark.task.cpus", 1));
    this.growsWithDemand = spark.getConf().getBoolean("spark.dynamicAllocation.enabled", false);
    this.waiting = new Waiting(master, notes, System::nanoTime);
    var unused = watch.scheduleWithFixedDelay(this::count, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "etalon-slots");
    thread.setDaemon(true);
    return thread;
  }

  /** What is said when the application has ended: by its user, or by the cluster. */
  static InputException ended(String master) {
    String again = "what is finished is kept, run the command again to go on";
    if (isBeingLeft()) {
      return new InputException("interrupted", "trials on their way are ended", again);
    }
    return new InputException(
        "--master " + master, "has ended the application", "see Spark's page or logs; " + again);
  }

  /** Whether this process has been told to end; Spark then leaves the cluster by itself. */
  private static boolean isBeingLeft() {
    Thread nothing = new Thread(() -> {});
    try {
      Runtime.getRuntime().addShutdownHook(nothing);
      Runtime.getRuntime().removeShutdownHook(nothing);
      return false;
    } catch (IllegalStateException ending) {
      return true;
    }
  }

  /** Whether trials are run in this very process. */
  static boolean isLocal(String master) {
    return master.equals("local") || master.startsWith("local[");
  }

  private void count() {
    try {
      see();
    } catch (RuntimeException stopping) {
      // Counted while the cluster was being left; a last exception would end all counting.
    }
  }

  private void see() {
    if (spark.sc().isStopped()) {
      return;
    }
    int free = cores() / coresOfTask;
    waiting.see(free);
    // Executors are asked for only when more tasks wait than there is room for.
    slots = growsWithDemand ? 2 * Math.max(1, free) : free;
  }

  /**
   * Spark tells the cores of all executors together as its default parallelism, which is never less
   * than 2. With one core, one trial more than there is room for waits in Spark's queue.
   */
  private int cores() {
    if (isLocal(master)) {
      return spark.defaultParallelism();
    }
    // The driver is in the list, too.
    return spark.statusTracker().getExecutorInfos().length > 1 ? spark.defaultParallelism() : 0;
  }

  @Override
  public TrialRunner runner() {
    return runner;
  }

  @Override
  public int slots() {
    if (spark.sc().isStopped()) {
      throw ended(master);
    }
    return slots;
  }

  @Override
  public void close() {
    watch.shutdownNow();
    spark.close();
  }
}
