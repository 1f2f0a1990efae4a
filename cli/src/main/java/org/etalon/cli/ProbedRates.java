package org.etalon.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.etalon.graph.Finding;
import org.etalon.graph.InputException;
import org.etalon.init.Initialisation;
import org.etalon.init.Readout;
import org.etalon.lab.fit.Estimate;
import org.etalon.lab.fit.Interval;
import org.etalon.lab.fit.LogMean;
import org.etalon.law.ProbedRatio;
import org.etalon.law.RateProbe;
import org.etalon.tensor.Network;
import org.etalon.torch.model.Start;
import org.etalon.torch.probe.FirstStep;
import org.etalon.torch.probe.ProbeResult;
import org.etalon.torch.probe.ProbedNetwork;
import org.etalon.torch.probe.Trust;

/**
 * The engine's part of the law {@code probe}: probes base and target alike, with the same seeds and
 * data.
 *
 * @param options kind, data, batch, seeds
 * @param rule whose first step is taken
 * @param initialisation how both start
 * @param readout how their read-outs start, other than the initialisation's own rule
 * @param seed of every random choice
 * @param err where notes go
 */
record ProbedRates(
    ProbeOptions options,
    FirstStep rule,
    Initialisation initialisation,
    Optional<Readout> readout,
    long seed,
    PrintWriter err)
    implements RateProbe {
  @Override
  public String description() {
    return options.probe().id() + " of " + rule.id() + "'s first step, batch " + options.batch();
  }

  @Override
  public ProbedRatio compare(Network base, Network target) {
    boolean same = base.equals(target);
    List<Network> networks = same ? List.of(base) : List.of(base, target);
    DataChoice.Chosen chosen = options.data(seed).forNetworks(networks);
    if (!chosen.note().isEmpty()) {
      Messages.note(err, chosen.note());
    }
    List<ProbedNetwork> probed = new ArrayList<>();
    for (Network network : networks) {
      probed.add(ProbedNetwork.of(network, Start.of(network, initialisation, readout)));
    }
    List<ProbeResult> results = run(chosen, probed);
    ProbeResult from = results.get(0);
    ProbeResult to = results.get(results.size() - 1);
    double baseRate = rate(base, from);
    double targetRate = rate(target, to);
    Optional<Interval> interval = interval(from, to).map(Interval::exp);
    double ratio = targetRate / baseRate;
    return new ProbedRatio(
        baseRate,
        targetRate,
        Math.min(ratio, interval.map(Interval::low).orElse(ratio)),
        Math.max(ratio, interval.map(Interval::high).orElse(ratio)),
        interval.isPresent() ? options.confidence() : 0,
        Math.min(from.learningRate().count(), to.learningRate().count()));
  }

  private List<ProbeResult> run(DataChoice.Chosen chosen, List<ProbedNetwork> probed) {
    try {
      return options.probing(rule, chosen.data(), seed).run(probed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while probing", interrupted);
    }
  }

  private double rate(Network network, ProbeResult result) {
    return result
        .learningRate()
        .geometricMean()
        .orElseThrow(
            () ->
                new InputException(
                    network.reference(),
                    "gives no learning rate by probe "
                        + options.probe().id()
                        + ": "
                        + String.join("; ", result.notes()),
                    "choose another --kind, --init or --readout"));
  }

  /**
   * Of the logarithm of the ratio. Base and target share batches and, where shapes agree, draws, so
   * that differences seed by seed are less uncertain than either rate.
   */
  private Optional<Interval> interval(ProbeResult base, ProbeResult target) {
    double[] from = base.learningRates();
    double[] to = target.learningRates();
    if (Math.min(from.length, to.length) < 2) {
      return Optional.empty();
    }
    if (from.length != to.length) {
      return Optional.of(
          estimate(target.learningRate())
              .minus(estimate(base.learningRate()))
              .interval(options.confidence()));
    }
    double[] ratios = new double[from.length];
    Arrays.setAll(ratios, i -> to[i] / from[i]);
    return LogMean.of(ratios).interval(options.confidence());
  }

  private static Estimate estimate(LogMean rate) {
    return Estimate.of(
        rate.mean().orElseThrow(), rate.standardError().orElseThrow(), rate.count() - 1);
  }

  @Override
  public List<Finding> findings(Network target) {
    List<Finding> findings = new ArrayList<>();
    options.probe().cautions(rule).forEach(line -> findings.add(Finding.warning("", line)));
    for (Finding finding : Trust.findings(options.probe(), target)) {
      findings.add(Finding.warning("", "law probe: " + finding.message()));
    }
    return findings;
  }
}
