package org.etalon.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * One side of compare_steps.py: for each line "WORKLOAD STEPS" runs that many steps and answers
 * with their seconds, of the clock and of this thread's processor time.
 */
final class StepWorker {
  private StepWorker() {}

  /** Serves until the end of the input. */
  public static void main(String... args) throws IOException {
    ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    Map<Workload, TrainingStep> made = new EnumMap<>(Workload.class);
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] words = line.split(" ", 2);
      TrainingStep step = made.computeIfAbsent(Workload.byId(words[0]), TrainingStep::new);
      int steps = Integer.parseInt(words[1]);
      long wall = System.nanoTime();
      long processor = clock.getCurrentThreadCpuTime();
      double loss = 0;
      for (int i = 0; i < steps; i++) {
        loss = step.run();
      }
      System.out.printf(
          Locale.ROOT,
          "%.9f %.9f %.4f%n",
          (System.nanoTime() - wall) / 1e9,
          (clock.getCurrentThreadCpuTime() - processor) / 1e9,
          loss);
    }
  }
}
