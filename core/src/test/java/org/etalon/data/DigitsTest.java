package org.etalon.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.etalon.graph.Source;
import org.junit.jupiter.api.Test;

class DigitsTest {
  private static final Dataset DIGITS = DataFiles.load("digits");

  private static int[] labelCounts(Split... splits) {
    int[] counts = new int[10];
    for (Split split : splits) {
      for (int i = 0; i < DIGITS.examples(split).size(); i++) {
        counts[(int) DIGITS.batch(split, i).labels()[0]]++;
      }
    }
    return counts;
  }

  @Test
  void theBundledDigitsAre1797WithTheirKnownLabelCounts() {
    assertThat(DIGITS.train().size() + DIGITS.test().size()).isEqualTo(1797);
    assertThat(labelCounts(Split.TRAIN, Split.TEST))
        .containsExactly(178, 182, 177, 183, 181, 182, 181, 179, 174, 180);
    assertThat(DIGITS.exampleShape()).containsExactly(1, 8, 8);
    assertThat(DIGITS.element()).isEqualTo(Source.Element.REAL);
    assertThat(DIGITS.classNames()).hasSize(10).startsWith("0");
  }

  @Test
  void everyClassGivesAFifthToTheTest() {
    assertThat(labelCounts(Split.TEST)).containsExactly(35, 36, 35, 36, 36, 36, 36, 35, 34, 36);
  }

  @Test
  void theSplitDoesNotDependOnTheSeed() {
    Dataset other = DataReference.parse("digits").load(new DataFolders(java.util.List.of()), 17);
    assertThat(other.batch(Split.TEST, 0, 100).inputs())
        .containsExactly(DIGITS.batch(Split.TEST, 0, 100).inputs());
  }

  @Test
  void greyLevelsAreThoseOfTheFile() {
    // The first line of the file is a zero; it is a training or the first test example.
    float[] image = new float[64];
    ((Examples.Real) DIGITS.train()).read(0, image, 0);
    assertThat(image).startsWith(0, 0, 5, 13, 9, 1, 0, 0, 0, 0, 13, 15, 10, 15, 5, 0);
    assertThat(IntStream.range(0, 64).mapToDouble(i -> image[i]).max().orElseThrow())
        .isLessThanOrEqualTo(16);
  }

  @Test
  void normalisedTrainingExamplesHaveMeanZeroAndDeviationOne() {
    float[] all =
        DIGITS.batch(Split.TRAIN, IntStream.range(0, DIGITS.train().size()).toArray()).inputs();
    double mean = IntStream.range(0, all.length).mapToDouble(i -> all[i]).average().orElseThrow();
    double square =
        IntStream.range(0, all.length).mapToDouble(i -> all[i] * all[i]).average().orElseThrow();
    assertThat(mean).isCloseTo(0, within(1e-6));
    assertThat(square).isCloseTo(1, within(1e-6));
  }
}
