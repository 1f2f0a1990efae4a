package org.etalon.torch.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.etalon.torch.model.Model;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class MemoryOfTrainingTest {
  /** Until Java has compiled what is called: its compiler takes and returns tens of MiB. */
  private static final int WARM_UP = 10_000;

  private static final int STEPS = 10_000;
  private static final int EVERY = 1_000;

  /** Samples at each end, of which the lowest counts: the compiler's peaks pass. */
  private static final int SAMPLES = 3;

  /** Below what a KiB lost in every step between the two ends would add up to. */
  private static final long MOST_GROWTH_KIB = 6 * 1024;

  @Test
  void residentMemoryIsFlatOverTenThousandSteps() {
    assertThat(growthKib(StepListener.NONE)).isLessThan(MOST_GROWTH_KIB);
  }

  /** Growth over the steps that follow the warm-up, in KiB. */
  static long growthKib(StepListener also) {
    Fit fit = Runs.fit("mlp:depth=1,width=16,in=64,classes=10", "digits");
    List<Long> resident = new ArrayList<>();
    try (Model model = Runs.model(fit)) {
      TrainingResult result =
          new Trainer(model, Runs.recipe("adamw", 1e-3, WARM_UP + STEPS + 1))
              .train(
                  Runs.feeds(fit),
                  step -> {
                    if (step.index() >= WARM_UP && step.index() % EVERY == 0) {
                      resident.add(residentKib());
                    }
                    return also.after(step);
                  });
      assertThat(result.isFinished()).isTrue();
    }
    int count = resident.size();
    return Collections.min(resident.subList(count - SAMPLES, count))
        - Collections.min(resident.subList(0, SAMPLES));
  }

  /** After a collection, so that what Java has not yet collected does not count. */
  private static long residentKib() {
    System.gc();
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")))
          .findFirst()
          .orElseThrow();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
