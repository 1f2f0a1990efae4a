package org.etalon.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.etalon.engine.Version;
import org.etalon.graph.InputException;
import org.etalon.lab.study.Provenance;
import org.etalon.lab.study.Trial;
import org.etalon.lab.study.TrialResult;
import org.etalon.lab.study.TrialRunner;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that fail in every way, on Spark in this process, which tries each up to four times. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class SparkTrialsTest {
  private static final Trial TRIAL = SmallStudy.trial(0.1, 2);

  private static JavaSparkContext spark;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    spark =
        new JavaSparkContext(
            new SparkConf()
                .setMaster("local[2,4]")
                .setAppName("test")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "127.0.0.1"));
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  private static SparkTrials trials(TrialRunners runners) {
    return new SparkTrials(spark, Version.current(), runners);
  }

  /** Notes an attempt in a file, which all copies of a runner share; how many there were. */
  private static long attempt(String file) {
    try {
      Files.writeString(Path.of(file), "x", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      return Files.size(Path.of(file));
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  private static TrialResult result() {
    return new TrialResult(
        TrialResult.Outcome.FINISHED,
        new float[] {1, 0.5f},
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        1,
        new Provenance("e", "l", "j", "s", "h"));
  }

  @Test
  void aTaskThatDiesTwiceIsTriedAgain() throws InterruptedException {
    String file = folder.resolve("attempts").toString();
    TrialRunner runner =
        trials(
            models ->
                trial -> {
                  if (attempt(file) < 3) {
                    throw new IllegalStateException("struck by lightning");
                  }
                  return result();
                });
    assertThat(runner.run(TRIAL)).isEqualTo(result());
    assertThat(Path.of(file)).hasSize(3);
  }

  @Test
  void aTaskThatAlwaysDiesIsToldWithItsReason() {
    TrialRunner runner =
        trials(
            models ->
                trial -> {
                  throw new IllegalStateException("struck by lightning");
                });
    assertThatThrownBy(() -> runner.run(TRIAL))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("seed 2")
        .hasMessageContaining("struck by lightning");
  }

  @Test
  void badInputIsOneMessageThatNamesTheMachineAndIsNotTriedAgain() {
    String file = folder.resolve("attempts").toString();
    TrialRunner runner =
        trials(
            models ->
                trial -> {
                  attempt(file);
                  throw new InputException("data", "are damaged", "load them again");
                });
    assertThatThrownBy(() -> runner.run(TRIAL))
        .isInstanceOf(InputException.class)
        .hasMessageMatching("data \\(on .+\\): are damaged; load them again");
    assertThat(Path.of(file)).hasSize(1);
  }

  @Test
  void dataThatAnExecutorLacksAreToldWithItsName() {
    TrialRunner runner = trials(new TorchRunners(Optional.empty()));
    Trial trial = SmallStudy.trial("mlp:depth=2,width=8,in=784,classes=10", "", "mnist", 0.1, 1);
    assertThatThrownBy(() -> runner.run(trial))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("mnist")
        .hasMessageContaining("(on ");
  }

  @Test
  void anExecutorOfAnotherVersionIsRefusedWithBothVersions() {
    TrialRunner runner = new SparkTrials(spark, "99.1", models -> trial -> result());
    assertThatThrownBy(() -> runner.run(TRIAL))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("99.1")
        .hasMessageContaining(Version.current());
  }

  @Test
  void modelFilesTravelWithTheirTrialsAndAreCheckedOnArrival() throws Exception {
    String spec = "etalon: 1\ninput: [batch, 64]\nlayers: [{linear: 8}, relu, {linear: 10}]\n";
    Path file = Files.writeString(folder.resolve("net.yaml"), spec, UTF_8);
    String digest = ModelFile.of(file.toString()).orElseThrow().digest();
    Trial trial = SmallStudy.trial(file.toString(), digest, "digits", 0.1, 1);
    TrialRunner runner = trials(new TorchRunners(Optional.empty()));
    TrialResult result = runner.run(trial);
    assertThat(result.steps()).isEqualTo(10);
    Files.delete(file);
    assertThat(runner.run(trial)).as("it was read once").isEqualTo(result);

    Files.writeString(file, spec.replace("8", "9"), UTF_8);
    assertThatThrownBy(() -> trials(new TorchRunners(Optional.empty())).run(trial))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("net.yaml")
        .hasMessageContaining("not the file that the study was made with");
  }

  @Test
  void anInterruptedTrialEndsOnItsExecutorToo() throws Exception {
    String begun = folder.resolve("begun").toString();
    String ended = folder.resolve("ended").toString();
    TrialRunner runner =
        trials(
            models ->
                trial -> {
                  attempt(begun);
                  try {
                    Thread.sleep(100_000);
                    return result();
                  } finally {
                    attempt(ended);
                  }
                });
    CompletableFuture<Throwable> outcome = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                outcome.completeExceptionally(
                    new AssertionError("no result was due: " + runner.run(TRIAL)));
              } catch (Throwable interrupted) {
                outcome.complete(interrupted);
              }
            });
    thread.start();
    await(Path.of(begun));
    thread.interrupt();
    assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
    await(Path.of(ended));
  }

  private static void await(Path file) throws InterruptedException {
    while (!Files.exists(file)) {
      Thread.sleep(10);
    }
  }
}
