package org.etalon.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.etalon.family.Arguments;
import org.etalon.family.Key;
import org.etalon.graph.InputException;

/** Where the files of a source are: at a path that is given, or in a folder of a known name. */
final class Place {
  /** The key of a folder. */
  static final Key.Text FOLDER =
      new Key.Text("path", "", "folder", "where the files are; else they are looked for");

  private Place() {}

  /**
   * The folder of a source.
   *
   * @param arguments whose key {@link #FOLDER} may name it
   * @param names of folders to look for; empty if only a path will do
   * @param holds whether a folder holds the files
   * @param expected the files that should be there, for people
   * @param hint how to come by them, for people; may be empty
   */
  static Path of(
      DataSource source,
      Arguments arguments,
      DataFolders folders,
      List<String> names,
      Predicate<Path> holds,
      String expected,
      String hint) {
    String given = arguments.get(FOLDER);
    if (!given.isEmpty()) {
      Path folder = Folder.path(arguments.where(FOLDER), given);
      if (!Folder.entries(folder).isEmpty() && holds.test(folder)) {
        return folder;
      }
      throw new InputException(
          given, "does not hold " + expected, "name the folder the files are in");
    }
    if (names.isEmpty()) {
      throw new InputException(source.id(), "needs a path", "write it as in " + source.example());
    }
    return find(folders, names, holds)
        .orElseThrow(
            () ->
                new InputException(
                    source.id(),
                    "not found: no folder "
                        + names.get(0)
                        + " with "
                        + expected
                        + " in "
                        + folders.text(),
                    hint
                        + "give "
                        + source.id()
                        + ":path=FOLDER, --data-dir or "
                        + DataFolders.VARIABLE));
  }

  /** The folder of a known name, if there is one; folders that cannot be listed hold nothing. */
  static Optional<Path> find(DataFolders folders, List<String> names, Predicate<Path> holds) {
    return folders.find(
        names,
        folder -> {
          try {
            return holds.test(folder);
          } catch (InputException unreadable) {
            return false;
          }
        });
  }
}
