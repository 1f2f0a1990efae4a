package org.etalon.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.etalon.graph.InputException;
import org.etalon.lab.sweep.SweepFit;
import org.etalon.lab.sweep.Trend;
import org.etalon.law.Laws;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code etalon fit}: how optimal learning rates go with size, and which law tells them best. */
@Command(
    name = "fit",
    description = "Optimal learning rates of runs, their exponent, and which law tells them best.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  etalon fit --study depths --plot depths.svg",
      "  etalon fit --csv runs.csv --columns lr=config.lr,score=loss,size=depth --test -1.5"
    })
final class FitCommand implements Callable<Integer> {
  private static final double STANDARD_CONFIDENCE = 0.9;

  /** What [W26] states, and what is tested where nothing else is asked for. */
  private static final double STATED = -Laws.DEPTH_EXPONENT;

  private final Streams streams;

  @Mixin private RunsOptions runs = new RunsOptions();

  @Option(
      names = "--against",
      paramLabel = "ID",
      description =
          "Show the fit over this first: what varies (default where sizes are numbers), or a depth"
              + " measure.")
  private @Nullable String against;

  @Option(
      names = "--test",
      paramLabel = "X",
      description = "Test this exponent of η* beside -1.5; may be given several times.")
  private List<Double> tested = List.of();

  @Option(
      names = "--confidence",
      paramLabel = "X",
      description = "Of intervals, between 0 and 1 (default: 0.9).")
  private double confidence = STANDARD_CONFIDENCE;

  @Option(
      names = "--plot",
      paramLabel = "FILE",
      description = "Draw the optima against size, as .svg or .png.")
  private @Nullable Path plot;

  @Mixin private ResultOptions result = new ResultOptions();

  FitCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    result.check();
    check();
    SweepFit fit = SweepFit.of(runs.sweep(confidence, streams.err()));
    Trend first = against == null ? fit.first() : fit.against(against);
    List<Double> claims =
        tested.contains(STATED)
            ? tested
            : java.util.stream.Stream.concat(java.util.stream.Stream.of(STATED), tested.stream())
                .toList();
    FitReport report = new FitReport(fit, first, claims);
    result.write(streams, () -> FitText.of(report), json -> FitJson.write(report, json));
    if (plot != null) {
      FitChart.write(report, plot);
    }
    return ExitStatus.DONE;
  }

  private void check() {
    runs.check();
    Confidence.check(confidence);
    for (double exponent : tested) {
      if (!Double.isFinite(exponent)) {
        throw new InputException("--test", exponent + " is not a finite number", "as in -1.5");
      }
    }
    if (plot != null) {
      ChartFile.check(plot);
    }
  }
}
