package org.etalon.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.etalon.family.Arguments;
import org.etalon.family.Key;
import org.etalon.graph.InputException;

/**
 * CIFAR-10 and CIFAR-100 in their binary form: records of one label (CIFAR-100: the coarse and the
 * fine one) and 3 × 32 × 32 bytes, red, green, blue.
 */
final class Cifar implements DataSource {
  static final Cifar CIFAR_10 = new Cifar(10);
  static final Cifar CIFAR_100 = new Cifar(100);

  private static final ImageShape IMAGE = new ImageShape(3, 32, 32);
  private static final int PIXELS = 3 * 32 * 32;
  private static final int COARSE = 20;
  private static final Key.Word LABELS =
      new Key.Word("labels", "fine", List.of("fine", "coarse"), "100 fine or 20 coarse classes");

  private final int kinds;
  private final Pattern trainFiles;
  private final Pattern testFile;

  private Cifar(int kinds) {
    this.kinds = kinds;
    this.trainFiles =
        Pattern.compile((kinds == 10 ? "data_batch_\\d{1,4}" : "train") + "\\.bin(?:\\.gz)?");
    this.testFile = Pattern.compile((kinds == 10 ? "test_batch" : "test") + "\\.bin(?:\\.gz)?");
  }

  @Override
  public String id() {
    return "cifar" + kinds;
  }

  @Override
  public String description() {
    return "Colour photographs of 32 × 32 pixels, " + kinds + " classes.";
  }

  @Override
  public String example() {
    return id();
  }

  @Override
  public List<Key> keys() {
    return kinds == 10 ? List.of(Place.FOLDER) : List.of(Place.FOLDER, LABELS);
  }

  private List<String> folderNames() {
    return kinds == 10
        ? List.of("cifar10", "cifar-10", "cifar-10-batches-bin")
        : List.of("cifar100", "cifar-100", "cifar-100-binary");
  }

  private boolean holds(Path folder) {
    return !Folder.matching(folder, trainFiles).isEmpty();
  }

  @Override
  public Optional<String> find(DataFolders folders) {
    return Place.find(folders, folderNames(), this::holds).map(Path::toString);
  }

  @Override
  public Dataset load(Arguments arguments, DataFolders folders, long seed) {
    String expected =
        (kinds == 10 ? "data_batch_1.bin … and test_batch.bin" : "train.bin and test.bin")
            + " (the binary version)";
    Path folder = Place.of(this, arguments, folders, folderNames(), this::holds, expected, "");
    boolean coarse = kinds == 100 && arguments.get(LABELS).equals("coarse");
    int classes = coarse ? COARSE : kinds;
    List<Path> files = new ArrayList<>(Folder.matching(folder, trainFiles));
    // Part 10 comes after part 9.
    files.sort(
        Comparator.comparingInt((Path file) -> Folder.name(file).length())
            .thenComparing(Folder::name));
    Examples.Real train = read(folder, files, coarse, classes);
    Optional<Path> held = Folder.first(folder, testFile);
    Examples.Real test;
    if (held.isPresent()) {
      test = read(folder, List.of(held.get()), coarse, classes);
    } else {
      Chosen.HeldOut parts = Chosen.split(folder.toString(), train, classes);
      train = parts.train();
      test = parts.test();
    }
    return Dataset.images(
        arguments.text(),
        new Provenance(folder.toString(), held.isPresent() ? "a file of their own" : Chosen.FIFTH),
        IMAGE,
        names(folder, coarse, classes),
        train,
        test);
  }

  private Examples.Real read(Path folder, List<Path> files, boolean coarse, int classes) {
    int labelBytes = kinds == 10 ? 1 : 2;
    int record = labelBytes + PIXELS;
    List<byte[]> parts = new ArrayList<>();
    long records = 0;
    for (Path path : files) {
      try (DataFile file = DataFile.open(path)) {
        byte[] part = file.readAll((int) Memory.MOST_BYTES);
        if (part.length == 0 || part.length % record != 0) {
          throw new InputException(
              file.where(),
              part.length
                  + " bytes are not a whole number of records of "
                  + record
                  + " bytes ("
                  + labelBytes
                  + (labelBytes == 1 ? " label" : " labels")
                  + " + 3 × 32 × 32)",
              "give the binary version of CIFAR-" + kinds + ", or fetch the file again");
        }
        parts.add(part);
        records += part.length / record;
      }
      Memory.require(folder.toString(), records * PIXELS);
    }
    byte[] values = new byte[(int) records * PIXELS];
    int[] labels = new int[(int) records];
    int at = 0;
    for (int p = 0; p < parts.size(); p++) {
      byte[] part = parts.get(p);
      for (int from = 0; from < part.length; from += record) {
        int label = part[from + (kinds == 10 || coarse ? 0 : 1)] & 0xff;
        if (label >= classes) {
          throw new InputException(
              files.get(p) + ", record " + (from / record + 1),
              "label " + label + " is not from 0 to " + (classes - 1),
              "give the binary version of CIFAR-" + kinds);
        }
        labels[at] = label;
        System.arraycopy(part, from + labelBytes, values, at * PIXELS, PIXELS);
        at++;
      }
    }
    return new StoredBytes(values, PIXELS, labels);
  }

  /** The names of the classes, numbers where the file that has them is missing. */
  private List<String> names(Path folder, boolean coarse, int classes) {
    String name =
        kinds == 10
            ? "batches.meta.txt"
            : coarse ? "coarse_label_names.txt" : "fine_label_names.txt";
    Optional<Path> found = Folder.first(folder, Pattern.compile(Pattern.quote(name)));
    if (found.isEmpty()) {
      return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    }
    try (DataFile file = DataFile.open(found.get())) {
      List<String> names =
          new String(file.readAll(1 << 20), UTF_8)
              .lines()
              .map(String::strip)
              .filter(line -> !line.isEmpty())
              .toList();
      if (names.size() != classes) {
        throw new InputException(
            file.where(),
            "names " + names.size() + " classes; " + classes + " were expected",
            "correct or remove it");
      }
      return names;
    }
  }
}
