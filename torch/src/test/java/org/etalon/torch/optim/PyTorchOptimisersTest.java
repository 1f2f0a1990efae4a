package org.etalon.torch.optim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.AbstractTensor;
import org.bytedeco.pytorch.Tensor;
import org.etalon.torch.LibTorch;
import org.etalon.torch.Memory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Skipped where no {@code python3} can import torch. */
class PyTorchOptimisersTest {
  private static final int STEPS = 25;
  private static final int SIZE = 6;
  private static final long MOST_SECONDS = 120;

  private static final List<Setting> SETTINGS =
      List.of(
          new Setting("sgd", 0, 0, "sgd"),
          new Setting("sgd", 0.9, 0, "sgd:momentum=0.9"),
          new Setting("sgd", 0.7, 1, "sgd:momentum=0.7,nesterov=true"),
          new Setting("adam", 0.9, 0.999, "adam"),
          new Setting("adamw", 0.8, 0.95, "adamw:beta1=0.8,beta2=0.95"));

  private static final List<TensorRates> RATES =
      List.of(new TensorRates(0.05, 0.2, 1e-8), new TensorRates(0.3, 0, 1e-4));

  @TempDir private Path folder;

  private record Setting(String name, double first, double second, String reference) {}

  @Test
  void rulesMoveTensorsAsPyTorchsDo() throws Exception {
    Optional<String> python = python();
    assumeTrue(python.isPresent(), "no python3 with torch on this machine");
    LibTorch.load();
    SplittableRandom random = new SplittableRandom(17);
    StringBuilder input = new StringBuilder();
    List<double[]> ours = new ArrayList<>();
    for (Setting setting : SETTINGS) {
      input.append(
          String.join(
              " ",
              "rule",
              setting.name,
              Double.toString(setting.first),
              Double.toString(setting.second),
              Integer.toString(STEPS),
              RATES.size() + "\n"));
      ours.addAll(run(setting, random, input));
    }
    List<double[]> theirs = ask(python.orElseThrow(), input.toString());
    assertThat(theirs).hasSameSizeAs(ours);
    for (int i = 0; i < ours.size(); i++) {
      assertThat(ours.get(i))
          .as(SETTINGS.get(i / RATES.size()).reference)
          .containsExactly(theirs.get(i), within(1e-12));
    }
  }

  private static List<double[]> run(Setting setting, SplittableRandom random, StringBuilder input) {
    return Memory.scoped(
        () -> {
          List<Tensor> tensors = new ArrayList<>();
          for (TensorRates rates : RATES) {
            double[] values = UpdateRulesTest.normal(random, SIZE);
            double[] head = {rates.learningRate(), rates.weightDecay(), rates.epsilon()};
            input.append(line(head)).append(' ').append(line(values)).append('\n');
            tensors.add(AbstractTensor.create(values).set_requires_grad(true));
          }
          try (Optimiser optimiser = UpdateRules.byId(setting.reference).on(tensors, RATES)) {
            for (int step = 0; step < STEPS; step++) {
              List<Tensor> gradients = new ArrayList<>();
              for (int i = 0; i < RATES.size(); i++) {
                double[] gradient = UpdateRulesTest.normal(random, SIZE);
                input.append(line(gradient)).append('\n');
                gradients.add(AbstractTensor.create(gradient));
              }
              optimiser.step(gradients, 1);
            }
          }
          return tensors.stream().map(UpdateRulesTest::values).toList();
        });
  }

  private static String line(double[] values) {
    return Arrays.stream(values).mapToObj(Double::toString).collect(Collectors.joining(" "));
  }

  private List<double[]> ask(String python, String input) throws Exception {
    Path script = folder.resolve("optimisers.py");
    try (InputStream resource = getClass().getResourceAsStream("optimisers.py")) {
      Files.copy(resource, script);
    }
    Path given = Files.writeString(folder.resolve("given"), input);
    Path said = folder.resolve("said");
    Process process =
        new ProcessBuilder(python, script.toString())
            .redirectInput(given.toFile())
            .redirectOutput(said.toFile())
            .redirectError(folder.resolve("errors").toFile())
            .start();
    assertThat(process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(folder.resolve("errors"), UTF_8)).isZero();
    return Files.readAllLines(said).stream()
        .map(line -> Arrays.stream(line.split(" ")).mapToDouble(Double::parseDouble).toArray())
        .toList();
  }

  /** Looks without importing, which takes seconds. */
  private Optional<String> python() throws InterruptedException {
    for (String candidate : List.of("/usr/bin/python3", "python3")) {
      try {
        Process process =
            new ProcessBuilder(
                    candidate,
                    "-c",
                    "import importlib.util as u, sys; sys.exit(not u.find_spec('torch'))")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor(MOST_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0) {
          return Optional.of(candidate);
        }
      } catch (IOException absent) {
        // The next candidate may be there.
      }
    }
    return Optional.empty();
  }
}
