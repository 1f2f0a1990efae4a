package org.etalon.lab.exchange;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.Collectors;
import org.etalon.graph.InputException;
import org.etalon.lab.store.Store;
import org.etalon.lab.study.Size;
import org.etalon.lab.study.Study;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;

/** The lines of an exported study, read one at a time. The file is closed with the last of them. */
final class StudyLines implements Iterator<Store.BroughtTrial>, AutoCloseable {
  /** Bytes of a file. */
  private static final long MOST_BYTES = 4L << 30;

  private final Path file;
  private final JsonParser parser;
  private final String name;
  private final String definition;
  private final Set<String> sizes;
  private @Nullable LineObject line;
  private @Nullable LineObject last;

  private StudyLines(Path file, JsonParser parser) {
    this.file = file;
    this.parser = parser;
    LineObject first = advance();
    if (first == null) {
      throw new InputException("file", "is empty", "export the study again");
    }
    this.name = first.text("name");
    this.definition = first.text("definition");
    Study study = StudyLinesReader.study(first, name, definition);
    this.sizes = study.sizes().stream().map(Size::label).collect(Collectors.toUnmodifiableSet());
    this.line = advance();
  }

  /**
   * Opens a file, and reads its first line.
   *
   * @throws InputException if it is unreadable or no export of a study
   */
  static StudyLines open(Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new InputException(
            file.toString(),
            "is larger than " + (MOST_BYTES >> 30) + " GiB",
            "export fewer trials");
      }
      return open(file, new BufferedInputStream(Files.newInputStream(file), 1 << 16));
    } catch (IOException problem) {
      throw new InputException(
          file.toString(), "cannot be read (" + problem.getMessage() + ")", "check the path");
    }
  }

  private static StudyLines open(Path file, InputStream in) throws IOException {
    try {
      return new StudyLines(file, JsonLines.FACTORY.createParser(ObjectReadContext.empty(), in));
    } catch (InputException problem) {
      in.close();
      throw problem.within(file.toString());
    }
  }

  /** The study's name. */
  String name() {
    return name;
  }

  /** Its definition, as a store keeps it. */
  String definition() {
    return definition;
  }

  private @Nullable LineObject advance() {
    try {
      return parser.nextToken() == null ? null : LineObject.read(parser);
    } catch (JacksonException malformed) {
      throw JsonLines.malformed(malformed);
    }
  }

  @Override
  public boolean hasNext() {
    return line != null;
  }

  @Override
  public Store.BroughtTrial next() {
    LineObject now = line;
    if (now == null) {
      throw new NoSuchElementException();
    }
    try {
      Store.BroughtTrial trial = StudyLinesReader.trial(now, sizes);
      last = now;
      line = advance();
      if (line == null) {
        close();
      }
      return trial;
    } catch (InputException problem) {
      close();
      throw problem.within(file.toString());
    }
  }

  /**
   * Checks that the last trial was new.
   *
   * @param isNew whether it did not come before
   * @param isAllowed whether there may be as many
   */
  void requireNew(boolean isNew, boolean isAllowed) {
    if (last != null && !(isNew && isAllowed)) {
      throw last.problem(
              "key", isAllowed ? "came before" : "is past the limit of trials", "export again")
          .within(file.toString());
    }
  }

  @Override
  public void close() {
    parser.close();
  }
}
