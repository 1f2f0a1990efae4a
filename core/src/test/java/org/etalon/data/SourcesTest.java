package org.etalon.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.File;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.etalon.graph.InputException;
import org.etalon.graph.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values of files made by hand. */
class SourcesTest {
  @TempDir private Path folder;

  private static float[] raw(Dataset dataset, Split split, int index) {
    Examples.Real examples = (Examples.Real) dataset.examples(split);
    float[] values = new float[examples.elements()];
    examples.read(index, values, 0);
    return values;
  }

  @Test
  void idxFilesAreBigEndianAndMayBeCompressed() throws Exception {
    Dataset data = DataFiles.load("idx:path=" + DataFiles.idxFolder(folder));
    assertThat(data.exampleShape()).containsExactly(1, 2, 3);
    assertThat(data.train().size()).isEqualTo(10);
    assertThat(data.test().size()).isEqualTo(5);
    assertThat(data.classes()).isEqualTo(2);
    assertThat(raw(data, Split.TRAIN, 9)).containsExactly(216, 220, 224, 228, 232, 236);
    assertThat(data.batch(Split.TEST, 0, 1, 2).labels()).containsExactly(0, 1, 0);
  }

  @Test
  void idxFilesOfOtherTypesAreRead() throws Exception {
    DataFiles.idxFolder(folder);
    ByteBuffer shorts = ByteBuffer.allocate(2 * 20);
    ByteBuffer floats = ByteBuffer.allocate(4 * 20);
    for (int i = 0; i < 20; i++) {
      shorts.putShort((short) (-300 + 30 * i));
      floats.putFloat(0.5f * i);
    }
    Path images = folder.resolve("train-images-idx3-ubyte");
    Files.delete(folder.resolve("t10k-images-idx3-ubyte.gz"));
    Files.delete(folder.resolve("t10k-labels-idx1-ubyte.gz"));
    Files.write(images, DataFiles.idx(0x0b, new int[] {10, 2}, shorts.array()));
    Dataset signed = DataFiles.load("idx:path=" + folder);
    assertThat(signed.exampleShape()).containsExactly(2);
    assertThat(signed.train().size()).isEqualTo(8);
    assertThat(signed.test().size()).isEqualTo(2);
    Files.write(images, DataFiles.idx(0x0d, new int[] {10, 2, 1, 1}, floats.array()));
    Dataset real = DataFiles.load("idx:path=" + folder);
    assertThat(real.exampleShape()).containsExactly(2, 1, 1);
    assertThat(real.normalisation().channels()).isEqualTo(2);
  }

  @Test
  void cifarRecordsAreALabelAndThreePlanes() throws Exception {
    Dataset data = DataFiles.load("cifar10:path=" + DataFiles.cifarFolder(folder));
    assertThat(data.exampleShape()).containsExactly(3, 32, 32);
    assertThat(data.train().size()).isEqualTo(15);
    assertThat(data.test().size()).isEqualTo(4);
    assertThat(data.batch(Split.TRAIN, 11, 12, 14).labels()).containsExactly(1, 0, 2);
    assertThat(raw(data, Split.TRAIN, 2)).startsWith(2, 3, 4).hasSize(3072);
  }

  @Test
  void theSecondLabelOfCifar100IsTheFineOne() throws Exception {
    Files.write(folder.resolve("train.bin"), DataFiles.cifar(150, 2, 100));
    Files.write(folder.resolve("test.bin"), DataFiles.cifar(3, 2, 100));
    Dataset fine = DataFiles.load("cifar100:path=" + folder);
    assertThat(fine.classes()).isEqualTo(100);
    assertThat(fine.batch(Split.TRAIN, 45).labels()).containsExactly(45);
    Dataset coarse = DataFiles.load("cifar100:path=" + folder + ",labels=coarse");
    assertThat(coarse.classes()).isEqualTo(20);
    assertThat(coarse.batch(Split.TRAIN, 45).labels()).containsExactly(5);
  }

  @Test
  void namesOfClassesComeWithTheFiles() throws Exception {
    DataFiles.cifarFolder(folder);
    Files.writeString(folder.resolve("batches.meta.txt"), "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n\n");
    assertThat(DataFiles.load("cifar10:path=" + folder).classNames())
        .startsWith("a", "b")
        .hasSize(10);
  }

  @Test
  void imagesAreTheMiddleSquareResized() throws Exception {
    Dataset data = DataFiles.load("images:path=" + DataFiles.imageFolder(folder) + ",size=2");
    assertThat(data.classNames()).containsExactly("dark", "light");
    assertThat(data.exampleShape()).containsExactly(3, 2, 2);
    assertThat(data.train().size()).isEqualTo(8);
    assertThat(data.test().size()).isEqualTo(2);
    for (int i = 0; i < 8; i++) {
      long label = data.batch(Split.TRAIN, i).labels()[0];
      for (float value : raw(data, Split.TRAIN, i)) {
        assertThat(value).isBetween(label == 0 ? 8f : 198f, label == 0 ? 16f : 206f);
      }
    }
  }

  @Test
  void foldersNamedTrainAndTestAreTheSplit() throws Exception {
    DataFiles.imageFolder(folder.resolve("train"));
    DataFiles.imageFolder(folder.resolve("val"));
    Dataset data = DataFiles.load("images:path=" + folder + ",size=3,channels=1");
    assertThat(data.train().size()).isEqualTo(10);
    assertThat(data.test().size()).isEqualTo(10);
    assertThat(data.exampleShape()).containsExactly(1, 3, 3);
    assertThat(raw(data, Split.TRAIN, 0)).containsOnly(10);
  }

  @Test
  void greyLevelsOfGreyImagesStayAsTheyAre() throws Exception {
    BufferedImage grey = new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_GRAY);
    BufferedImage deep = new BufferedImage(2, 2, BufferedImage.TYPE_USHORT_GRAY);
    for (int i = 0; i < 4; i++) {
      grey.getRaster().setSample(i % 2, i / 2, 0, 50);
      deep.getRaster().setSample(i % 2, i / 2, 0, 50 * 257);
    }
    File file = Files.createDirectory(folder.resolve("a")).resolve("a.png").toFile();
    byte[] pixels = new byte[12];
    for (BufferedImage image : List.of(grey, deep)) {
      ImageIO.write(image, "png", file);
      new ImageDecoder(2, 3).read(file.toPath(), pixels, 0);
      assertThat(pixels).containsOnly(50);
    }
  }

  @Test
  void charactersAreNumberedInTheirOrder() throws Exception {
    Path file = folder.resolve("input.txt");
    Files.writeString(file, "\ufeffcab 😀é".repeat(1) + "cab 😀é".repeat(30));
    Dataset data = DataFiles.load("text:path=" + folder + ",context=4,stride=2");
    assertThat(data.element()).isEqualTo(Source.Element.DISCRETE);
    assertThat(data.classNames()).contains("a", "b", "c", " ", "é", "😀");
    Batch batch = data.batch(Split.TRAIN, 0, 1);
    String[] read = new String[8];
    for (int i = 0; i < 8; i++) {
      read[i] = data.classNames().get((int) batch.identifiers()[i]);
    }
    assertThat(String.join("", read)).isEqualTo("cab " + "b 😀é");
  }

  @Test
  void gaussianInputsAreStandardNormalAndSeeded() {
    DataReference reference = DataReference.parse("gaussian:shape=3x4x4,classes=5,examples=1000");
    DataFolders nowhere = new DataFolders(List.of());
    Dataset data = reference.load(nowhere, 7);
    assertThat(data.exampleShape()).containsExactly(3, 4, 4);
    float[] all = data.batch(Split.TRAIN, IntStream.range(0, 1000).toArray()).inputs();
    double mean = IntStream.range(0, all.length).mapToDouble(i -> all[i]).average().orElseThrow();
    double square =
        IntStream.range(0, all.length).mapToDouble(i -> all[i] * all[i]).average().orElseThrow();
    // Standard errors: 1/√48000 = 0.0046 and √2 times that.
    assertThat(mean).isCloseTo(0, within(0.02));
    assertThat(square).isCloseTo(1, within(0.03));
    assertThat(reference.load(nowhere, 7).batch(Split.TRAIN, 9).inputs())
        .containsExactly(data.batch(Split.TRAIN, 9).inputs());
    assertThat(reference.load(nowhere, 8).batch(Split.TRAIN, 9).inputs())
        .isNotEqualTo(data.batch(Split.TRAIN, 9).inputs());
    assertThat(data.batch(Split.TEST, 9).inputs())
        .isNotEqualTo(data.batch(Split.TRAIN, 9).inputs());
  }

  @Test
  void aChannelThatNeverVariesBecomesZero() {
    Examples.Real flat = new StoredBytes(DataFiles.bytes(3, 3, 1, 5), 2, new int[] {0, 0});
    Normalisation one = Normalisation.of(new StoredBytes(new byte[8], 2, new int[4]), 2);
    assertThat(one.std()).containsExactly(1, 1);
    Normalisation mixed = Normalisation.of(flat, 1);
    assertThat(mixed.mean()).containsExactly(3);
    assertThat(mixed.std()[0]).isCloseTo(Math.sqrt(2), within(1e-12));
  }

  @Test
  void dataAreFoundByTheNamesOfTheirFolders() throws Exception {
    DataFiles.idxFolder(folder.resolve("FashionMNIST/raw"));
    DataFiles.cifarFolder(folder.resolve("cifar-10-batches-bin"));
    DataFolders folders =
        DataFolders.usual(Optional.of(folder.toString()), Map.of("XDG_DATA_HOME", "nowhere"));
    assertThat(DataReference.parse("fashion-mnist").load(folders, 0).train().size()).isEqualTo(10);
    assertThat(DataReference.parse("cifar10").load(folders, 0).provenance().place())
        .isEqualTo(folder.resolve("cifar-10-batches-bin").toString());
    DataFolders byVariable =
        DataFolders.usual(Optional.empty(), Map.of("ETALON_DATA", folder + ""));
    assertThat(DataReference.parse("cifar10").load(byVariable, 0).train().size()).isEqualTo(15);
  }

  @Test
  void whatIsNotFoundNamesEveryPlaceLookedAt() {
    DataFolders folders = DataFolders.usual(Optional.of(folder.toString()), Map.of());
    assertThatThrownBy(() -> DataReference.parse("cifar100").load(folders, 0))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("train.bin")
        .hasMessageContaining("--data-dir");
  }
}
