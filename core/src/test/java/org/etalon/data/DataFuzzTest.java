package org.etalon.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.etalon.graph.InputException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files with random damage are read or refused, never anything else. */
class DataFuzzTest {
  private static final int ROUNDS = 300;

  @TempDir private Path folder;

  private static byte[] damaged(byte[] valid, Random random) {
    byte[] bytes = valid.clone();
    switch (random.nextInt(4)) {
      case 0 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
      case 1 -> bytes = Arrays.copyOf(bytes, bytes.length + random.nextInt(50));
      default -> {
        // Headers are short; half of the damage goes there.
        int reach = random.nextBoolean() ? bytes.length : Math.min(40, bytes.length);
        for (int i = random.nextInt(6); i >= 0; i--) {
          bytes[random.nextInt(reach)] = (byte) random.nextInt(256);
        }
      }
    }
    return bytes;
  }

  private void write(String kind) throws Exception {
    switch (kind) {
      case "idx", "mnist" -> DataFiles.idxFolder(folder);
      case "cifar10" -> {
        DataFiles.cifarFolder(folder);
        Files.write(
            folder.resolve("data_batch_3.bin.gz"), DataFiles.gzip(DataFiles.cifar(2, 1, 10)));
        Files.writeString(folder.resolve("batches.meta.txt"), "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n");
      }
      case "images" -> DataFiles.imageFolder(folder);
      default -> Files.writeString(folder.resolve("input.txt"), "To be, or nöt to be? ".repeat(20));
    }
  }

  @ParameterizedTest
  @CsvSource({"idx, ''", "mnist, ''", "cifar10, ''", "images, ',size=4'", "text, ',context=5'"})
  @Timeout(value = 1, unit = TimeUnit.MINUTES)
  void damageEndsInARefusalOrAValidDataset(String kind, String settings) throws Exception {
    write(kind);
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    Random random = new Random(1);
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Path file = files.get(random.nextInt(files.size()));
      byte[] valid = Files.readAllBytes(file);
      Files.write(file, damaged(valid, random));
      try {
        check(DataFiles.load(kind + ":path=" + folder + settings));
      } catch (InputException expected) {
        assertThat(expected.getMessage()).contains(folder.toString());
        refused++;
      } finally {
        Files.write(file, valid);
      }
    }
    assertThat(refused).isPositive();
  }

  private static void check(Dataset data) {
    for (Split split : Split.values()) {
      int last = data.examples(split).size() - 1;
      Batch batch = data.batch(split, 0, last);
      for (float value : batch.inputs()) {
        assertThat(value).isFinite();
      }
      for (long label : batch.labels()) {
        assertThat(label).isBetween(0L, data.classes() - 1L);
      }
    }
  }
}
