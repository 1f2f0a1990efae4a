package org.etalon.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.etalon.data.DataFolders;
import org.etalon.graph.InputException;
import org.etalon.lab.report.Figure;
import org.etalon.lab.report.LossCurves;
import org.etalon.lab.report.Origin;
import org.etalon.lab.report.Page;
import org.etalon.lab.report.Report;
import org.etalon.lab.store.Store;
import org.etalon.lab.study.Study;
import org.etalon.lab.study.StudyReader;
import org.etalon.lab.sweep.Sweep;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code etalon report}: what a study has shown, as one page. */
@Command(
    name = "report",
    description = "What a study has shown, as one HTML page that needs nothing else.",
    footerHeading = "%nExample:%n",
    footer = "  etalon report --study depths --out depths.html --plots plots")
final class ReportCommand implements Callable<Integer> {
  private final Streams streams;

  @Option(
      names = "--study",
      required = true,
      paramLabel = "NAME",
      description = "The study, as named in the store.")
  private String name = "";

  @Mixin private StoreOptions store = new StoreOptions();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE.html",
      description = "The page; all of it or nothing is written.")
  private Path out = Path.of("");

  @Option(
      names = "--plots",
      paramLabel = "FOLDER",
      description = "Write each plot there as well, as SVG and as PNG.")
  private @Nullable Path plots;

  @Option(
      names = "--confidence",
      paramLabel = "X",
      description = "Of intervals, between 0 and 1 (default: the study's).")
  private @Nullable Double confidence;

  ReportCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    check();
    Report report;
    try (Store open = store.openExisting()) {
      report = report(open);
    }
    byte[] page = Page.of(report).getBytes(UTF_8);
    OutFile.write(out, stream -> stream.write(page));
    note("wrote " + out + ", " + megabytes(page.length));
    if (plots != null) {
      plot(report, plots);
    }
    return ExitStatus.DONE;
  }

  private void check() {
    OutFile.check(out);
    if (confidence != null && !(confidence > 0 && confidence < 1)) {
      throw new InputException(
          "--confidence", confidence + " is not between 0 and 1", "0.9 and 0.95 are usual");
    }
    if (plots != null && Files.exists(plots) && !Files.isDirectory(plots)) {
      throw new InputException("--plots " + plots, "is not a folder", "name a folder");
    }
  }

  private Report report(Store open) {
    NetworkWords words =
        new NetworkWords(DataFolders.usual(Optional.empty(), System.getenv()), streams.err());
    Study study = StudyReader.parse(StoreOptions.definition(open, name), words);
    Sweep sweep =
        Sweep.of(study, open, confidence == null ? study.search().confidence() : confidence);
    return new Report(
        sweep,
        Optional.empty(),
        LossCurves.read(sweep, open),
        ReportNetworks.of(sweep),
        Optional.of(Origin.read(sweep, study, open)),
        commands());
  }

  private List<String> commands() {
    String quoted = quoted(name);
    return List.of(
        "etalon sweep study.json --store again.db",
        "etalon report --study " + quoted + " --store again.db --out again.html");
  }

  /** A word for a POSIX shell. */
  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9_./:=@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  private void plot(Report report, Path folder) throws IOException {
    try {
      Files.createDirectories(folder);
    } catch (IOException failure) {
      throw new InputException("--plots " + folder, "cannot be made: " + failure, "choose another");
    }
    List<Figure> figures = report.figures();
    for (Figure figure : figures) {
      ChartFile.write(figure.chart(), folder.resolve(figure.name() + ".svg"));
      ChartFile.write(figure.chart(), folder.resolve(figure.name() + ".png"));
    }
    note("wrote " + figures.size() + " plots to " + folder + ", each as SVG and PNG");
  }

  private void note(String text) {
    streams.err().println("etalon: note: " + Failures.oneLine(text));
    streams.err().flush();
  }

  private static String megabytes(int bytes) {
    return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }
}
