package org.etalon.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.etalon.graph.InputException;
import org.etalon.lab.judge.Judge;
import org.etalon.lab.judge.JudgedLaw;
import org.etalon.lab.judge.Judgement;
import org.etalon.lab.report.Figure;
import org.etalon.lab.report.LossCurves;
import org.etalon.lab.report.Origin;
import org.etalon.lab.report.Page;
import org.etalon.lab.report.Report;
import org.etalon.lab.store.Store;
import org.etalon.lab.study.Study;
import org.etalon.lab.sweep.SizeRuns;
import org.etalon.lab.sweep.Sweep;
import org.etalon.law.ProbedLaw;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code etalon report}: what runs have shown, as one page. */
@Command(
    name = "report",
    description = "What runs have shown, as one HTML page that needs nothing else.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  etalon report --study depths --out depths.html --plots plots",
      "  etalon report --csv runs.csv --out runs.html"
    })
final class ReportCommand implements Callable<Integer> {
  private static final double STANDARD_CONFIDENCE = 0.9;

  private final Streams streams;

  @Mixin private RunsOptions runs = new RunsOptions();

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
      names = "--base",
      paramLabel = "SIZE",
      description = "The size from which the laws predict (default: the first).")
  private @Nullable String base;

  @Option(
      names = "--confidence",
      paramLabel = "X",
      description = "Of intervals, between 0 and 1 (default: the study's, or 0.9).")
  private @Nullable Double confidence;

  ReportCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    check();
    Report report = report();
    byte[] page = Page.of(report).getBytes(UTF_8);
    OutFile.write(out, stream -> stream.write(page));
    Messages.note(
        streams.err(),
        "wrote " + out + ", " + String.format(Locale.ROOT, "%.1f MB", page.length / 1e6));
    if (plots != null) {
      plot(report, plots);
    }
    return ExitStatus.DONE;
  }

  private void check() {
    runs.check();
    OutFile.check(out);
    if (confidence != null) {
      Confidence.check(confidence);
    }
    if (plots != null && Files.exists(plots) && !Files.isDirectory(plots)) {
      throw new InputException("--plots " + plots, "is not a folder", "name a folder");
    }
  }

  private Report report() {
    if (runs.study().isPresent()) {
      try (Store store = runs.store().openToRead(streams.err())) {
        return report(runs.study().get(), store);
      }
    }
    Sweep sweep = runs.sweep(confidence == null ? STANDARD_CONFIDENCE : confidence, streams.err());
    return new Report(
        sweep,
        judge(sweep).map(judge -> judge.judgement(key -> Optional.empty())),
        List.of(),
        ReportNetworks.of(sweep),
        Optional.empty(),
        List.of());
  }

  private Report report(String name, Store store) {
    Study study = StoreOptions.study(store, name);
    Sweep sweep =
        Sweep.of(study, store, confidence == null ? study.search().confidence() : confidence);
    Optional<Judgement> judgement = judge(sweep).map(judge -> judge.read(store));
    return new Report(
        sweep,
        judgement,
        LossCurves.read(sweep, store),
        ReportNetworks.of(sweep),
        Optional.of(Origin.read(sweep, study, store)),
        commands(name, judgement.isPresent()));
  }

  /**
   * Asks the laws what they predict. A report trains nothing, and so asks no probe. Empty where
   * there is nothing to judge.
   */
  private Optional<Judge> judge(Sweep sweep) {
    Optional<SizeRuns> first =
        base == null ? sweep.sizes().stream().findFirst() : Optional.of(sweep.size(base));
    boolean possible =
        sweep.sizes().size() > 1
            && first.flatMap(SizeRuns::optimum).isPresent()
            && sweep.sizes().stream().noneMatch(size -> size.size().model().isEmpty());
    if (!possible) {
      return Optional.empty();
    }
    List<JudgedLaw> laws =
        JudgedLaw.all().stream().filter(law -> !law.id().equals(ProbedLaw.ID)).toList();
    return Optional.of(
        Judge.of(
            Judging.request(sweep, Optional.empty())
                .withBase(Optional.ofNullable(base))
                .withLaws(laws)));
  }

  private List<String> commands(String name, boolean judged) {
    String again = " --study " + quoted(name) + " --store again.db";
    String from = base == null ? "" : " --base " + quoted(base);
    List<String> commands = new ArrayList<>();
    commands.add("etalon sweep study.json --store again.db");
    if (judged) {
      commands.add("etalon judge" + again + from);
    }
    commands.add("etalon report" + again + from + " --out again.html");
    return commands;
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
    Messages.note(
        streams.err(), "wrote " + figures.size() + " plots to " + folder + ", each as SVG and PNG");
  }
}
