package org.etalon.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands as processes: what only a real process can show. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class CommandIT {
  private static final Path HOME = Path.of(System.getProperty("etalon.home"));

  @TempDir private Path folder;

  private ProcessBuilder etalon(String... arguments) {
    List<String> line = new ArrayList<>(List.of(HOME.resolve("bin/etalon").toString()));
    line.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(folder.toFile())
            .redirectError(folder.resolve("stderr").toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder;
  }

  private String stderr() throws Exception {
    return Files.readString(folder.resolve("stderr"), UTF_8);
  }

  @Test
  void stdoutCarriesTheResultOnly() throws Exception {
    Process process =
        etalon(
                "transfer",
                "--base",
                "mlp",
                "--target",
                "mlp:depth=20",
                "--lr",
                "1",
                "--format",
                "json")
            .start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(Cli.json(out)).containsEntry("law", "am-mup");
    assertThat(stderr()).isEmpty();
  }

  @Test
  void aBrokenPipeEndsQuietly() throws Exception {
    Process process = etalon("analyze", "--from", "-").start();
    Thread feeder =
        new Thread(
            () -> {
              try (OutputStream in = process.getOutputStream()) {
                for (int i = 0; i < 20_000; i++) {
                  in.write("nasbench201:3_24_440\n".getBytes(UTF_8));
                }
              } catch (java.io.IOException closed) {
                // The command has ended, as it should.
              }
            });
    feeder.start();
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      assertThat(out.readLine()).startsWith("{\"model\":");
    }
    assertThat(process.waitFor()).isZero();
    feeder.join();
    assertThat(stderr()).isEmpty();
  }

  @Test
  void exitStatusesTellUsageFromInput() throws Exception {
    assertThat(etalon("analyze", "nosuch.onnx").start().waitFor()).isEqualTo(3);
    assertThat(stderr()).contains("file not found");
    assertThat(etalon("analyse").start().waitFor()).isEqualTo(2);
    assertThat(
            etalon("transfer", "--base", "mlp", "--target", "mlp", "--lr", "NaN").start().waitFor())
        .isEqualTo(3);
  }

  @Test
  void anInterruptedRunLeavesTheOldFileAndNoDraft() throws Exception {
    Path file = Files.writeString(folder.resolve("out.jsonl"), "old");
    Process process = etalon("analyze", "--from", "-", "--out", file.toString()).start();
    OutputStream in = process.getOutputStream();
    in.write("mlp\n".repeat(500).getBytes(UTF_8));
    in.flush();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (drafts().isEmpty() && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(drafts()).hasSize(1);
    process.destroy();
    assertThat(process.waitFor()).isNotZero();
    assertThat(file).hasContent("old");
    assertThat(drafts()).isEmpty();
  }

  private List<Path> drafts() throws Exception {
    try (var files = Files.list(folder)) {
      return files.filter(path -> path.toString().endsWith(".tmp")).toList();
    }
  }
}
