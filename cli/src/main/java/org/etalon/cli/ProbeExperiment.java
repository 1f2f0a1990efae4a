package org.etalon.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.etalon.document.Value;
import org.etalon.family.ModelReference;
import org.etalon.init.Initialisation;
import org.etalon.init.Initialisations;
import org.etalon.init.Readout;
import org.etalon.lab.fit.PowerLawFit;
import org.etalon.lab.plot.Axis;
import org.etalon.lab.plot.Chart;
import org.etalon.lab.plot.Role;
import org.etalon.lab.plot.Series;
import org.etalon.lab.reproduce.Bench;
import org.etalon.lab.reproduce.Claim;
import org.etalon.lab.reproduce.Comparison;
import org.etalon.lab.reproduce.Cost;
import org.etalon.lab.reproduce.Experiment;
import org.etalon.lab.reproduce.Measured;
import org.etalon.lab.reproduce.Numbers;
import org.etalon.lab.reproduce.Outcome;
import org.etalon.lab.reproduce.PageTable;
import org.etalon.lab.study.Entries;
import org.etalon.tensor.Network;
import org.etalon.torch.model.Start;
import org.etalon.torch.probe.FirstStep;
import org.etalon.torch.probe.Probe;
import org.etalon.torch.probe.ProbeResult;
import org.etalon.torch.probe.ProbedNetwork;
import org.etalon.torch.probe.Probes;
import org.etalon.torch.probe.Probing;

/**
 * How the learning rate that initialised networks tell goes with depth, network by network. It
 * measures one exponent for each network, by its name. Nothing of it is kept in the store: it takes
 * minutes and gives the same every time.
 */
final class ProbeExperiment implements Experiment {
  private static final String NETWORKS = "networks";
  private static final String KIND = "kind";
  private static final String DEPTHS = "depths";
  private static final String WIDTH = "width";
  private static final int MOST = 1000;
  private static final int STANDARD_SEEDS = 6;
  private static final int STANDARD_BATCH = 32;
  private static final double STANDARD_CONFIDENCE = 0.9;

  /** −3/2, and what holds elsewhere. */
  private static final Claim LAW = new Claim("", "", "", -1.5, -1.5, List.of(0.0, -1.0));

  @Override
  public String id() {
    return "probe";
  }

  @Override
  public List<String> keys() {
    return List.of(NETWORKS, KIND, DEPTHS, WIDTH);
  }

  /** One network over its depths. */
  private record Row(
      String name,
      ModelReference family,
      String varied,
      Initialisation init,
      Optional<Readout> readout,
      FirstStep step) {
    String start() {
      return init.id() + readout.map(r -> ", read-out " + r.id()).orElse("");
    }
  }

  /** What all networks of a part have in common. */
  private record Settings(
      Probe probe, List<String> depths, DataChoice data, int seeds, double confidence) {}

  @Override
  public Outcome run(String name, Value.Mapping keys, Bench bench) throws InterruptedException {
    Entries entries =
        new Entries(
            "",
            keys,
            List.of(NETWORKS, KIND, DEPTHS, WIDTH, "data", "batch", "seeds", "confidence"));
    Settings settings = settings(entries, bench);
    List<Row> rows = rows(entries);
    Outcome.Builder outcome = new Outcome.Builder();
    outcome.setting("probe", settings.probe.id() + ", " + settings.probe.equation());
    outcome.setting("depths", String.join(", ", settings.depths));
    outcome.setting(
        "data", settings.data.reference().orElse("") + ", batch " + settings.data.batch());
    outcome.setting("seeds", settings.seeds + ", logarithms averaged; float64");
    outcome.setting("confidence", Numbers.value(100 * settings.confidence) + " %");
    List<List<String>> table = new ArrayList<>();
    List<Series> lines = new ArrayList<>();
    for (Row row : rows) {
      long begun = System.nanoTime();
      ProbeReport report = report(row, settings, bench.workers());
      double seconds = (System.nanoTime() - begun) / 1e9 * bench.workers();
      outcome.cost(new Cost((long) settings.depths.size() * settings.seeds, 0, 0, seconds));
      Measured measured = measured(row, report);
      outcome.measured(measured);
      table.add(cells(row, report, measured));
      lines.addAll(series(row, report, lines.size() / 2));
    }
    outcome.table(
        new PageTable(
            "Exponents at initialisation",
            List.of(
                "name",
                "network",
                "optimizer",
                "start",
                ">exponent",
                ">interval",
                "is it −3/2?",
                "remarks"),
            table));
    outcome.chart(
        new Chart(
            name,
            Axis.log("depth"),
            Axis.log("η* at initialisation"),
            Chart.Colours.KINDS,
            lines,
            List.of("bars: none; each point is the geometric mean over seeds")));
    return outcome.build();
  }

  // --- what is asked -----------------------------------------------------------------------------

  private static Settings settings(Entries entries, Bench bench) {
    List<String> depths = new ArrayList<>();
    for (Value depth : entries.list(DEPTHS, entries.require(DEPTHS, "depths: [4, 8, 16]"), MOST)) {
      depths.add(entries.scalar(DEPTHS, depth));
    }
    int batch = (int) entries.whole("batch", 1, 1 << 20).orElse(STANDARD_BATCH);
    return new Settings(
        Probes.byId(entries.text(KIND, "update-energy")),
        depths,
        new DataChoice(Optional.of(entries.text("data", "gaussian")), bench.folders(), batch, 0),
        (int) entries.whole("seeds", 1, MOST).orElse(STANDARD_SEEDS),
        entries.real("confidence", 0.5, 0.999).orElse(STANDARD_CONFIDENCE));
  }

  private static List<Row> rows(Entries entries) {
    List<Row> rows = new ArrayList<>();
    for (Value item :
        entries.list(NETWORKS, entries.require(NETWORKS, "networks: [{name: …}]"), MOST)) {
      Entries row =
          new Entries(
              NETWORKS, item, List.of("name", "model", "vary", "init", "readout", "optimizer"));
      ModelReference family =
          ModelReference.parse(row.scalar("model", row.require("model", "model: mlp:width=512")));
      Optional<String> width = entries.text(WIDTH);
      rows.add(
          new Row(
              row.scalar("name", row.require("name", "name: MLP")),
              width.isPresent() ? family.with("width", width.get()) : family,
              row.text("vary", "depth"),
              Initialisations.byId(row.text("init", "he")),
              row.text("readout").map(Readout::byId),
              FirstStep.byId(row.text("optimizer", "sgd"))));
    }
    return rows;
  }

  // --- what is found -----------------------------------------------------------------------------

  private static ProbeReport report(Row row, Settings settings, int threads)
      throws InterruptedException {
    List<Network> networks = new ArrayList<>();
    List<ProbedNetwork> probed = new ArrayList<>();
    for (String depth : settings.depths) {
      Network network = row.family.with(row.varied, depth).network();
      networks.add(network);
      probed.add(ProbedNetwork.of(network, Start.of(network, row.init, row.readout)));
    }
    DataChoice.Chosen chosen = settings.data.forNetworks(networks);
    List<ProbeResult> results =
        new Probing(settings.probe, row.step, chosen.data(), settings.seeds, 0, threads)
            .run(probed, done -> {});
    List<ProbeReport.At> points = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      String depth = settings.depths.get(i);
      points.add(
          new ProbeReport.At(depth, OptionalDouble.of(Double.parseDouble(depth)), results.get(i)));
    }
    return new ProbeReport(
        row.family.text(),
        settings.probe,
        row.step.id(),
        row.start(),
        chosen.data().name(),
        settings.data.batch(),
        Optional.of(row.varied),
        points,
        settings.confidence,
        List.of());
  }

  private static Measured measured(Row row, ProbeReport report) {
    Optional<PowerLawFit> fit = report.fit();
    return fit.isEmpty()
        ? Measured.none(row.name, "fewer than two depths gave a rate")
        : Measured.of(
                row.name,
                fit.get().exponent(),
                ProbeReport.interval(fit.get(), report.confidence()))
            .with(remarks(report));
  }

  private static String remarks(ProbeReport report) {
    return report.points().stream()
        .flatMap(point -> point.result().notes().stream())
        .distinct()
        .collect(Collectors.joining("; "));
  }

  private static List<String> cells(Row row, ProbeReport report, Measured measured) {
    return List.of(
        row.name,
        "`" + Failures.oneLine(report.model()) + "`",
        row.step.id(),
        row.start(),
        Numbers.value(measured.value()),
        Numbers.ends(measured.interval()),
        switch (new Comparison(LAW, measured).verdict()) {
          case AGREES -> "yes";
          case CONTRADICTS -> "no";
          case CANNOT_TELL -> "cannot tell";
        },
        measured.note());
  }

  private static List<Series> series(Row row, ProbeReport report, int group) {
    List<Series.Position> positions = new ArrayList<>();
    for (ProbeReport.At point : report.points()) {
      OptionalDouble rate = point.result().learningRate().geometricMean();
      if (rate.isPresent()) {
        positions.add(new Series.Position(point.value().orElseThrow(), rate.getAsDouble()));
      }
    }
    if (positions.isEmpty()) {
      return List.of();
    }
    return List.of(
        new Series.Line("", Role.MEASURED, group, positions),
        new Series.Points(row.name, Role.MEASURED, group, positions, List.of()));
  }
}
