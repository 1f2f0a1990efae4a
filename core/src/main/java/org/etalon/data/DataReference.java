package org.etalon.data;

import org.etalon.family.Arguments;
import org.etalon.graph.InputException;
import org.etalon.graph.Spelling;

/**
 * Data as the command line names them: {@code NAME[:key=value,…]}, with the keys that the source
 * has. Data in files take {@code path}, without which they are looked for in {@link DataFolders}.
 *
 * @param source the source
 * @param arguments a value for every key
 */
public record DataReference(DataSource source, Arguments arguments) {
  /** The data that need no file and are read fastest: the bundled digits. */
  public static final String STANDARD = "digits";

  /**
   * Reads a reference.
   *
   * @throws InputException if the source, a key or a value is unknown or malformed
   */
  public static DataReference parse(String reference) {
    String text = reference.strip();
    int colon = text.indexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon).strip();
    DataSource source = DataSources.byId(name).orElseThrow(() -> unknown(name));
    if (colon >= 0 && colon == text.length() - 1) {
      throw new InputException(
          name, "nothing follows the colon", "write it as in " + source.example());
    }
    String settings = colon < 0 ? "" : text.substring(colon + 1);
    return new DataReference(source, Arguments.parse(source, settings));
  }

  private static InputException unknown(String name) {
    String shown = name.length() <= 60 ? name : name.substring(0, 57) + "…";
    return new InputException(
        name.isEmpty() ? "data reference" : shown,
        name.isEmpty() ? "no data are named" : "no data have this name",
        Spelling.wayOut(name, DataSources.ids()));
  }

  /** The canonical text: the keys that were given in the source's order, values in normal form. */
  public String text() {
    return arguments.text();
  }

  /**
   * Reads the data.
   *
   * @param folders where to look where no path is given
   * @param seed of data that are made by chance
   * @throws InputException if the data are missing, damaged or too large; the message names the
   *     file
   */
  public Dataset load(DataFolders folders, long seed) {
    try {
      return source.load(arguments, folders, seed);
    } catch (OutOfMemoryError large) {
      throw new InputException(
          text(),
          "needs more memory than Java may use",
          "set ETALON_JAVA_OPTS=-Xmx4g, or give a part of the data");
    }
  }

  @Override
  public String toString() {
    return text();
  }
}
