package org.etalon.cli;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.etalon.data.DataFolders;
import org.etalon.data.DataReference;
import org.etalon.data.DataSource;
import org.etalon.data.DataSources;
import org.etalon.data.Dataset;
import org.etalon.family.Key;
import org.etalon.family.Keyed;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.core.JsonGenerator;

/** {@code etalon data}: the data that can be named, what was found and where; or one of them. */
@Command(
    name = "data",
    description = "The data that can be named, and where they were found; or what one holds.",
    footerHeading = "%nExample:%n",
    footer = "  etalon data digits")
final class DataCommand implements Callable<Integer> {
  private final Streams streams;

  @ParentCommand private @Nullable Main main;

  @Parameters(
      arity = "0..1",
      paramLabel = "DATA",
      description = "Data to read and describe, as in cifar10:path=FOLDER.")
  private @Nullable String reference;

  @Option(
      names = "--data-dir",
      paramLabel = "FOLDER",
      description = "Look here first for folders of data, such as cifar10.")
  private @Nullable String dataDir;

  @Mixin private ResultOptions result = new ResultOptions();

  DataCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    result.check();
    DataFolders folders = DataFolders.usual(Optional.ofNullable(dataDir), System.getenv());
    if (reference == null) {
      result.write(streams, () -> listText(folders), json -> listJson(folders, json));
    } else {
      long seed = main == null ? 0 : main.seed();
      Dataset dataset = DataReference.parse(reference).load(folders, seed);
      result.write(
          streams, () -> DatasetSummary.text(dataset), json -> DatasetSummary.json(dataset, json));
    }
    return ExitStatus.DONE;
  }

  /** Whether data are only found by a path that the reference gives. */
  private static boolean needsPath(Keyed source) {
    return source.example().contains("path=");
  }

  private static String listText(DataFolders folders) {
    Table sources = new Table("data", "what", "found", "keys");
    for (DataSource source : DataSources.all()) {
      sources.row(
          source.id(),
          source.description(),
          source.find(folders).orElse(needsPath(source) ? "needs path" : "not found"),
          String.join(", ", source.keys().stream().map(Key::name).toList()));
    }
    Table roots = new Table("looked in", "why");
    for (DataFolders.Root root : folders.roots()) {
      roots.row(root.path().toString(), root.why());
    }
    return sources + "\n" + roots;
  }

  private static void listJson(DataFolders folders, JsonGenerator json) {
    json.writeStartObject();
    json.writeArrayPropertyStart("data");
    for (DataSource source : DataSources.all()) {
      json.writeStartObject();
      json.writeStringProperty("id", source.id());
      json.writeStringProperty("description", source.description());
      json.writeStringProperty("example", source.example());
      Optional<String> found = source.find(folders);
      if (found.isPresent()) {
        json.writeStringProperty("found", found.get());
      } else {
        json.writeNullProperty("found");
      }
      json.writeBooleanProperty("needsPath", needsPath(source));
      FamiliesCommand.keys(json, source);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayPropertyStart("lookedIn");
    for (DataFolders.Root root : folders.roots()) {
      json.writeStartObject();
      json.writeStringProperty("folder", root.path().toString());
      json.writeStringProperty("why", root.why());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
