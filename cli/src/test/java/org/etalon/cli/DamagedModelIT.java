package org.etalon.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged models through the real command: a valid answer, or exit status 3 and one clear line. */
class DamagedModelIT {
  private static final Path COMMAND =
      Path.of(System.getProperty("etalon.home")).resolve("bin/etalon");
  private static final Path MODEL =
      Path.of("").toAbsolutePath().getParent().resolve("examples/models/resnet18.onnx");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  @Timeout(value = 1, unit = TimeUnit.MINUTES)
  void isAnsweredOrRefused(int seed) throws Exception {
    Path model = folder.resolve("damaged.onnx");
    Files.write(model, damaged(Files.readAllBytes(MODEL), new Random(seed)));
    Path stdout = folder.resolve("stdout.txt");
    Path stderr = folder.resolve("stderr.txt");
    ProcessBuilder builder =
        new ProcessBuilder(COMMAND.toString(), "analyze", model.toString(), "--format", "json")
            .redirectOutput(stdout.toFile())
            .redirectError(stderr.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));

    int status = builder.start().waitFor();

    String complaint = read(stderr);
    assertThat(status).as(complaint).isIn(0, 3);
    assertThat(complaint).doesNotContain("Exception", "\tat ");
    if (status == 0) {
      assertThat(read(stdout)).startsWith("{").contains("\"depth\"");
    } else {
      assertThat(read(stdout)).isEmpty();
      assertThat(complaint.lines()).hasSize(1);
      assertThat(complaint).contains("damaged.onnx");
    }
  }

  /** A few bytes changed, a piece copied elsewhere, or the end cut off. */
  private static byte[] damaged(byte[] bytes, Random random) {
    byte[] result = bytes.clone();
    switch (random.nextInt(3)) {
      case 0 -> {
        for (int i = 0; i < 1 + random.nextInt(8); i++) {
          result[random.nextInt(result.length)] = (byte) random.nextInt(256);
        }
      }
      case 1 -> {
        int length = 1 + random.nextInt(200);
        int from = random.nextInt(result.length - length);
        int to = random.nextInt(result.length - length);
        System.arraycopy(bytes, from, result, to, length);
      }
      default -> result = Arrays.copyOf(result, random.nextInt(result.length));
    }
    return result;
  }

  private static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), UTF_8);
  }
}
