package org.etalon.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.etalon.graph.InputException;
import org.etalon.torch.train.LossCurve;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every example for a few steps, on made-up data of the form it takes. */
class ExamplesTest {
  private static final int PIXELS = 3 * 32 * 32;

  @TempDir private Path folder;

  @Test
  void digitsAreLearntByAPlan() {
    learns(TrainDigits.run(60).losses());
  }

  @Test
  void aGptLearnsAText() throws IOException {
    Path text = folder.resolve("text.txt");
    Files.writeString(text, "The quick brown fox jumps over the lazy dog.\n".repeat(60));
    learns(TrainGpt.run(text.toString(), 40).losses());
  }

  @Test
  void aResNetLearnsImagesWhoseColourTellsTheirClass() throws IOException {
    Random random = new Random(3);
    images(folder.resolve("data_batch_1.bin"), 400, random);
    images(folder.resolve("test_batch.bin"), 40, random);
    learns(TrainResNet.run(folder.toString(), 15).losses());
  }

  @Test
  void aResNetWithoutImagesSaysWhatItNeeds() {
    assertThatThrownBy(() -> TrainResNet.main(new String[0]))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("data_batch_1.bin");
  }

  private static void learns(LossCurve losses) {
    assertThat(losses.lastMean(3)).isLessThan(0.8 * losses.at(0));
  }

  /** Records of a label byte and three planes. */
  private static void images(Path file, int count, Random random) throws IOException {
    byte[] bytes = new byte[count * (1 + PIXELS)];
    for (int i = 0; i < count; i++) {
      int from = i * (1 + PIXELS);
      int label = i % 10;
      bytes[from] = (byte) label;
      for (int p = 1; p <= PIXELS; p++) {
        bytes[from + p] = (byte) (20 * label + random.nextInt(40));
      }
    }
    Files.write(file, bytes);
  }
}
