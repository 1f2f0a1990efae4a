package org.etalon.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.etalon.graph.InputException;

/**
 * Where data named without a path are looked for: in each of these folders, in turn, for a folder
 * of the data's name.
 *
 * @param roots the folders, the first to look in first
 */
public record DataFolders(List<Root> roots) {
  /** The environment variable that names a folder. */
  public static final String VARIABLE = "ETALON_DATA";

  /**
   * A folder to look in.
   *
   * @param why it is looked in: the option, variable or custom that says so
   * @param path the folder, which need not exist
   */
  public record Root(String why, Path path) {}

  /** Copies the list. */
  public DataFolders {
    roots = List.copyOf(roots);
  }

  /**
   * The usual places: the folder that was asked for, the one that {@value #VARIABLE} names, {@code
   * data} in the working directory, the user's and the system's folders for data sets (Debian's
   * packages of data sets use the last).
   *
   * @param dataDir the folder that was asked for
   * @param environment of the process
   * @throws InputException if the folder that was asked for, or the variable's, does not exist
   */
  public static DataFolders usual(Optional<String> dataDir, Map<String, String> environment) {
    List<Root> roots = new ArrayList<>();
    dataDir.ifPresent(text -> roots.add(existing("--data-dir", text)));
    String variable = environment.getOrDefault(VARIABLE, "");
    if (!variable.isBlank()) {
      roots.add(existing(VARIABLE, variable));
    }
    roots.add(new Root("working directory", Path.of("data")));
    String home = environment.getOrDefault("XDG_DATA_HOME", "");
    roots.add(
        new Root(
            "user",
            Folder.path("XDG_DATA_HOME", home.isBlank() ? "~/.local/share" : home)
                .resolve("datasets")));
    roots.add(new Root("system", Path.of("/usr/local/share/datasets")));
    roots.add(new Root("system", Path.of("/usr/share/datasets")));
    return new DataFolders(roots);
  }

  private static Root existing(String why, String text) {
    Path path = Folder.path(why, text);
    if (!Files.isDirectory(path)) {
      throw new InputException(
          why + " " + text,
          Files.exists(path) ? "is not a folder" : "no folder is there",
          "name a folder that holds folders of data, such as cifar10/");
    }
    return new Root(why, path);
  }

  /**
   * The first folder of one of these names.
   *
   * @param names of folders, which may have several parts
   * @param holds whether a folder holds what is looked for
   */
  Optional<Path> find(List<String> names, Predicate<Path> holds) {
    for (Root root : roots) {
      for (String name : names) {
        Path folder = root.path().resolve(name);
        if (Files.isDirectory(folder) && Files.isReadable(folder) && holds.test(folder)) {
          return Optional.of(folder);
        }
      }
    }
    return Optional.empty();
  }

  /** The folders that were looked in, for messages. */
  String text() {
    return roots.stream().map(root -> root.path().toString()).collect(Collectors.joining(", "));
  }
}
