package org.etalon.data;

import java.util.Optional;
import org.etalon.family.Arguments;
import org.etalon.family.Keyed;
import org.etalon.graph.InputException;

/** Data of one kind or name, and how they are read. */
public interface DataSource extends Keyed {
  /**
   * Where the data would be read from without a path: a folder, or a word for what is in no folder.
   * Empty where nothing was found or a path is needed. Looks at names only; reads nothing.
   */
  Optional<String> find(DataFolders folders);

  /**
   * Reads the data.
   *
   * @param arguments a value for every key
   * @param folders where to look where no path is given
   * @param seed of data that are made by chance
   * @throws InputException if the data are missing, damaged or too large
   */
  Dataset load(Arguments arguments, DataFolders folders, long seed);
}
