package org.etalon.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.etalon.graph.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchesTest {
  private static final Dataset DIGITS = DataFiles.load("digits");

  @TempDir private Path folder;

  private static Batches training(long seed) {
    return new Batches(DIGITS, Split.TRAIN, BatchOptions.training(64, seed));
  }

  /** Four images of one channel and 3 × 3 pixels whose values tell them apart. */
  private static Dataset tinyImages() {
    byte[] values = new byte[4 * 9];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) (i + 1);
    }
    Examples.Real images = new StoredBytes(values, 9, new int[] {0, 1, 0, 1});
    return Dataset.images(
        "tiny",
        new Provenance("here", "the same"),
        new ImageShape(1, 3, 3),
        List.of("a", "b"),
        images,
        images);
  }

  @Test
  void batchesAreAFunctionOfSeedEpochAndPlace() {
    Batch one = training(5).batch(3, 7);
    Batches elsewhere = training(5);
    elsewhere.epoch(0).forEach(batch -> assertThat(batch.size()).isEqualTo(64));
    Batch again = elsewhere.batch(3, 7);
    assertThat(again.inputs()).containsExactly(one.inputs());
    assertThat(again.labels()).containsExactly(one.labels());
  }

  @Test
  void theOrderIsTheSameOnEveryMachine() {
    assertThat(training(0).batch(0, 0).labels()).startsWith(2, 1, 8, 1, 1, 5, 5, 7, 8, 3);
  }

  @Test
  void epochsAndSeedsDiffer() {
    assertThat(training(5).batch(0, 0).labels())
        .isNotEqualTo(training(5).batch(1, 0).labels())
        .isNotEqualTo(training(6).batch(0, 0).labels());
  }

  @Test
  void stepsRunThroughTheEpochs() {
    Batches batches = training(1);
    assertThat(batches.perEpoch()).isEqualTo(DIGITS.train().size() / 64);
    assertThat(batches.step(batches.perEpoch() + 2L).inputs())
        .containsExactly(batches.batch(1, 2).inputs());
  }

  @Test
  void everyExampleComesOncePerEpoch() {
    Dataset numbered = numbered(103);
    Batches batches =
        new Batches(numbered, Split.TRAIN, BatchOptions.training(10, 4).keepingLast());
    for (long epoch = 0; epoch < 3; epoch++) {
      long[] seen = batches.epoch(epoch).flatMapToLong(b -> Arrays.stream(b.labels())).toArray();
      Arrays.sort(seen);
      assertThat(seen).hasSize(103).doesNotHaveDuplicates();
    }
    assertThat(batches.batch(0, 10).size()).isEqualTo(3);
    assertThat(batches.batch(0, 10).shape()).containsExactly(3, 1);
  }

  /** Examples each of a class of its own. */
  private static Dataset numbered(int count) {
    int[] labels = new int[count];
    Arrays.setAll(labels, i -> i);
    Examples.Real examples = new StoredFloats(new float[count], 1, labels);
    return Dataset.numbers(
        "numbered",
        new Provenance("here", "the same"),
        new long[] {1},
        Arrays.stream(labels).mapToObj(Integer::toString).toList(),
        examples,
        examples,
        Normalisation.none(1));
  }

  @Test
  void evaluationKeepsTheOrderAndTheRest() {
    Batches batches = new Batches(DIGITS, Split.TEST, BatchOptions.evaluation(100));
    int total = batches.epoch(0).mapToInt(Batch::size).sum();
    assertThat(total).isEqualTo(DIGITS.test().size());
    assertThat(batches.batch(4, 0).inputs()).containsExactly(batches.batch(0, 0).inputs());
  }

  @Test
  void cropsAndFlipsComeFromTheSeedAndKeepTheLabels() {
    Dataset images = tinyImages();
    BatchOptions plain = BatchOptions.training(4, 9);
    BatchOptions changed = plain.with(new Augmentation(1, true));
    Batch one = new Batches(images, Split.TRAIN, changed).batch(2, 0);
    assertThat(new Batches(images, Split.TRAIN, changed).batch(2, 0).inputs())
        .containsExactly(one.inputs());
    Batch original = new Batches(images, Split.TRAIN, plain).batch(2, 0);
    assertThat(one.labels()).containsExactly(original.labels());
    assertThat(one.inputs()).isNotEqualTo(original.inputs());
    assertThat(new Batches(images, Split.TRAIN, changed).batch(3, 0).inputs())
        .isNotEqualTo(one.inputs());
  }

  @Test
  void anImageIsFlippedHorizontallyHalfOfTheTime() {
    float[] from = {1, 2, 3, 4, 5, 6};
    float[] into = new float[6];
    int flipped = 0;
    for (long i = 0; i < 1000; i++) {
      new Augmentation(0, true)
          .apply(
              Randomness.stream(Randomness.Purpose.AUGMENTATION, i),
              new ImageShape(1, 2, 3),
              from,
              into,
              0);
      if (into[0] == 3) {
        assertThat(into).containsExactly(3, 2, 1, 6, 5, 4);
        flipped++;
      } else {
        assertThat(into).containsExactly(from);
      }
    }
    assertThat(flipped).isBetween(440, 560);
  }

  @Test
  void aCropMovesTheImageAndFillsWithZeros() {
    float[] from = {1, 2, 3, 4};
    float[] into = new float[4];
    java.util.Set<List<Float>> seen = new java.util.HashSet<>();
    for (long i = 0; i < 500; i++) {
      new Augmentation(1, false)
          .apply(
              Randomness.stream(Randomness.Purpose.AUGMENTATION, i),
              new ImageShape(1, 2, 2),
              from,
              into,
              0);
      seen.add(List.of(into[0], into[1], into[2], into[3]));
    }
    assertThat(seen)
        .hasSize(9)
        .contains(List.of(1f, 2f, 3f, 4f), List.of(0f, 0f, 0f, 1f), List.of(4f, 0f, 0f, 0f));
  }

  @Test
  void probeBatchesAreFixed() {
    Batch probe = DIGITS.as(64).probeBatch(32, 3);
    assertThat(probe.shape()).containsExactly(32, 64);
    assertThat(DIGITS.probeBatch(32, 3).inputs()).containsExactly(probe.inputs());
    assertThat(DIGITS.probeBatch(32, 4).inputs()).isNotEqualTo(probe.inputs());
    assertThatThrownBy(() -> DIGITS.probeBatch(5000, 0))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("too few for a batch of 5000");
  }

  @Test
  void impossibleWishesAreRefusedBeforeTheFirstBatch() {
    assertThatThrownBy(() -> new Batches(DIGITS, Split.TRAIN, BatchOptions.training(2000, 0)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("too few");
    assertThatThrownBy(() -> BatchOptions.training(0, 0)).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> new Augmentation(-1, false)).isInstanceOf(InputException.class);
    Augmentation wide = new Augmentation(8, false);
    assertThatThrownBy(
            () -> new Batches(DIGITS, Split.TRAIN, BatchOptions.training(8, 0).with(wide)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("lose the whole image");
    Dataset gaussian = DataFiles.load("gaussian");
    assertThatThrownBy(
            () ->
                new Batches(
                    gaussian,
                    Split.TRAIN,
                    BatchOptions.training(8, 0).with(new Augmentation(0, true))))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no images");
  }

  @Test
  void textComesWithTheNextCharacters() throws Exception {
    Path file = folder.resolve("abc.txt");
    java.nio.file.Files.writeString(file, "abcdefghij".repeat(20));
    Dataset text = DataFiles.load("text:path=" + file + ",context=4");
    Batch batch = new Batches(text, Split.TRAIN, BatchOptions.training(8, 0)).batch(0, 0);
    assertThat(batch.shape()).containsExactly(8, 4);
    assertThat(batch.labelShape()).containsExactly(8, 4);
    assertThat(batch.inputs()).isEmpty();
    for (int i = 0; i < batch.labels().length; i++) {
      assertThat(batch.labels()[i]).isEqualTo((batch.identifiers()[i] + 1) % 10);
    }
  }
}
