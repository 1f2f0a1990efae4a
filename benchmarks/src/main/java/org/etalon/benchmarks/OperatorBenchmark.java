package org.etalon.benchmarks;

import java.util.concurrent.TimeUnit;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.etalon.torch.LibTorch;
import org.etalon.torch.Memory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/** What an operator costs beside its arithmetic: a sum of one number, made and freed. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
public class OperatorBenchmark {
  private static final int SUMS = 100;

  /** One scope for all, as in a pass. */
  @Benchmark
  @OperationsPerInvocation(SUMS)
  public void add() {
    LibTorch.load();
    Memory.scoped(
        () -> {
          Tensor one = torch.ones(1);
          for (int i = 0; i < SUMS; i++) {
            one = torch.add(one, one);
          }
        });
  }
}
