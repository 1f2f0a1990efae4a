package org.etalon.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.etalon.family.Arguments;
import org.etalon.family.Key;
import org.etalon.graph.InputException;
import org.etalon.graph.Spelling;

/**
 * Images in one folder a class, named by the class; above them, optionally, a folder {@code train}
 * and a folder {@code test} or {@code val}.
 */
final class ImageFolders implements DataSource {
  private static final Pattern IMAGES = Pattern.compile("(?i).*\\.(png|jpg|jpeg)");

  private static final Key.Text PATH =
      new Key.Text("path", "", "folder", "holds one folder a class, or train/ and test/ of them");
  private static final Key.Whole SIZE =
      new Key.Whole("size", 32, 1, 1024, "side that images are resized to, in pixels");
  private static final Key.Word CHANNELS =
      new Key.Word("channels", "3", List.of("1", "3"), "3: red, green, blue; 1: grey");

  @Override
  public String id() {
    return "images";
  }

  @Override
  public String description() {
    return "PNG and JPEG files, one folder a class.";
  }

  @Override
  public String example() {
    return "images:path=FOLDER,size=32";
  }

  @Override
  public List<Key> keys() {
    return List.of(PATH, SIZE, CHANNELS);
  }

  @Override
  public Optional<String> find(DataFolders folders) {
    return Optional.empty();
  }

  /** The files of one class. */
  private record ClassFiles(String name, List<Path> files) {}

  @Override
  public Dataset load(Arguments arguments, DataFolders folders, long seed) {
    String given = arguments.get(PATH);
    if (given.isEmpty()) {
      throw new InputException(id(), "needs a path", "write it as in " + example());
    }
    Path folder = Folder.path(arguments.where(PATH), given);
    List<Path> parts = Folder.entries(folder);
    Optional<Path> trainFolder = part(parts, "train");
    Optional<Path> testFolder =
        trainFolder.flatMap(unused -> part(parts, "test").or(() -> part(parts, "val")));
    List<ClassFiles> trainFiles = classes(trainFolder.orElse(folder));
    List<String> names = trainFiles.stream().map(ClassFiles::name).toList();
    int side = arguments.get(SIZE);
    int channels = arguments.get(CHANNELS).equals("1") ? 1 : 3;
    ImageShape shape = new ImageShape(channels, side, side);
    Examples.Real train = read(folder, trainFiles, names, shape);
    Examples.Real test;
    String heldOut;
    if (testFolder.isPresent()) {
      test = read(folder, classes(testFolder.get()), names, shape);
      heldOut = "the folder " + Folder.name(testFolder.get());
    } else {
      Chosen.HeldOut split = Chosen.split(given, train, names.size());
      train = split.train();
      test = split.test();
      heldOut = Chosen.FIFTH;
    }
    return Dataset.images(
        arguments.text(), new Provenance(given, heldOut), shape, names, train, test);
  }

  private static Optional<Path> part(List<Path> entries, String name) {
    return entries.stream()
        .filter(entry -> Folder.name(entry).equals(name) && Files.isDirectory(entry))
        .findFirst();
  }

  private static List<ClassFiles> classes(Path folder) {
    List<ClassFiles> classes = new ArrayList<>();
    for (Path entry : Folder.entries(folder)) {
      if (Files.isDirectory(entry)) {
        List<Path> files = Folder.matching(entry, IMAGES);
        if (files.isEmpty()) {
          throw new InputException(
              entry.toString(),
              "holds no PNG or JPEG file",
              "add images of this class, or remove the folder");
        }
        classes.add(new ClassFiles(Folder.name(entry), files));
      }
    }
    if (classes.isEmpty()) {
      throw new InputException(
          folder.toString(), "holds no folders", "make one folder a class, with its images in it");
    }
    return classes;
  }

  private static Examples.Real read(
      Path folder, List<ClassFiles> classes, List<String> names, ImageShape shape) {
    int elements = shape.channels() * shape.plane();
    int count = classes.stream().mapToInt(c -> c.files().size()).sum();
    Memory.require(folder.toString(), (long) elements * count);
    byte[] values = new byte[elements * count];
    int[] labels = new int[count];
    ImageDecoder decoder = new ImageDecoder(shape.height(), shape.channels());
    int at = 0;
    for (ClassFiles files : classes) {
      int label = names.indexOf(files.name());
      if (label < 0) {
        throw new InputException(
            folder.toString(),
            "class '" + files.name() + "' has test images but no training images",
            Spelling.wayOut(files.name(), names));
      }
      for (Path file : files.files()) {
        decoder.read(file, values, at * elements);
        labels[at++] = label;
      }
    }
    return new StoredBytes(values, elements, labels);
  }
}
