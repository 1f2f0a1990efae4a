package org.etalon.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.etalon.family.Arguments;
import org.etalon.family.Key;
import org.etalon.graph.InputException;

/**
 * Images and labels in files of the format IDX, named as MNIST's are: {@code
 * train-images-idx3-ubyte}, {@code train-labels-idx1-ubyte} and the same with {@code t10k}, plain
 * or compressed, with anything and a dash before them.
 */
final class IdxImages implements DataSource {
  static final IdxImages FASHION_MNIST =
      new IdxImages(
          "fashion-mnist",
          "Pieces of clothing of 28 × 28 pixels.",
          "fashion-mnist",
          List.of("fashion-mnist", "FashionMNIST/raw", "FashionMNIST"),
          List.of(
              "T-shirt/top",
              "Trouser",
              "Pullover",
              "Dress",
              "Coat",
              "Sandal",
              "Shirt",
              "Sneaker",
              "Bag",
              "Ankle boot"),
          "install Debian's package dataset-fashion-mnist, or ");

  static final IdxImages MNIST =
      new IdxImages(
          "mnist",
          "Handwritten digits of 28 × 28 pixels.",
          "mnist",
          List.of("mnist", "MNIST/raw", "MNIST"),
          List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
          "");

  static final IdxImages ANY =
      new IdxImages("idx", "IDX files in a folder.", "idx:path=FOLDER", List.of(), List.of(), "");

  private static final Key.Whole CLASSES =
      new Key.Whole("classes", 0, 0, 1 << 17, "number of classes; 0: the largest label plus 1");
  private static final String EXPECTED =
      "train-images-idx3-ubyte and train-labels-idx1-ubyte (or the same with .gz)";

  private final String id;
  private final String description;
  private final String example;
  private final List<String> folderNames;
  private final List<String> classNames;
  private final String hint;

  private IdxImages(
      String id,
      String description,
      String example,
      List<String> folderNames,
      List<String> classNames,
      String hint) {
    this.id = id;
    this.description = description;
    this.example = example;
    this.folderNames = folderNames;
    this.classNames = classNames;
    this.hint = hint;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public String example() {
    return example;
  }

  @Override
  public List<Key> keys() {
    return classNames.isEmpty() ? List.of(Place.FOLDER, CLASSES) : List.of(Place.FOLDER);
  }

  private static Optional<Path> file(Path folder, String split, String what) {
    return Folder.first(
        folder,
        Pattern.compile("(?:.*-)?" + split + "-" + what + "[-.]idx\\d-[a-z]+\\d*(?:\\.gz)?"));
  }

  private static boolean holds(Path folder) {
    return file(folder, "train", "images").isPresent()
        && file(folder, "train", "labels").isPresent();
  }

  @Override
  public Optional<String> find(DataFolders folders) {
    return Place.find(folders, folderNames, IdxImages::holds).map(Path::toString);
  }

  @Override
  public Dataset load(Arguments arguments, DataFolders folders, long seed) {
    Path folder = Place.of(this, arguments, folders, folderNames, IdxImages::holds, EXPECTED, hint);
    IdxFile images = images(file(folder, "train", "images").orElseThrow());
    IdxFile labels = labels(file(folder, "train", "labels").orElseThrow(), images);
    Optional<Path> testImages = file(folder, "(?:t10k|test)", "images");
    Optional<Path> testLabels = file(folder, "(?:t10k|test)", "labels");
    if (testImages.isPresent() != testLabels.isPresent()) {
      throw new InputException(
          folder.toString(),
          "holds the test images or their labels but not both",
          "add the other file, or remove this one");
    }
    int classes = classNames.isEmpty() ? classes(arguments, labels) : classNames.size();
    Examples.Real train = images.examples(labels.labels(classes));
    Examples.Real test;
    String heldOut;
    if (testImages.isPresent() && testLabels.isPresent()) {
      IdxFile heldImages = images(testImages.get());
      requireSameSizes(images, heldImages);
      test = heldImages.examples(labels(testLabels.get(), heldImages).labels(classes));
      heldOut = "files of their own";
    } else {
      Chosen.HeldOut parts = Chosen.split(folder.toString(), train, classes);
      train = parts.train();
      test = parts.test();
      heldOut = Chosen.FIFTH;
    }
    return dataset(
        arguments, new Provenance(folder.toString(), heldOut), images, classes, train, test);
  }

  private Dataset dataset(
      Arguments arguments,
      Provenance provenance,
      IdxFile images,
      int classes,
      Examples.Real train,
      Examples.Real test) {
    List<String> names =
        classNames.isEmpty()
            ? IntStream.range(0, classes).mapToObj(Integer::toString).toList()
            : classNames;
    int[] sizes = images.sizes();
    return switch (sizes.length) {
      case 2 ->
          Dataset.numbers(
              arguments.text(),
              provenance,
              new long[] {sizes[1]},
              names,
              train,
              test,
              Normalisation.of(train, 1));
      case 3 ->
          Dataset.images(
              arguments.text(),
              provenance,
              new ImageShape(1, sizes[1], sizes[2]),
              names,
              train,
              test);
      default ->
          Dataset.images(
              arguments.text(),
              provenance,
              new ImageShape(sizes[1], sizes[2], sizes[3]),
              names,
              train,
              test);
    };
  }

  private static int classes(Arguments arguments, IdxFile labels) {
    int given = arguments.get(CLASSES);
    // What is no class at all is refused later, with its record.
    return given > 0 ? given : Math.max(1, (int) Math.min(1 << 17, labels.largest() + 1));
  }

  private static IdxFile images(Path path) {
    return IdxFile.read(path, "images", 2, 4);
  }

  private static IdxFile labels(Path path, IdxFile images) {
    IdxFile labels = IdxFile.read(path, "labels", 1, 1);
    if (labels.count() != images.count()) {
      throw new InputException(
          labels.where(),
          "holds "
              + labels.count()
              + " labels, and "
              + images.where()
              + " holds "
              + images.count()
              + " images",
          "give files that belong together");
    }
    return labels;
  }

  private static void requireSameSizes(IdxFile train, IdxFile test) {
    boolean same = train.sizes().length == test.sizes().length;
    for (int i = 1; same && i < train.sizes().length; i++) {
      same = train.sizes()[i] == test.sizes()[i];
    }
    if (!same) {
      throw new InputException(
          test.where(),
          "holds images of another size than " + train.where(),
          "give files that belong together");
    }
  }
}
