package org.etalon.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.etalon.graph.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same examples as different networks want them. */
class LayoutsTest {
  private static final Dataset DIGITS = DataFiles.load("digits");

  @TempDir private Path folder;

  @Test
  void digitsServePlainNetworksSignalsAndImages() {
    float[] image = DIGITS.batch(Split.TRAIN, 3).inputs();
    assertThat(DIGITS.as(64).batch(Split.TRAIN, 3).inputs()).containsExactly(image);
    Batch signal = DIGITS.as(1, 64).batch(Split.TRAIN, 3);
    assertThat(signal.inputs()).containsExactly(image);
    assertThat(signal.shape()).containsExactly(1, 1, 64);
  }

  @Test
  void greyBecomesColourByRepetition() {
    float[] grey = DIGITS.batch(Split.TRAIN, 3).inputs();
    float[] colour = DIGITS.withChannels(3).batch(Split.TRAIN, 3).inputs();
    for (int c = 0; c < 3; c++) {
      assertThat(Arrays.copyOfRange(colour, 64 * c, 64 * (c + 1))).containsExactly(grey);
    }
  }

  @Test
  void imagesFitANetworkForLargerColourImages() {
    Dataset fitted = DIGITS.fittedTo(3, 16, 16);
    assertThat(fitted.exampleShape()).containsExactly(3, 16, 16);
    Batch batch = fitted.batch(Split.TRAIN, 0, 1);
    assertThat(batch.shape()).containsExactly(2, 3, 16, 16);
    assertThat(batch.inputs()).hasSize(2 * 3 * 256);
    assertThat(DIGITS.fittedTo(64).exampleShape()).containsExactly(64);
  }

  @Test
  void resizingKeepsWhatIsFlatAndAveragesWhereItShrinks() {
    float[] rows = new float[2 * 4];
    Resampling half = new Resampling(4, 4, 2, 2);
    float[] flat = new float[4];
    Arrays.fill(flat, 7);
    float[] into = new float[4];
    float[] tall = new float[8];
    for (int y = 0; y < 4; y++) {
      half.row(flat, 0, tall, 2 * y);
    }
    half.columns(tall, into, 0);
    assertThat(into).containsExactly(new float[] {7, 7, 7, 7}, Offset.offset(1e-5f));
    // Pillow's Image.resize((2, 1), Image.BILINEAR) of 0 1 2 3: weights 3 3 1 and 1 3 3 over 7.
    half.row(new float[] {0, 1, 2, 3}, 0, rows, 0);
    assertThat(rows[0]).isCloseTo(5f / 7, Offset.offset(1e-6f));
    assertThat(rows[1]).isCloseTo(16f / 7, Offset.offset(1e-6f));
    Resampling twice = new Resampling(2, 2, 4, 4);
    float[] wide = new float[4];
    twice.row(new float[] {0, 1}, 0, wide, 0);
    assertThat(wide).containsExactly(new float[] {0, 0.25f, 0.75f, 1}, Offset.offset(1e-6f));
  }

  @Test
  void textIsCutAnewForAnotherContext() throws Exception {
    Path file = folder.resolve("t.txt");
    Files.writeString(file, "abcdefgh".repeat(50));
    Dataset text = DataFiles.load("text:path=" + file + ",context=4").as(16);
    assertThat(text.exampleShape()).containsExactly(16);
    assertThat(text.batch(Split.TRAIN, 1).identifiers()).startsWith(0, 1, 2).hasSize(16);
    assertThatThrownBy(() -> text.as(4000))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("holds 400 characters");
    assertThatThrownBy(() -> text.as(4, 4)).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> text.as(0)).isInstanceOf(InputException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"784", "0", "-64", "8", "2x8x8", "3x0x8", "1073741824x64"})
  void whatDoesNotFitIsRefusedWithBothShapes(String shape) {
    long[] sizes = Arrays.stream(shape.split("x", -1)).mapToLong(Long::parseLong).toArray();
    if (sizes.length == 3 && sizes[1] > 0) {
      assertThat(DIGITS.fittedTo(sizes).exampleShape()).containsExactly(sizes);
      return;
    }
    assertThatThrownBy(() -> DIGITS.fittedTo(sizes))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("its examples are 1×8×8 and cannot be made");
  }

  @Test
  void colourDoesNotBecomeGrey() throws Exception {
    Dataset cifar = DataFiles.load("cifar10:path=" + DataFiles.cifarFolder(folder));
    assertThatThrownBy(() -> cifar.fittedTo(1, 28, 28)).isInstanceOf(InputException.class);
    assertThat(cifar.fittedTo(3072).exampleShape()).containsExactly(3072);
    assertThat(cifar.fittedTo(3, 28, 28).batch(Split.TEST, 0).inputs()).hasSize(3 * 28 * 28);
  }
}
