package org.etalon.torch.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.etalon.torch.model.Model;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class MemoryOfTrainingTest {
  private static final int STEPS = 10_000;
  private static final int WARM_UP = 2_000;

  /** A kibibyte lost in every step would be 8 MiB; the Java heap is counted too. */
  private static final long MOST_GROWTH_KIB = 8 * 1024;

  @Test
  void residentMemoryIsFlatOverTenThousandSteps() {
    Fit fit = Runs.fit("mlp:depth=1,width=16,in=64,classes=10", "digits");
    long[] resident = new long[2];
    try (Model model = Runs.model(fit)) {
      TrainingResult result =
          new Trainer(model, Runs.recipe("adamw", 1e-3, STEPS))
              .train(
                  Runs.feeds(fit),
                  step -> {
                    if (step.index() == WARM_UP) {
                      resident[0] = residentKib();
                    } else if (step.index() == STEPS - 1) {
                      resident[1] = residentKib();
                    }
                    return true;
                  });
      assertThat(result.isFinished()).isTrue();
    }
    assertThat(resident[1] - resident[0])
        .as("growth in KiB from %d", resident[0])
        .isLessThan(MOST_GROWTH_KIB);
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
