package org.etalon.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.etalon.data.DataFolders;
import org.etalon.family.ModelReference;
import org.etalon.graph.InputException;
import org.etalon.init.Initialisations;
import org.etalon.init.Readout;
import org.etalon.law.Law;
import org.etalon.law.Laws;
import org.etalon.law.Optimizer;
import org.etalon.plan.WidthRule;
import org.etalon.tensor.Network;
import org.etalon.torch.check.CheckRequest;
import org.etalon.torch.check.CheckResult;
import org.etalon.torch.check.CoordinateCheck;
import org.etalon.torch.check.Criterion;
import org.etalon.torch.check.Judgement;
import org.etalon.torch.check.Sampling;
import org.etalon.torch.check.Scaling;
import org.etalon.torch.probe.RandomBatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code etalon coordcheck}: whether a parametrisation keeps coordinates at one size. */
@Command(
    name = "coordcheck",
    description = "Trains a family for a few steps and judges how its coordinates go with size.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  etalon coordcheck mlp:depth=3,in=64 --vary width=64,128,256 --optimizer adam",
      "  etalon coordcheck resmlp:width=64,norm=layer --vary blocks=4,8,16 --optimizer adamw \\",
      "      --law completep --plot check.svg"
    })
final class CoordCheckCommand implements Callable<Integer> {
  private final Streams streams;

  @ParentCommand private @Nullable Main main;

  @Parameters(paramLabel = "FAMILY", description = "A family, with the settings that stay.")
  private String model = "";

  @Option(
      names = "--vary",
      required = true,
      paramLabel = "KEY=a,b,c",
      description = "The key that varies: a width, or depth or blocks. The smallest is the base.")
  private String vary = "";

  @Option(names = "--optimizer", paramLabel = "ID", description = "sgd (default), adam or adamw.")
  private String optimizer = "sgd";

  @Option(
      names = "--lr",
      paramLabel = "X",
      description =
          "The smallest network's learning rate (default: a small one, 0.005 for sgd and 0.0005"
              + " for adam and adamw).")
  private @Nullable Double rate;

  @Option(
      names = "--width",
      paramLabel = "ID",
      description = "What is done where widths differ: mup (default) or none.")
  private String width = "mup";

  @Option(
      names = "--law",
      paramLabel = "ID",
      description =
          "How the rate changes with depth (default: am-mup where depth varies; see 'etalon"
              + " laws').")
  private @Nullable String law;

  @Option(
      names = "--exponent",
      paramLabel = "X",
      description = "The fitted exponent, for --law measured.")
  private @Nullable Double exponent;

  @Option(names = "--init", paramLabel = "ID", description = "How weights start (default: he).")
  private String init = "he";

  @Option(
      names = "--readout",
      paramLabel = "ID",
      description =
          "How the read-out starts: he, mean-field or zero (default: mean-field with --width mup,"
              + " else the initialisation's own).")
  private @Nullable String readout;

  @Option(names = "--steps", paramLabel = "N", description = "Steps of training (default: 3).")
  private int steps = 3;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "Repetitions that intervals come from, at least 2 (default: 20).")
  private int seeds = 20;

  @Option(
      names = "--data",
      paramLabel = "DATA",
      description =
          "What is trained on (see 'etalon data'); gaussian (default): normal inputs of the"
              + " model's own shape, or random identifiers, and random labels.")
  private @Nullable String data;

  @Option(
      names = "--data-dir",
      paramLabel = "FOLDER",
      description = "Look here first for folders of data.")
  private @Nullable String dataDir;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Examples of the one batch that all steps see (default: 16).")
  private int batch = 16;

  @Option(
      names = "--tolerance",
      paramLabel = "X",
      description = "How far a slope may be from the expected one (default: 0.25).")
  private double tolerance = Criterion.standard().tolerance();

  @Option(
      names = "--confidence",
      paramLabel = "X",
      description = "Of intervals, between 0 and 1 (default: 0.95).")
  private double confidence = Criterion.standard().confidence();

  @Option(
      names = "--plot",
      paramLabel = "FILE",
      description = "Draw the change of every representation against size, as .svg or .png.")
  private @Nullable Path plot;

  @Mixin private ResultOptions result = new ResultOptions();

  CoordCheckCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    result.check();
    if (plot != null) {
      ChartFile.check(plot);
    }
    CheckResult checked = CoordinateCheck.run(request());
    result.write(
        streams, () -> CoordCheckText.of(checked), json -> CoordCheckJson.write(checked, json));
    if (plot != null) {
      CoordCheckChart.write(checked, plot);
    }
    if (!result.isJson()) {
      Messages.print(checked.findings(), streams.err());
    }
    return checked.verdict() == Judgement.FAILS ? ExitStatus.CHECK_FAILED : ExitStatus.DONE;
  }

  /** Identifiers and numbers first: they cost nothing. */
  private CheckRequest request() {
    Optimizer rule = Optimizer.byId(optimizer);
    WidthRule widthRule = WidthRule.byId(width);
    var initialisation = Initialisations.byId(init);
    Optional<Readout> head =
        readout == null ? Optional.empty() : Optional.of(Readout.byId(readout));
    Optional<Law> asked =
        law == null
            ? Optional.empty()
            : Optional.of(
                Laws.byId(
                    law, exponent == null ? OptionalDouble.empty() : OptionalDouble.of(exponent)));
    if (law == null && exponent != null) {
      throw new InputException(
          "--exponent", "means nothing without --law measured", "give both, or neither");
    }
    Criterion criterion = new Criterion(tolerance, confidence);
    org.etalon.torch.check.Variation variation =
        org.etalon.torch.check.Variation.parse(small(ModelReference.parse(model)), vary);
    List<Network> networks = variation.networks();
    var axis = variation.axis(networks);
    Scaling scaling =
        new Scaling(
            rule,
            rate == null ? Scaling.standardRate(rule) : rate,
            widthRule,
            asked.orElseGet(() -> Scaling.standardLaw(axis)),
            initialisation,
            head.or(() -> Scaling.standardReadout(widthRule, initialisation)));
    return new CheckRequest(variation, scaling, sampling(networks), criterion);
  }

  /** Where nothing is said of the input, the digits' sizes: large images only cost time. */
  private ModelReference small(ModelReference given) {
    ModelReference chosen = data == null ? choice(Optional.empty()).adapted(given) : given;
    if (!chosen.equals(given)) {
      streams.err().println("etalon: note: checking " + chosen.text());
      streams.err().flush();
    }
    return chosen;
  }

  private DataChoice choice(Optional<String> reference) {
    DataFolders folders = DataFolders.usual(Optional.ofNullable(dataDir), System.getenv());
    return new DataChoice(reference, folders, batch, main == null ? 0 : main.seed());
  }

  private Sampling sampling(List<Network> networks) {
    long seed = main == null ? 0 : main.seed();
    if (batch < 1) {
      throw new InputException("--batch", "is " + batch, "give at least 1");
    }
    DataChoice choice = choice(Optional.of(data == null ? RandomBatch.NAME : data));
    return new Sampling(steps, seeds, choice.forNetworks(networks).data(), seed);
  }
}
