package org.etalon.lab.reproduce;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.etalon.document.DocumentReader;
import org.etalon.document.Value;
import org.etalon.graph.InputException;
import org.jspecify.annotations.Nullable;

/** The page that links all pages of a folder, whichever command made them. */
public final class IndexPage {
  private IndexPage() {}

  /**
   * The page, from the documents that lie in the folder.
   *
   * @param names of the presets, in the order of the page
   */
  public static String of(Path folder, List<String> names) {
    StringBuilder text = new StringBuilder("# Reproductions\n\n");
    text.append("Published results, run again by `etalon reproduce`: what was claimed, what was");
    text.append(" measured here, and whether the two agree.\n\n");
    text.append("| preset | scale | agrees | contradicts | cannot tell | core-minutes |\n");
    text.append("| --- | --- | ---: | ---: | ---: | ---: |\n");
    for (String name : names) {
      Path document = folder.resolve(name + ".json");
      if (Files.isRegularFile(document)) {
        text.append(row(name, DocumentReader.read(document)));
      }
    }
    return text.append('\n')
        .append("Each page states its rule of judgement, and what was not run.\n")
        .toString();
  }

  private static String row(String name, Value document) {
    StringBuilder row = new StringBuilder("| [");
    row.append(text(document, "title").replace("|", "\\|"));
    row.append("](").append(name).append(".md) | ").append(text(document, "scale"));
    for (Verdict verdict : Verdict.values()) {
      row.append(" | ").append(text(document, "verdicts", verdict.words()));
    }
    double minutes = Double.parseDouble(text(document, "cost", "coreMinutes"));
    return row.append(String.format(Locale.ROOT, " | %.1f |%n", minutes)).toString();
  }

  private static String text(Value document, String... path) {
    @Nullable Value at = document;
    for (String key : path) {
      at = at instanceof Value.Mapping map ? map.get(key) : null;
    }
    return Optional.ofNullable(at)
        .filter(value -> value instanceof Value.Scalar)
        .map(value -> ((Value.Scalar) value).text())
        .orElseThrow(
            () ->
                new InputException(
                    "document of a reproduction",
                    "lacks " + String.join(".", path),
                    "remove it, and run its preset again"));
  }
}
