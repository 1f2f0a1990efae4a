package org.etalon.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.etalon.lab.plot.Chart;
import org.etalon.lab.plot.Charts;
import org.etalon.lab.reproduce.IndexPage;
import org.etalon.lab.reproduce.Page;
import org.etalon.lab.reproduce.PageJson;
import org.etalon.lab.reproduce.PartResult;
import org.etalon.lab.reproduce.Presets;
import org.etalon.lab.reproduce.Reproduction;

/** The files of a reproduction: page, document, charts, and the index of the folder. */
final class ReproductionFiles {
  private ReproductionFiles() {}

  /** Writes them, each all of it or nothing; the page comes after what it shows. */
  static void write(Reproduction made, Path folder) throws IOException {
    for (PartResult part : made.parts()) {
      int number = 0;
      for (Chart chart : part.outcome().map(found -> found.charts()).orElse(List.of())) {
        Path file = folder.resolve(Page.chartFile(made.preset(), part.part(), number++));
        Charts.writeSvg(chart, file);
      }
    }
    String name = made.preset().name();
    OutFile.write(
        folder.resolve(name + ".json"),
        out -> Json.document(out, json -> PageJson.write(made, json)));
    replace(folder.resolve(name + ".md"), Page.of(made));
    List<String> names = new ArrayList<>(Presets.NAMES);
    if (!names.contains(name)) {
      names.add(name);
    }
    replace(folder.resolve("index.md"), IndexPage.of(folder, names));
  }

  private static void replace(Path file, String content) throws IOException {
    OutFile.write(file, out -> out.write(content.getBytes(UTF_8)));
  }
}
