package org.etalon.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.Callable;
import org.etalon.depth.DepthMeasure;
import org.etalon.depth.Magnitude;
import org.etalon.family.ModelReference;
import org.etalon.graph.Finding;
import org.etalon.graph.InputException;
import org.etalon.init.Initialisation;
import org.etalon.init.Initialisations;
import org.etalon.init.Initialiser;
import org.etalon.init.Readout;
import org.etalon.model.ModelReader;
import org.etalon.tensor.Network;
import org.etalon.torch.model.Start;
import org.etalon.torch.probe.FirstStep;
import org.etalon.torch.probe.ProbeResult;
import org.etalon.torch.probe.ProbedNetwork;
import org.etalon.torch.probe.Trust;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code etalon probe}: the learning rate that an initialised network tells by itself. */
@Command(
    name = "probe",
    description = "The learning rate that an initialised network tells, and how it goes with size.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  etalon probe mlp:width=128 --vary depth=4,8,16",
      "  etalon probe small.onnx --kind sharpness --seeds 4 --format json"
    })
final class ProbeCommand implements Callable<Integer> {
  private final Streams streams;

  @ParentCommand private @Nullable Main main;

  @Parameters(paramLabel = "MODEL", description = "A model file or a family.")
  private String model = "";

  @Option(
      names = "--vary",
      paramLabel = "KEY=a,b,c",
      description = "Probe a family at several values of one of its keys and fit the exponent.")
  private @Nullable String vary;

  @Option(
      names = "--against",
      paramLabel = "ID",
      description = "Fit against this depth measure instead of the varied value.")
  private @Nullable String against;

  @Option(
      names = "--optimizer",
      paramLabel = "ID",
      description = "Whose first step is taken: sgd (default), adam, adamw or muon.")
  private String optimizer = "sgd";

  @Option(names = "--init", paramLabel = "ID", description = "How weights start (default: he).")
  private String init = "he";

  @Option(
      names = "--readout",
      paramLabel = "ID",
      description = "How the read-out starts: he (default), mean-field or zero.")
  private @Nullable String readout;

  @Option(
      names = "--plot",
      paramLabel = "FILE",
      description = "Draw η* against the varied value, as .svg or .png.")
  private @Nullable Path plot;

  @Mixin private ProbeOptions options = new ProbeOptions();
  @Mixin private ResultOptions result = new ResultOptions();

  ProbeCommand(Streams streams) {
    this.streams = streams;
  }

  /**
   * A network to probe.
   *
   * @param label the varied value as the user wrote it; empty where nothing varies
   */
  private record Labelled(String label, Network network) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    result.check();
    options.check();
    if (plot != null) {
      ChartFile.check(plot);
    }
    ProbeReport report = report();
    result.write(streams, () -> ProbeText.of(report), json -> ProbeJson.write(report, json));
    if (plot != null) {
      ProbeChart.write(report, plot);
    }
    if (!result.isJson()) {
      Messages.print(report.findings(), streams.err());
    }
    return ExitStatus.DONE;
  }

  private ProbeReport report() throws InterruptedException {
    long seed = main == null ? 0 : main.seed();
    Initialisation rule = Initialisations.byId(init);
    Optional<Readout> head =
        readout == null ? Optional.empty() : Optional.of(Readout.byId(readout));
    FirstStep step = FirstStep.byId(optimizer);
    Optional<DepthMeasure> measure =
        against == null ? Optional.empty() : Optional.of(DepthMeasure.byId(against));
    DataChoice choice = options.data(seed);
    Variation variation = vary == null ? Variation.NONE : Variation.parse(vary);
    List<Labelled> networks = networks(choice, variation);
    DataChoice.Chosen chosen =
        choice.forNetworks(networks.stream().map(Labelled::network).toList());
    note(chosen.note());
    List<ProbedNetwork> probed = new ArrayList<>();
    for (Labelled one : networks) {
      probed.add(ProbedNetwork.of(one.network, Start.of(one.network, rule, head)));
    }
    ProbeProgress progress = new ProbeProgress(streams.err(), probed.size() * options.seeds());
    List<ProbeResult> results =
        options.probing(step, chosen.data(), seed).run(probed, progress::done);
    progress.close();
    List<ProbeReport.At> points = new ArrayList<>();
    for (int i = 0; i < networks.size(); i++) {
      Labelled one = networks.get(i);
      points.add(new ProbeReport.At(one.label, value(one, measure), results.get(i)));
    }
    return new ProbeReport(
        variation.without(networks.get(0).network.reference()),
        options.probe(),
        step.id(),
        head.map(h -> rule.id() + ", read-out " + h.id()).orElse(rule.id()),
        chosen.data().name(),
        options.batch(),
        measure.isPresent() ? measure.map(DepthMeasure::id) : variation.key(),
        points,
        options.confidence(),
        findings(networks, results, rule, head, step));
  }

  private List<Labelled> networks(DataChoice choice, Variation variation) {
    ModelReader reader = ModelReader.ofNetworks();
    Network asked = reader.read(model);
    if (!asked.source().equals("family")) {
      if (vary != null) {
        throw new InputException(
            "--vary " + vary,
            "is for families; " + Failures.oneLine(model) + " is a file",
            "leave it out, or name a family (etalon families lists them)");
      }
      return List.of(new Labelled("", asked));
    }
    ModelReference given = ModelReference.parse(model);
    ModelReference base = choice.adapted(given);
    if (!base.text().equals(given.text())) {
      note("probing " + base.text() + ", which takes the digits (--data chooses others)");
    }
    if (vary == null) {
      return List.of(new Labelled("", base.network()));
    }
    String key = variation.key().orElseThrow();
    List<Labelled> networks = new ArrayList<>();
    for (String value : variation.values()) {
      networks.add(new Labelled(value, base.with(key, value).network()));
    }
    return networks;
  }

  private static OptionalDouble value(Labelled one, Optional<DepthMeasure> measure) {
    if (measure.isPresent()) {
      Magnitude depth =
          one.network
              .depths()
              .get(measure.get())
              .filter(d -> d.mantissa() != 0 && d.fitsDouble())
              .orElseThrow(
                  () ->
                      new InputException(
                          one.network.reference(),
                          "has no depth by " + measure.get().id() + " to fit against",
                          "choose another --against"));
      return OptionalDouble.of(depth.toDouble());
    }
    try {
      double value = Double.parseDouble(one.label);
      return value > 0 && Double.isFinite(value)
          ? OptionalDouble.of(value)
          : OptionalDouble.empty();
    } catch (NumberFormatException word) {
      return OptionalDouble.empty();
    }
  }

  private List<Finding> findings(
      List<Labelled> networks,
      List<ProbeResult> results,
      Initialisation rule,
      Optional<Readout> head,
      FirstStep step) {
    Set<Finding> findings = new LinkedHashSet<>();
    for (int i = 0; i < networks.size(); i++) {
      Labelled one = networks.get(i);
      String place = one.label.isEmpty() ? "" : one.label + ": ";
      findings.addAll(one.network.findings());
      findings.addAll(new Initialiser(one.network, rule, head).findings());
      for (String note : results.get(i).notes()) {
        findings.add(Finding.warning("", place + note));
      }
    }
    options.probe().cautions(step).forEach(line -> findings.add(Finding.warning("", line)));
    networks.forEach(one -> findings.addAll(Trust.findings(options.probe(), one.network)));
    return List.copyOf(findings);
  }

  private void note(String text) {
    if (!text.isEmpty()) {
      Messages.note(streams.err(), text);
    }
  }
}
