package org.etalon.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.etalon.graph.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One clear refusal for everything that can be wrong. */
class DamagedDataTest {
  @TempDir private Path folder;

  private void refused(String reference, String... parts) {
    assertThatThrownBy(() -> DataFiles.load(reference))
        .isInstanceOf(InputException.class)
        .satisfies(e -> assertThat(e.getMessage()).contains(parts))
        .satisfies(e -> assertThat(((InputException) e).wayOut()).isNotEmpty());
  }

  private void idx(String name, byte[] content, String... parts) throws Exception {
    DataFiles.idxFolder(folder);
    Files.write(folder.resolve(name), content);
    refused("idx:path=" + folder, parts);
  }

  @ParameterizedTest
  @CsvSource({
    "digit, did you mean 'digits'?",
    "digits:, nothing follows the colon",
    "digits:size=3, known: path",
    "gaussian:features=0, out of range",
    "gaussian:shape=3x, is no shape",
    "gaussian:shape=99999999x9, too large",
    "idx, needs a path",
    "images, needs a path",
    "text:context=3, needs a path",
    "'text:path=', is empty",
    "cifar100:labels=odd, known: fine",
    "images:path=no/such/folder, no folder is there",
    "text:path=no/such/file, no file is there",
  })
  void badReferences(String reference, String part) {
    refused(reference, part);
  }

  @Test
  void wrongMagic() throws Exception {
    idx("train-images-idx3-ubyte", new byte[] {1, 2, 3, 4}, "0x01020304", "train-images");
  }

  @Test
  void imagesAndLabelsExchanged() throws Exception {
    idx(
        "train-labels-idx1-ubyte",
        DataFiles.idx(8, new int[] {1, 1, 1}, new byte[1]),
        "has 3 axes, which labels do not have");
  }

  @Test
  void truncatedAndOverlongFiles() throws Exception {
    byte[] whole = DataFiles.idx(8, new int[] {10, 2, 3}, new byte[60]);
    idx("train-images-idx3-ubyte", Arrays.copyOf(whole, 70), "ends within", "10 × 2 × 3");
    idx("train-images-idx3-ubyte", Arrays.copyOf(whole, 77), "goes on after byte 76");
    idx("train-images-idx3-ubyte", new byte[0], "ends within the magic number");
    byte[] zipped = DataFiles.gzip(whole);
    Files.delete(folder.resolve("train-images-idx3-ubyte"));
    Files.write(
        folder.resolve("train-images-idx3-ubyte.gz"), Arrays.copyOf(zipped, zipped.length - 9));
    refused("idx:path=" + folder, "cannot be read", ".gz");
  }

  @Test
  void sizesThatNoFileCanHave() throws Exception {
    idx(
        "train-images-idx3-ubyte",
        DataFiles.idx(8, new int[] {-1, 2, 3}, new byte[60]),
        "4294967295 as the size of axis 1");
    idx(
        "train-images-idx3-ubyte",
        DataFiles.idx(8, new int[] {65536, 65536, 3}, new byte[60]),
        "as the size of axis 2");
    idx(
        "train-images-idx3-ubyte",
        DataFiles.gzip(DataFiles.idx(8, new int[] {1_000_000, 28, 28}, new byte[60])),
        "ends within");
  }

  @Test
  void countsThatDiffer() throws Exception {
    idx(
        "train-labels-idx1-ubyte",
        DataFiles.idx(8, new int[] {9}, new byte[9]),
        "holds 9 labels",
        "holds 10 images");
  }

  @Test
  void labelsOutOfRange() throws Exception {
    DataFiles.idxFolder(folder);
    byte[] labels = new byte[10];
    labels[4] = 10;
    Files.write(
        folder.resolve("train-labels-idx1-ubyte"), DataFiles.idx(8, new int[] {10}, labels));
    refused("mnist:path=" + folder, "record 5", "label 10 is not a whole number from 0 to 9");
    Files.write(folder.resolve("data_batch_1.bin"), DataFiles.cifar(12, 1, 11));
    refused("cifar10:path=" + folder, "data_batch_1.bin, record 11", "label 10");
  }

  @Test
  void valuesThatAreNotFinite() throws Exception {
    ByteBuffer values = ByteBuffer.allocate(40);
    values.putFloat(28, Float.NaN);
    idx(
        "train-images-idx3-ubyte",
        DataFiles.idx(0x0d, new int[] {10, 1}, values.array()),
        "record 8",
        "NaN");
  }

  @Test
  void recordsThatDoNotDivideTheFile() throws Exception {
    Files.write(folder.resolve("data_batch_1.bin"), new byte[3072]);
    refused("cifar10:path=" + folder, "data_batch_1.bin", "3072 bytes", "3073");
    refused("cifar100:path=" + folder, "train.bin and test.bin");
  }

  @Test
  void filesThatExpandBeyondMeasure() throws Exception {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (var out = new java.util.zip.GZIPOutputStream(bomb)) {
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 110; i++) {
        out.write(zeros);
      }
    }
    Path file = folder.resolve("bomb.txt.gz");
    Files.write(file, bomb.toByteArray());
    refused("text:path=" + file, "holds more than 100 MiB");
  }

  @ParameterizedTest
  @CsvSource({
    "'1,2,3', has 3 values",
    "x, has 1 values",
  })
  void linesOfTheWrongLength(String line, String part) throws Exception {
    Path file = folder.resolve("d.csv");
    Files.writeString(file, line);
    refused("digits:path=" + file, "record 1", part);
  }

  @ParameterizedTest
  @CsvSource({"nan", "17", "-1", "1.5", "1e2", "''", "999999999999"})
  void greyLevelsThatAreNone(String value) throws Exception {
    Path file = folder.resolve("d.csv");
    Files.writeString(file, "0,".repeat(64) + "3\n" + "0," + value + ",0".repeat(62) + ",3");
    refused("digits:path=" + file, "record 2, column 2", "from 0 to 16");
  }

  @Test
  void textThatIsTooShortOrNoText() throws Exception {
    Path file = folder.resolve("t.txt");
    Files.writeString(file, "hello");
    refused("text:path=" + file, "holds 5 characters", "context of 64");
    Files.write(file, DataFiles.bytes('a', 'b', 0xff, 'c'));
    refused("text:path=" + file, "byte 2 begins no character");
    Files.write(file, DataFiles.bytes('a', 'b', 0xe2, 0x82));
    refused("text:path=" + file, "byte 2 begins no character");
    Files.write(file, new byte[300]);
    refused("text:path=" + file, "zero byte");
    Files.write(file, new byte[0]);
    refused("text:path=" + file, "holds 0 characters");
  }

  @Test
  void foldersWithoutImages() throws Exception {
    refused("images:path=" + folder, "holds no folders");
    Files.createDirectory(folder.resolve("cat"));
    refused("images:path=" + folder, "cat", "holds no PNG or JPEG file");
    Files.writeString(folder.resolve("cat/a.png"), "no picture");
    refused("images:path=" + folder, "a.png", "neither PNG nor JPEG");
    Files.write(
        folder.resolve("cat/a.png"), Arrays.copyOf(DataFiles.image("png", 9, 9, 0x123456), 60));
    refused("images:path=" + folder, "a.png", "is truncated");
    byte[] flipped = DataFiles.image("png", 9, 9, 0x123456);
    flipped[flipped.length - 20] ^= 1;
    Files.write(folder.resolve("cat/a.png"), flipped);
    refused("images:path=" + folder, "a.png", "checksum");
    Files.write(folder.resolve("cat/a.png"), half(noise()));
    refused("images:path=" + folder, "a.png", "is damaged");
    Files.write(folder.resolve("cat/a.png"), DataFiles.image("png", 9, 9, 0x123456));
    refused("images:path=" + folder, "no class has five");
  }

  private static byte[] noise() throws Exception {
    BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(2);
    for (int i = 0; i < 4096; i++) {
      image.setRGB(i % 64, i / 64, random.nextInt());
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "jpg", bytes);
    return bytes.toByteArray();
  }

  private static byte[] half(byte[] bytes) {
    return Arrays.copyOf(bytes, bytes.length / 2);
  }

  @Test
  void imagesThatClaimToBeHuge() throws Exception {
    Files.createDirectory(folder.resolve("cat"));
    Path file = folder.resolve("cat/a.png");
    Files.write(file, withSize(DataFiles.image("png", 4, 4, 0), 100_000, 100_000));
    refused("images:path=" + folder, "is 100000 × 100000 pixels");
    Files.write(file, withSize(DataFiles.image("png", 4, 4, 0), 8000, 8000));
    refused("images:path=" + folder, "which its size cannot hold");
  }

  /** A PNG whose header, checksum included, claims another size. */
  private static byte[] withSize(byte[] png, int width, int height) throws Exception {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(header);
    out.writeBytes("IHDR");
    out.writeInt(width);
    out.writeInt(height);
    out.write(png, 24, 5);
    CRC32 sum = new CRC32();
    sum.update(header.toByteArray());
    out.writeInt((int) sum.getValue());
    System.arraycopy(header.toByteArray(), 0, png, 12, header.size());
    return png;
  }

  @Test
  void testImagesOfAnUnknownClass() throws Exception {
    DataFiles.imageFolder(folder.resolve("train"));
    DataFiles.imageFolder(folder.resolve("test"));
    Files.move(folder.resolve("test/dark"), folder.resolve("test/drak"));
    refused("images:path=" + folder, "class 'drak'", "did you mean 'dark'");
  }

  @Test
  void linksAreFollowed() throws Exception {
    Path real = DataFiles.cifarFolder(folder.resolve("real"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);
    assertThat(DataFiles.load("cifar10:path=" + link).train().size()).isEqualTo(15);
  }
}
