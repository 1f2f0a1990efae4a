package org.etalon.data;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.etalon.family.Arguments;
import org.etalon.family.Key;
import org.etalon.graph.InputException;

/**
 * Independent standard normal inputs with labels drawn uniformly: nothing to learn, for probes.
 * Every example is a function of the seed and its index; none is stored.
 */
final class Gaussian implements DataSource {
  private static final int MOST_ELEMENTS = 1 << 24;
  private static final Key.Whole FEATURES =
      new Key.Whole("features", 64, 1, MOST_ELEMENTS, "numbers of an example");
  private static final Key.Text SHAPE =
      new Key.Text(
          "shape", "", "sizes joined by x, as 3x32x32", "sizes of an example, instead of features");
  private static final Key.Whole CLASSES =
      new Key.Whole("classes", 10, 1, 1 << 17, "classes to draw labels from");
  private static final Key.Whole EXAMPLES =
      new Key.Whole(
          "examples", 1024, 1, 1 << 24, "training examples; a fifth as many are held out");

  @Override
  public String id() {
    return "gaussian";
  }

  @Override
  public String description() {
    return "Standard normal inputs with random labels.";
  }

  @Override
  public String example() {
    return "gaussian:features=64,classes=10";
  }

  @Override
  public List<Key> keys() {
    return List.of(FEATURES, SHAPE, CLASSES, EXAMPLES);
  }

  @Override
  public Optional<String> find(DataFolders folders) {
    return Optional.of("made on the fly");
  }

  @Override
  public Dataset load(Arguments arguments, DataFolders folders, long seed) {
    long[] shape = shape(arguments);
    int elements = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    int classes = arguments.get(CLASSES);
    int examples = arguments.get(EXAMPLES);
    return Dataset.numbers(
        arguments.text(),
        new Provenance("made on the fly, seed " + seed, "draws of their own"),
        shape,
        IntStream.range(0, classes).mapToObj(Integer::toString).toList(),
        new Draws(seed, Split.TRAIN, examples, elements, classes),
        new Draws(seed, Split.TEST, Math.max(1, examples / 5), elements, classes),
        Normalisation.none(1));
  }

  private static long[] shape(Arguments arguments) {
    String text = arguments.get(SHAPE);
    if (text.isEmpty()) {
      return new long[] {arguments.get(FEATURES)};
    }
    if (arguments.isGiven(FEATURES.name())) {
      throw new InputException(
          arguments.where(SHAPE), "is given beside features", "leave one of the two out");
    }
    if (!text.matches("[1-9][0-9]{0,7}(x[1-9][0-9]{0,7}){0,7}")) {
      throw new InputException(
          arguments.where(SHAPE), "'" + text + "' is no shape", "give " + SHAPE.kind());
    }
    long[] shape = Arrays.stream(text.split("x", -1)).mapToLong(Long::parseLong).toArray();
    long elements = 1;
    for (long size : shape) {
      elements *= size;
      if (elements > MOST_ELEMENTS) {
        throw new InputException(
            arguments.where(SHAPE),
            text + " is too large",
            "give at most " + MOST_ELEMENTS + " numbers an example");
      }
    }
    return shape;
  }

  /**
   * Examples drawn as they are read.
   *
   * @param split training and held-out draws differ
   */
  private record Draws(long seed, Split split, int size, int elements, int classes)
      implements Examples.Real {
    private Random stream(int index) {
      return Randomness.stream(
          Randomness.Purpose.GAUSSIAN, seed, split == Split.TRAIN ? 0 : 1, index);
    }

    @Override
    public void read(int index, float[] into, int offset) {
      Random random = stream(index);
      int unused = random.nextInt(classes);
      for (int i = 0; i < elements; i++) {
        into[offset + i] = (float) random.nextGaussian();
      }
    }

    @Override
    public int label(int index) {
      return stream(index).nextInt(classes);
    }
  }
}
