package org.etalon.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.etalon.family.Arguments;
import org.etalon.family.Key;
import org.etalon.graph.InputException;

/**
 * The bundled digits: 1,797 images of 8 × 8 grey levels from 0 to 16, the test images of "Optical
 * Recognition of Handwritten Digits" by E. Alpaydin and C. Kaynak (doi:10.24432/C50P49, CC BY 4.0).
 */
final class Digits implements DataSource {
  private static final String RESOURCE = "digits.csv.gz";
  private static final ImageShape IMAGE = new ImageShape(1, 8, 8);
  private static final int CLASSES = 10;
  private static final int BRIGHTEST = 16;
  private static final int MOST_BYTES = 16 << 20;
  private static final Key.Text PATH =
      new Key.Text("path", "", "file", "a file of the same form instead of the bundled one");

  @Override
  public String id() {
    return "digits";
  }

  @Override
  public String description() {
    return "Handwritten digits of 8 × 8 pixels, bundled.";
  }

  @Override
  public String example() {
    return "digits";
  }

  @Override
  public List<Key> keys() {
    return List.of(PATH);
  }

  @Override
  public Optional<String> find(DataFolders folders) {
    return Optional.of("bundled");
  }

  @Override
  public Dataset load(Arguments arguments, DataFolders folders, long seed) {
    String path = arguments.get(PATH);
    Examples.Real all = path.isEmpty() ? bundled() : at(Folder.path(arguments.where(PATH), path));
    Chosen.HeldOut parts = Chosen.split(path.isEmpty() ? id() : path, all, CLASSES);
    return Dataset.images(
        arguments.text(),
        new Provenance(path.isEmpty() ? "bundled" : path, Chosen.FIFTH),
        IMAGE,
        IntStream.range(0, CLASSES).mapToObj(Integer::toString).toList(),
        parts.train(),
        parts.test());
  }

  private static Examples.Real bundled() {
    try (InputStream in = Digits.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is missing from the application");
      }
      byte[] stored = in.readAllBytes();
      try (DataFile file =
          DataFile.open(RESOURCE, new java.io.ByteArrayInputStream(stored), stored.length)) {
        return read(file);
      }
    } catch (IOException failure) {
      throw DataFile.unreadable(RESOURCE, failure);
    }
  }

  private static Examples.Real at(Path path) {
    try (DataFile file = DataFile.open(path)) {
      return read(file);
    }
  }

  /** Lines of 64 grey levels and a digit, separated by commas. */
  private static Examples.Real read(DataFile file) {
    String text = new String(file.readAll(MOST_BYTES), ISO_8859_1);
    List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
    if (lines.isEmpty()) {
      throw new InputException(
          file.where(), "holds no line", "give lines of 64 levels and a digit");
    }
    int elements = IMAGE.plane();
    Memory.require(file.where(), (long) elements * lines.size());
    byte[] values = new byte[elements * lines.size()];
    int[] labels = new int[lines.size()];
    for (int i = 0; i < lines.size(); i++) {
      String where = file.where() + ", record " + (i + 1);
      String[] words = lines.get(i).split(",", elements + 2);
      if (words.length != elements + 1) {
        throw new InputException(
            where,
            "has "
                + (words.length > elements + 1 ? "more than " + (elements + 1) : words.length)
                + " values; 64 grey levels and the digit were expected",
            "give 65 numbers separated by commas");
      }
      for (int j = 0; j < elements; j++) {
        values[i * elements + j] = (byte) number(where, j, words[j], BRIGHTEST);
      }
      labels[i] = number(where, elements, words[elements], CLASSES - 1);
    }
    return new StoredBytes(values, elements, labels);
  }

  private static int number(String where, int column, String word, int most) {
    String digits = word.strip();
    boolean whole = !digits.isEmpty() && digits.length() <= 3;
    for (int i = 0; i < digits.length(); i++) {
      whole &= digits.charAt(i) >= '0' && digits.charAt(i) <= '9';
    }
    if (!whole || Integer.parseInt(digits) > most) {
      String shown = digits.length() <= 20 ? digits : digits.substring(0, 20) + "…";
      throw new InputException(
          where + ", column " + (column + 1),
          "'" + shown + "' is not a whole number from 0 to " + most,
          "give " + (column < IMAGE.plane() ? "a grey level" : "the digit"));
    }
    return Integer.parseInt(digits);
  }
}
