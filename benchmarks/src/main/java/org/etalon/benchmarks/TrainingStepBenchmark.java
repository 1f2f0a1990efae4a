package org.etalon.benchmarks;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One training step on one core. With {@code -t 2} two networks train side by side, and the
 * throughput should nearly double.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
public class TrainingStepBenchmark {
  /** Which network. */
  @Param({"mlp", "cnn-8", "cnn-32", "resnet-18", "vit", "gpt"})
  public String workload = "mlp";

  private @Nullable TrainingStep step;

  /** Builds the network in the thread that trains it. */
  @Setup
  public void build() {
    step = new TrainingStep(Workload.byId(workload));
  }

  /** Forward pass, gradients, update. */
  @Benchmark
  public double step() {
    return Objects.requireNonNull(step).run();
  }

  /** Frees its native memory. */
  @TearDown
  public void free() {
    Objects.requireNonNull(step).close();
  }
}
