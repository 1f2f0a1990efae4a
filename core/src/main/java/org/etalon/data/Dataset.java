package org.etalon.data;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.etalon.graph.InputException;
import org.etalon.graph.Source;

/**
 * Training and test examples of one kind. Immutable; {@link #as}, {@link #withChannels}, {@link
 * #resized} and {@link #fittedTo} show the same examples in another layout.
 */
public final class Dataset {
  private final String name;
  private final Provenance provenance;
  private final long[] shape;
  private final Optional<ImageShape> image;
  private final List<String> classNames;
  private final Examples train;
  private final Examples test;
  private final Normalisation normalisation;

  private Dataset(
      String name,
      Provenance provenance,
      long[] shape,
      Optional<ImageShape> image,
      List<String> classNames,
      Examples train,
      Examples test,
      Normalisation normalisation) {
    this.name = name;
    this.provenance = provenance;
    this.shape = shape;
    this.image = image;
    this.classNames = List.copyOf(classNames);
    this.train = train;
    this.test = test;
    this.normalisation = normalisation;
  }

  /** Images, normalised by the training images' channels. */
  static Dataset images(
      String name,
      Provenance provenance,
      ImageShape image,
      List<String> classNames,
      Examples.Real train,
      Examples.Real test) {
    return new Dataset(
        name,
        provenance,
        image.sizes(),
        Optional.of(image),
        classNames,
        train,
        test,
        Normalisation.of(train, image.channels()));
  }

  /** Numbers that are no images. */
  static Dataset numbers(
      String name,
      Provenance provenance,
      long[] shape,
      List<String> classNames,
      Examples.Real train,
      Examples.Real test,
      Normalisation normalisation) {
    return new Dataset(
        name, provenance, shape, Optional.empty(), classNames, train, test, normalisation);
  }

  /** Text. */
  static Dataset text(
      String name,
      Provenance provenance,
      List<String> characters,
      Examples.Tokens train,
      Examples.Tokens test) {
    return new Dataset(
        name,
        provenance,
        new long[] {train.context()},
        Optional.empty(),
        characters,
        train,
        test,
        Normalisation.none(0));
  }

  /** The reference it was named by. */
  public String name() {
    return name;
  }

  /** Where it comes from. */
  public Provenance provenance() {
    return provenance;
  }

  /** Sizes of one example, without the batch: [channels, height, width], [features], [context]. */
  public long[] exampleShape() {
    return shape.clone();
  }

  /** Whether inputs are numbers or identifiers. */
  public Source.Element element() {
    return train instanceof Examples.Real ? Source.Element.REAL : Source.Element.DISCRETE;
  }

  /** The number of classes; for text, of different characters. */
  public int classes() {
    return classNames.size();
  }

  /** The name of every class; for text, the characters. */
  public List<String> classNames() {
    return classNames;
  }

  /** The examples to learn from, not normalised. */
  public Examples train() {
    return train;
  }

  /** The examples held out from learning, not normalised. */
  public Examples test() {
    return test;
  }

  /** The examples of a split, not normalised. */
  public Examples examples(Split split) {
    return switch (split) {
      case TRAIN -> train;
      case TEST -> test;
    };
  }

  /** Mean and standard deviation of every channel over the training examples; none for text. */
  public Normalisation normalisation() {
    return normalisation;
  }

  /** Sizes as images, whatever the layout; empty where the examples are none. */
  public Optional<ImageShape> image() {
    return image;
  }

  /**
   * The same numbers under other sizes, in the same row-major order: digits as [64] for a plain
   * network, [1, 64] for a signal. Text takes any one size: it is cut anew into stretches of it.
   *
   * @throws InputException if the counts of elements differ, or a text is too short
   */
  public Dataset as(long... exampleShape) {
    if (train instanceof CharacterWindows windows && exampleShape.length == 1) {
      long context = exampleShape[0];
      return text(
          name,
          provenance,
          classNames,
          windows.text().windows(Split.TRAIN, context),
          windows.text().windows(Split.TEST, context));
    }
    if (element() == Source.Element.DISCRETE || product(exampleShape) != product(shape)) {
      throw mismatch(exampleShape);
    }
    return with(exampleShape.clone(), image, train, test, normalisation);
  }

  /**
   * Grey images with their channel repeated.
   *
   * @throws InputException if these are no grey images
   */
  public Dataset withChannels(int channels) {
    ImageShape grey = image.orElseThrow(() -> mismatch(channels));
    if (grey.channels() == channels) {
      return this;
    }
    ImageShape colour = new ImageShape(channels, grey.height(), grey.width());
    if (grey.channels() != 1) {
      throw mismatch(colour.sizes());
    }
    return with(
        colour.sizes(),
        Optional.of(colour),
        new RepeatedChannel(real(Split.TRAIN), channels),
        new RepeatedChannel(real(Split.TEST), channels),
        normalisation.repeated(channels));
  }

  /**
   * Images of another size, by linear interpolation that averages where it shrinks. The
   * normalisation stays that of the original size.
   *
   * @throws InputException if these are no images
   */
  public Dataset resized(int height, int width) {
    ImageShape from = image.orElseThrow(() -> mismatch(height, width));
    if (from.height() == height && from.width() == width) {
      return this;
    }
    ImageShape into = new ImageShape(from.channels(), height, width);
    return with(
        into.sizes(),
        Optional.of(into),
        new ResizedImages(real(Split.TRAIN), from, into),
        new ResizedImages(real(Split.TEST), from, into),
        normalisation);
  }

  /**
   * The examples as a network wants them, whatever that takes: other sizes for the same count
   * ({@link #as}), a grey channel repeated, images resized.
   *
   * @param exampleShape sizes of the network's input without the batch
   * @throws InputException if nothing makes them fit
   */
  public Dataset fittedTo(long... exampleShape) {
    boolean positive = Arrays.stream(exampleShape).allMatch(size -> size > 0 && size <= 1 << 24);
    if (positive
        && element() == Source.Element.REAL
        && product(exampleShape) != product(shape)
        && image.isPresent()
        && exampleShape.length == 3
        && product(exampleShape) <= 1 << 28) {
      return withChannels((int) exampleShape[0])
          .resized((int) exampleShape[1], (int) exampleShape[2]);
    }
    return as(exampleShape);
  }

  /**
   * A fixed batch of training examples, not augmented: a function of the data, the size and the
   * seed.
   *
   * @throws InputException if there are fewer training examples
   */
  public Batch probeBatch(int size, long seed) {
    BatchOptions options = BatchOptions.training(size, seed);
    if (train.size() < options.size()) {
      throw new InputException(
          name,
          "has " + train.size() + " training examples, too few for a batch of " + size,
          "give a smaller batch");
    }
    Random random = Randomness.stream(Randomness.Purpose.PROBE, seed);
    int[] drawn = random.ints(0, train.size()).distinct().limit(size).toArray();
    return batch(Split.TRAIN, drawn, Augmentation.NONE, new long[0]);
  }

  /** Chosen examples, normalised. */
  public Batch batch(Split split, int... indices) {
    return batch(split, indices, Augmentation.NONE, new long[0]);
  }

  /**
   * Chosen examples, normalised and changed.
   *
   * @param key what, beside the example's index, decides the changes
   */
  Batch batch(Split split, int[] indices, Augmentation augmentation, long[] key) {
    Examples examples = examples(split);
    int count = indices.length;
    long[] batchShape = new long[shape.length + 1];
    batchShape[0] = count;
    System.arraycopy(shape, 0, batchShape, 1, shape.length);
    long each =
        examples instanceof Examples.Real real ? real.elements() : examples.labelsPerExample();
    if (count * each > Integer.MAX_VALUE - 8) {
      throw new InputException(
          name,
          "a batch of " + count + " examples of " + text(shape) + " is too large",
          "give a smaller batch");
    }
    int perLabel = examples.labelsPerExample();
    long[] labels = new long[count * perLabel];
    for (int i = 0; i < count; i++) {
      examples.labels(indices[i], labels, i * perLabel);
    }
    if (examples instanceof Examples.Tokens tokens) {
      long[] identifiers = new long[count * tokens.context()];
      for (int i = 0; i < count; i++) {
        tokens.read(indices[i], identifiers, i * tokens.context());
      }
      return Batch.tokens(identifiers, batchShape, labels);
    }
    Examples.Real real = real(split);
    int elements = real.elements();
    float[] inputs = new float[count * elements];
    float[] scratch = new float[augmentation.isActive() ? elements : 0];
    for (int i = 0; i < count; i++) {
      int at = i * elements;
      if (augmentation.isActive()) {
        real.read(indices[i], scratch, 0);
        long[] own = Arrays.copyOf(key, key.length + 1);
        own[key.length] = indices[i];
        Random random = Randomness.stream(Randomness.Purpose.AUGMENTATION, own);
        augmentation.apply(random, image.orElseThrow(), scratch, inputs, at);
      } else {
        real.read(indices[i], inputs, at);
      }
      normalisation.apply(inputs, at, elements);
    }
    return Batch.real(inputs, batchShape, labels);
  }

  private Dataset with(
      long[] sizes,
      Optional<ImageShape> asImage,
      Examples training,
      Examples testing,
      Normalisation normal) {
    return new Dataset(name, provenance, sizes, asImage, classNames, training, testing, normal);
  }

  private Examples.Real real(Split split) {
    if (examples(split) instanceof Examples.Real real) {
      return real;
    }
    throw new IllegalStateException(name + " holds text");
  }

  private InputException mismatch(long... wanted) {
    return new InputException(
        name,
        "its examples are " + text(shape) + " and cannot be made " + text(wanted),
        element() == Source.Element.DISCRETE
            ? "text fits networks of one identifier a position"
            : "give the model an input of "
                + text(shape)
                + ", or choose other data (etalon data lists them)");
  }

  /** Product of sizes, 0 where one is not positive or the product is beyond any array. */
  private static long product(long... sizes) {
    long product = 1;
    for (long size : sizes) {
      if (size < 1 || size > Integer.MAX_VALUE / product) {
        return 0;
      }
      product *= size;
    }
    return product;
  }

  private static String text(long... sizes) {
    return Arrays.stream(sizes).mapToObj(Long::toString).collect(Collectors.joining("×"));
  }

  @Override
  public String toString() {
    return name + " (" + text(shape) + ", " + train.size() + " + " + test.size() + ")";
  }
}
