package org.etalon.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.etalon.family.Arguments;
import org.etalon.family.Key;
import org.etalon.graph.InputException;

/** A text file at the level of characters: the input is a stretch of it, the label what follows. */
final class CharacterText implements DataSource {
  static final CharacterText TINY_SHAKESPEARE =
      new CharacterText(
          "tiny-shakespeare",
          "Plays of Shakespeare, a megabyte of characters.",
          "tiny-shakespeare:context=64",
          List.of("tiny-shakespeare", "tinyshakespeare", "tiny_shakespeare"));

  static final CharacterText ANY =
      new CharacterText(
          "text", "A text file, character by character.", "text:path=FILE,context=64", List.of());

  private static final int MOST_BYTES = 100 << 20;
  private static final Pattern NAMES = Pattern.compile("input\\.txt(?:\\.gz)?");
  private static final Pattern TEXTS = Pattern.compile(".*\\.txt(?:\\.gz)?");

  private static final Key.Text PATH =
      new Key.Text("path", "", "file", "a text file, or a folder with input.txt");
  private static final Key.Whole CONTEXT =
      new Key.Whole("context", 64, 1, 1 << 20, "characters of an example");
  private static final Key.Whole STRIDE =
      new Key.Whole(
          "stride", 0, 0, 1 << 20, "characters from one example to the next; 0: the context");

  private final String id;
  private final String description;
  private final String example;
  private final List<String> folderNames;

  private CharacterText(String id, String description, String example, List<String> folderNames) {
    this.id = id;
    this.description = description;
    this.example = example;
    this.folderNames = folderNames;
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
    return List.of(PATH, CONTEXT, STRIDE);
  }

  /** The text of a folder: input.txt, or its only text file. */
  private static Optional<Path> file(Path folder) {
    Optional<Path> input = Folder.first(folder, NAMES);
    if (input.isPresent()) {
      return input;
    }
    List<Path> texts = Folder.matching(folder, TEXTS);
    return texts.size() == 1 ? Optional.of(texts.get(0)) : Optional.empty();
  }

  @Override
  public Optional<String> find(DataFolders folders) {
    return folder(folders).map(Path::toString);
  }

  private Optional<Path> folder(DataFolders folders) {
    return Place.find(folders, folderNames, folder -> file(folder).isPresent());
  }

  private Path file(Arguments arguments, DataFolders folders) {
    String given = arguments.get(PATH);
    if (given.isEmpty()) {
      if (folderNames.isEmpty()) {
        throw new InputException(id, "needs a path", "write it as in " + example);
      }
      return folder(folders)
          .flatMap(CharacterText::file)
          .orElseThrow(
              () ->
                  new InputException(
                      id,
                      "not found: no folder " + id + " with input.txt in " + folders.text(),
                      "give " + id + ":path=FILE, --data-dir or " + DataFolders.VARIABLE));
    }
    Path path = Folder.path(arguments.where(PATH), given);
    if (!Files.isDirectory(path)) {
      return path;
    }
    return file(path)
        .orElseThrow(
            () ->
                new InputException(
                    given,
                    "holds no input.txt and not exactly one other text file",
                    "name the file"));
  }

  @Override
  public Dataset load(Arguments arguments, DataFolders folders, long seed) {
    Path path = file(arguments, folders);
    Characters text;
    try (DataFile file = DataFile.open(path)) {
      text = Characters.of(file.where(), file.readAll(MOST_BYTES), arguments.get(STRIDE));
    }
    int context = arguments.get(CONTEXT);
    return Dataset.text(
        arguments.text(),
        new Provenance(path.toString(), "the last tenth of the text"),
        text.vocabulary(),
        text.windows(Split.TRAIN, context),
        text.windows(Split.TEST, context));
  }
}
