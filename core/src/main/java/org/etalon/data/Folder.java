package org.etalon.data;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.etalon.graph.InputException;

/** Listing folders in an order that does not depend on the file system. */
final class Folder {
  private static final int MOST_ENTRIES = 2_000_000;

  private Folder() {}

  /** What is in a folder, by name, hidden entries left out. */
  static List<Path> entries(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new InputException(
          folder.toString(),
          Files.exists(folder) ? "is not a folder" : "no folder is there",
          "check the path");
    }
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      for (Path entry : stream) {
        if (!name(entry).startsWith(".")) {
          entries.add(entry);
        }
        if (entries.size() > MOST_ENTRIES) {
          throw new InputException(
              folder.toString(),
              "holds more than " + MOST_ENTRIES + " entries",
              "give a smaller folder");
        }
      }
    } catch (IOException | DirectoryIteratorException failure) {
      throw DataFile.unreadable(folder.toString(), failure);
    }
    entries.sort(Comparator.comparing(Folder::name));
    return entries;
  }

  /** The files in a folder whose whole name matches. */
  static List<Path> matching(Path folder, Pattern names) {
    return entries(folder).stream()
        .filter(entry -> names.matcher(name(entry)).matches() && Files.isRegularFile(entry))
        .toList();
  }

  /** The first file in a folder whose whole name matches. */
  static Optional<Path> first(Path folder, Pattern names) {
    return matching(folder, names).stream().findFirst();
  }

  static String name(Path path) {
    Path name = path.getFileName();
    return name == null ? "" : name.toString();
  }

  /**
   * A path as a user writes it; {@code ~/} is the home folder, which no shell fills in behind
   * {@code path=}.
   */
  static Path path(String where, String text) {
    try {
      String home = System.getProperty("user.home");
      return text.startsWith("~/") && home != null
          ? Path.of(home, text.substring(2))
          : Path.of(text);
    } catch (InvalidPathException noPath) {
      throw new InputException(where, "is not a path", "give the path of a file or folder");
    }
  }
}
